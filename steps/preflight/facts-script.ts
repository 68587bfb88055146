import { quote } from "../../ssh/quote.js";
import type { PreflightSpec } from "../specs.js";

/** Seconds a dialled server has to answer. */
const reachSeconds = 4;

/**
 * Command that runs the script on its stdin as root where the login may, else as the login itself: the missing right is
 * a finding, not a failure.
 */
export const factsShell =
  'if [ "$(id -u)" = 0 ]; then sh -s; elif printf : | sudo -n sh -s >/dev/null 2>&1; then sudo -n sh -s; else sh -s; fi';

/**
 * Script that prints what a server is and has, one fact a line, and changes nothing. A fact it cannot find out is not
 * printed.
 */
export function factsScript(spec: PreflightSpec): string {
  const volumes = spec.services.flatMap((service) => service.volumes.map(({ name }) => name));
  return `export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
user=\${SUDO_USER:-$(id -un)}
echo "user $user"
[ "$(id -u)" = 0 ] && echo "root yes"
echo "groups $(id -nG "$user")"
( . /etc/os-release; echo "os $ID \${VERSION_ID:-}" )
echo "arch $(uname -m)"
echo "cpus $(nproc)"
echo "memory-kib $(sed -n 's/^MemTotal: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo)"

if command -v dockerd >/dev/null; then
  echo "engine $(dockerd --version | sed 's/^Docker version \\([^, ]*\\).*/\\1/')"
else
  candidate=$(apt-cache policy docker.io 2>/dev/null | sed -n 's/^ *Candidate: *//p')
  if [ -n "$candidate" ] && [ "$candidate" != "(none)" ]; then echo "candidate $candidate"
  elif ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then echo "candidate unlisted"; fi
fi
running=$(docker version --format '{{.Server.Version}}' 2>/dev/null) && echo "running $running"
data=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null) || data=
[ -n "$data" ] || data=${quote(spec.dataRoot ?? "/var/lib/docker")}
until [ -e "$data" ]; do data=$(dirname "$data"); done
df -Pk "$data" | awk -v at="$data" 'NR == 2 { print "disk-kib", $2, $4, at }'

if command -v ss >/dev/null; then
  echo "listeners known"
  ss -Hltnp | while read -r state received sent local peer users; do
    pid=\${users#*pid=}; pid=\${pid%%,*}
    name=\${users#*'(("'}; name=\${name%%'"'*}
    id=$(grep -o '[0-9a-f]\\{64\\}' "/proc/$pid/cgroup" 2>/dev/null | tail -n 1)
    echo "listen $local \${name:-?} \${id:--}"
  done
fi

if [ -n "$running" ]; then
  docker ps -a --no-trunc --format 'container {{.ID}}|{{.Names}}|{{.State}}|{{.Label "consortium.stack"}}|{{.Label "consortium.network"}}'
  for volume in $( (docker volume ls -q --filter ${quote(`label=consortium.stack=${spec.stack}`)}; printf '%s\\n' ${volumes.map(quote).join(" ")}) | sort -u); do
    docker volume inspect --format 'volume {{.Name}} {{json .Labels}}' "$volume" 2>/dev/null
  done
fi
owner=${quote(`/var/lib/consortium/${spec.stack}/owner`)}
[ -r "$owner" ] && echo "owner $(cat "$owner")"
sshd -T 2>/dev/null | sed -n 's/^\\(allowtcpforwarding\\|allowstreamlocalforwarding\\) /sshd &/p'

reach() {
  said=$(timeout ${reachSeconds} bash -c 'exec 3<>"/dev/tcp/$1/$2"' reach "$2" "$3" 2>&1)
  case $?:$said in
    0:*) echo "reach $1 open" ;;
    124:*) echo "reach $1 timeout" ;;
    *refused*) echo "reach $1 refused" ;;
    *) echo "reach $1 \${said##*: }" ;;
  esac
}
${spec.dials.map(({ name, address, sshPort }) => `reach ${quote(name)} ${quote(address)} ${sshPort} &`).join("\n")}
wait
echo complete
`;
}
