import { containerState, ownCheckPasses } from "../../hosts/docker/container.js";
import { answerSeconds, httpGet, shortReason } from "../../hosts/exchange.js";
import { isAway, type Links } from "../../hosts/links.js";
import { rootShell } from "../../hosts/shell.js";
import { commandLine, type Link, SshError } from "../../hosts/ssh/index.js";
import { quote } from "../../hosts/ssh/quote.js";
import type { ReadyCheck } from "../../topology/model/service.js";
import type { Unmet } from "../../topology/quorum/rules.js";
import type { ServiceReadySpec } from "../specs.js";
import type { Look } from "./wait.js";

/** Looks once whether a service outside a quorum serves. @throws SshError for a wrong host key, a refused login */
export async function lookAtService(
  { name, container, server, checks }: Pick<ServiceReadySpec, "name" | "container" | "server" | "checks">,
  links: Pick<Links, "to">,
): Promise<Look> {
  const missing = (condition: string): Unmet => ({ member: name, condition });
  let link: Link;
  try {
    link = await links.to(server);
  } catch (error) {
    if (!isAway(error)) throw error;
    return { unmet: [missing(`its server does not answer (${shortReason(error)})`)], restarts: {} };
  }
  try {
    const { status, restarts, health } = await containerState(link, container);
    const seen = { [name]: restarts };
    if (status !== "running") return { unmet: [missing(`its container is ${status}`)], restarts: seen };
    const checked =
      health === undefined ||
      health === "healthy" ||
      (health === "starting" && (await ownCheckPasses(link, container)));
    if (!checked) return { unmet: [missing(`its health check says ${health}`)], restarts: seen };
    const failed = await Promise.all(checks.map((check) => failure(link, { container, server }, check)));
    return { unmet: failed.flatMap((why) => (why === undefined ? [] : [missing(why)])), restarts: seen };
  } catch (error) {
    if (error instanceof SshError && error.failure === "host-key") throw error;
    return { unmet: [missing(shortReason(error))], restarts: {} };
  }
}

/** What a check still misses; nothing when it holds. */
async function failure(
  link: Link,
  { container, server }: Pick<ServiceReadySpec, "container" | "server">,
  check: ReadyCheck,
): Promise<string | undefined> {
  try {
    switch (check.kind) {
      case "inside": {
        const { code, stderr } = await link.exec(rootShell(server.ssh.user), {
          stdin: dialInside(container, check.host, check.port),
          timeoutSeconds: 60,
        });
        return code === 0
          ? undefined
          : `its container does not reach ${check.host}:${check.port} (${lastLine(stderr)}); restart Docker on the server, or look for a firewall's rule about Docker's networks`;
      }
      case "tcp":
        (await link.connectTcp(check.host, check.port)).destroy();
        return undefined;
      case "http": {
        const { host, port, path, matches } = check;
        const { status, body } = await httpGet(await link.connectTcp(host, port), host, path);
        if (status !== 200) return `${path} answers ${status}`;
        return matches === undefined || new RegExp(matches).test(body)
          ? undefined
          : `${path} answers ${lastLine(body)}`;
      }
      case "command": {
        const command = commandLine(["docker", "exec", container, ...check.command]);
        const { stdout, stderr } = await link.exec(command, { timeoutSeconds: 60 });
        return new RegExp(check.matches, "m").test(stdout)
          ? undefined
          : `${check.command.join(" ")}: ${lastLine(stdout + stderr)}`;
      }
    }
  } catch (error) {
    if (error instanceof SshError && error.failure === "host-key") throw error;
    return `${"port" in check ? `port ${check.port}` : check.command.join(" ")}: ${shortReason(error)}`;
  }
}

/** Shell that dials from a container's network; the container itself may have no program for it. */
function dialInside(container: string, host: string, port: number): string {
  return [
    "set -eu",
    `pid=$(docker inspect --format '{{.State.Pid}}' ${quote(container)})`,
    `timeout ${answerSeconds} nsenter --target "$pid" --net bash -c 'exec 3<>"/dev/tcp/$1/$2"' dial ${quote(host)} ${port}`,
    "",
  ].join("\n");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "said nothing";
}
