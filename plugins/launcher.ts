import { quote } from "../hosts/ssh/quote.js";

/**
 * The `sh` program that the engine runs as `pulumi-resource-<package>`. The first one of an engine starts the shared
 * process in a session of its own; every one asks it for a port, prints it and sleeps until the engine ends it.
 * The run directory is named after the engine's pid and start time and belongs to this user alone.
 */
export function providerLauncher(packageName: string, bundle: string): string {
  return `#!/bin/sh
# Stand-in for the ${packageName} provider plugin; see plugins/README.md.
bundle=${quote(bundle)}
started=$(cut -d' ' -f22 "/proc/$PPID/stat" 2>/dev/null || ps -o lstart= -p "$PPID" | tr -dc '[:alnum:]')
base="\${TMPDIR:-/tmp}/consortium-plugins-$(id -u)"
mkdir -m 700 "$base" 2>/dev/null
if [ ! -O "$base" ] || [ -L "$base" ]; then
  echo "$base belongs to someone else: set TMPDIR to a directory of your own" >&2
  exit 1
fi
run="$base/$PPID-$started"
if mkdir "$run" 2>/dev/null; then
  session=setsid
  command -v setsid >/dev/null 2>&1 || session=
  $session node "$bundle" "$run" "$PPID" </dev/null >"$run/log" 2>&1 &
  echo $! >"$run/pid.new"
  mv "$run/pid.new" "$run/pid"
fi
echo "$1" >"$run/${packageName}.$$.new"
mv "$run/${packageName}.$$.new" "$run/${packageName}.$$.want"
tries=0
while [ ! -s "$run/$$.port" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 1200 ] || { [ -s "$run/pid" ] && ! kill -0 "$(cat "$run/pid")" 2>/dev/null; }; then
    echo "the stand-in plugins did not start:" >&2
    cat "$run/log" >&2
    rm -rf "$run"
    exit 1
  fi
  sleep 0.05
done
cat "$run/$$.port"
rm -f "$run/$$.port"
exec sleep 86400
`;
}

/** The `sh` program that the engine runs as `pulumi-language-nodejs`. */
export function languageLauncher(bundle: string): string {
  return `#!/bin/sh
# Stand-in for Pulumi's Node language host; see plugins/README.md.
exec node ${quote(bundle)} "$@"
`;
}
