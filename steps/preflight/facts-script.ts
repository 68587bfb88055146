import { quote } from "../../hosts/ssh/quote.js";
import type { PreflightSpec } from "../specs.js";

/** Seconds a dialled server has to answer. */
const reachSeconds = 4;

/**
 * Command that runs the script on its stdin as root where the login may, else as the login itself: the missing right is
 * a finding, not a failure.
 */
export const factsShell =
  'if [ "$(id -u)" = 0 ]; then sh -s; elif printf : | sudo -n sh -s >/dev/null 2>&1; then sudo -n sh -s; else sh -s; fi';

/** What the kernel says of each processor; those of one kind say the same. */
const armFeatures = `sed -n 's/^Features[[:space:]]*: */features /p' /proc/cpuinfo | sort -u
`;

/** Where Docker's data would lie, and where that is when links are followed; what is not there yet follows those above. */
const realPath = `echo "data-root $data"
echo "data-real $(readlink -m "$data")"
`;

/** Every Docker network with its subnets and its device, and the ports that containers of the stack publish. */
function bridgeFacts(stack: string): string {
  const label = (name: string) => `{{index .Labels "consortium.${name}"}}`;
  const device = `{{index .Options "com.docker.network.bridge.name"}}`;
  return `  for id in $(docker network ls -q --no-trunc); do
    docker network inspect --format 'network {{.Id}}|{{.Name}}|${label("stack")}|${label("network")}|${device}|{{range .IPAM.Config}}{{.Subnet}} {{end}}' "$id" 2>/dev/null
  done
  for id in $(docker ps -q --no-trunc --filter ${quote(`label=consortium.stack=${stack}`)}); do
    docker container inspect --format '{{$id := .Id}}{{range $port, $bound := .NetworkSettings.Ports}}{{range $bound}}published {{$id}} {{.HostIp}} {{.HostPort}}{{"\\n"}}{{end}}{{end}}' "$id" 2>/dev/null
  done
`;
}

/** The kernel's IPv4 routes as it keeps them: no tool is needed that a server may lack. */
const routes = `awk 'NR > 1 { print "route", $1, $2, $8 }' /proc/net/route
`;

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
${spec.armLevel === undefined ? "" : armFeatures}echo "memory-kib $(sed -n 's/^MemTotal: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo)"

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
${spec.vendorPackage === undefined ? "" : realPath}until [ -e "$data" ]; do data=$(dirname "$data"); done
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
${spec.bridges === undefined ? "" : bridgeFacts(spec.stack)}fi
${spec.bridges === undefined ? "" : routes}owner=${quote(`/var/lib/consortium/${spec.stack}/owner`)}
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
