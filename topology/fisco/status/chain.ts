import type { Finding } from "../../status/report.js";
import type { Seen } from "../../status/seen.js";
import { type ChainHealth, judgeChain } from "../health/judge.js";
import type { ChainReading, NodeReading } from "../health/readings.js";
import type { SealerAnswer, SealerHealth } from "../quorum/consensus.js";
import { sealerRules } from "../quorum/sealer.js";
import type { FiscoPlan } from "../types.js";

/** How a stack's chain does, by the readings of its sealers; nothing where they were not looked at. */
export function chainOf(
  fisco: FiscoPlan | undefined,
  { quorums, outputs }: Pick<Seen, "quorums" | "outputs">,
): ChainHealth | undefined {
  const health = quorums.find((one) => one.health.rules.kind === sealerRules.kind)?.health;
  if (!fisco || !health) return undefined;
  const { members } = health as SealerHealth;
  const reading = (which: "first" | "last"): ChainReading =>
    Object.fromEntries(Object.entries(members).map(([name, answer]) => [name, readingOf(answer, which)]));
  const said = Object.fromEntries(
    Object.entries(members).map(([name, { readings }]) => [name, readings?.last.nodeId]),
  );
  // Where the stack's outputs could not be read nobody knows who the nodes should be.
  return judgeChain(
    { version: fisco.version, nodes: (outputs?.nodeIds as typeof said | undefined) ?? said },
    reading("first"),
    reading("last"),
  );
}

/** What the chain as a whole shows, and of its nodes what was not said of them already. */
export function chainFindings(chain: ChainHealth, said: ReadonlySet<string>): Finding[] {
  return [
    ...(chain.state === "healthy"
      ? []
      : [
          {
            level: chain.state === "quorum lost" ? ("bad" as const) : ("warn" as const),
            subject: "chain",
            says: chain.summary,
          },
        ]),
    ...Object.entries(chain.nodes)
      .filter(([name]) => !said.has(name))
      .flatMap(([name, { works, problems }]) =>
        problems.map((says): Finding => ({ level: works ? "warn" : "bad", subject: name, says })),
      ),
  ];
}

function readingOf({ container, problem, readings }: SealerAnswer, which: "first" | "last"): NodeReading {
  if (readings) return { kind: "answers", answers: readings[which] };
  if (container.status === "running" || container.status === "unknown")
    return { kind: "silent", problem: problem ?? "no answer" };
  return { kind: "no container", state: container.status };
}
