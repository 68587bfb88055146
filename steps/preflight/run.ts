import { dockerSocket } from "../../hosts/docker/container.js";
import { httpGet, shortReason } from "../../hosts/exchange.js";
import { dial, type Link, SshError } from "../../hosts/ssh/index.js";
import type { PreflightSpec } from "../specs.js";
import { checkClaims } from "./check-claims.js";
import { checkDocker } from "./check-docker.js";
import { checkMachine } from "./check-machine.js";
import { type LinkFacts, parseFacts } from "./facts.js";
import { factsScript, factsShell } from "./facts-script.js";
import { fail, type PreflightReport, pass } from "./report.js";

/** Seconds the script may take: it dials every server for 4 s at most, all at the same time. */
const scriptSeconds = 60;

/** Times the clock is asked; the quickest answer counts, the first one is often late. */
const clockSamples = 3;

/**
 * Checks one server and changes nothing on it. A server that cannot be reached, or is not the pinned one, is a row of
 * the report too; this never throws for it.
 */
export async function runPreflight(spec: PreflightSpec): Promise<PreflightReport> {
  const server = spec.server.name;
  let link: Link;
  try {
    link = await dial(spec.server.ssh);
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    return { server, rows: [fail("ssh", wordsFor(error), "login with the pinned host key", error.message)] };
  }
  try {
    const { user, host, port } = spec.server.ssh;
    const script = await link.exec(factsShell, {
      stdin: factsScript(spec),
      timeoutSeconds: scriptSeconds,
    });
    const facts = await linkFacts(link, port);
    const known = parseFacts(script.stdout);
    return {
      server,
      rows: [
        pass("ssh", `${user}@${host}:${port}`, "login with the pinned host key"),
        ...checkMachine(spec, known, facts),
        ...checkDocker(spec, known, facts),
        ...checkClaims(spec, known),
      ],
    };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { server, rows: [fail("ssh", "broke off while checking", "a stable connection", text)] };
  } finally {
    await link.close();
  }
}

function wordsFor({ failure }: SshError): string {
  const words: Partial<Record<SshError["failure"], string>> = {
    unreachable: "does not answer",
    "host-key": "another host key",
    authentication: "refuses our keys",
  };
  return words[failure] ?? failure;
}

async function linkFacts(link: Link, sshPort: number): Promise<LinkFacts> {
  const clock = await clockOf(link);
  const tcp = await link.connectTcp("127.0.0.1", sshPort).then(
    (socket) => {
      socket.destroy();
      return undefined;
    },
    // Whether something listens there is not the question.
    (error: Error) => (/AllowTcpForwarding|prohibited/i.test(error.message) ? shortReason(error) : undefined),
  );
  const docker = await link
    .connectUnix(dockerSocket)
    .then((socket) => httpGet(socket, "docker", "/_ping"))
    .then(
      ({ status }) => (status === 200 ? undefined : `answers ${status}`),
      (error: unknown) => shortReason(error),
    );
  return {
    clock,
    ...(tcp === undefined ? {} : { tcpForwarding: tcp }),
    ...(docker === undefined ? {} : { dockerApi: docker }),
  };
}

async function clockOf(link: Link): Promise<LinkFacts["clock"]> {
  let best = { aheadSeconds: 0, uncertainSeconds: Number.POSITIVE_INFINITY };
  for (let sample = 0; sample < clockSamples; sample++) {
    const sent = Date.now();
    const { stdout } = await link.exec("date +%s.%N");
    const received = Date.now();
    const uncertainSeconds = (received - sent) / 2000;
    if (uncertainSeconds < best.uncertainSeconds)
      best = { aheadSeconds: Number(stdout) - (sent + received) / 2000, uncertainSeconds };
  }
  return best;
}
