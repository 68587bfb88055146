import { searchStep } from "./search.js";

/** The place in which a service's own keys are at home. */
export const homeOfKeys = "files of containers";

/**
 * Steps of a search on a server, as root: everything there that people read, that is kept, or that is left behind. Its
 * process list is sampled from outside.
 * @param root put before every path; "" on a server, a directory of its own in tests.
 */
export function hostSteps(server: string, root = ""): string[] {
  const below = (...paths: string[]) => paths.map((path) => `${root}${path}`);
  // Where our containers hold files; the rest of their layers are the images' programs.
  const folders = ["conf", "etc", "root", "run", "srv", "tmp", "var"];
  const layers = folders.map((folder) => `"$layers"/*/diff/${folder}`).join(" ");
  const [volumes = "", overlays = ""] = below("/var/lib/docker/volumes", "/var/lib/docker/overlay2");
  return [
    searchStep(
      "files in /tmp and the homes",
      server,
      below("/tmp", "/var/tmp", "/dev/shm", "/root", "/home"),
    ),
    searchStep("files in /var/lib/consortium", server, below("/var/lib/consortium")),
    searchStep("logs of Docker and sshd", server, below("/var/log")),
    'mkdir "$work/logs" "$work/inspect"',
    "for name in $(docker ps -a --format '{{.Names}}'); do",
    '  docker logs "$name" >"$work/logs/$name" 2>&1 || true',
    '  docker inspect "$name" >"$work/inspect/$name" || true',
    "done",
    `${searchStep("container logs", server, [])} "$work/logs"`,
    `${searchStep("docker inspect", server, [])} "$work/inspect"`,
    `layers='${overlays}'`,
    `${searchStep(homeOfKeys, server, [volumes])} ${layers}`,
  ];
}

/**
 * The service that a private key belongs to, by the name of the key's resource: `messaging-kafka-orderer0.example.com-key`
 * is of `orderer0.example.com`. Of people, operators and authorities it gives a name that no service has.
 */
export function serviceOfKey(key: string): string {
  return key.replace(/^messaging-(kafka|zookeeper)-/, "").replace(/(-(identity|tls))?-key$/, "");
}
