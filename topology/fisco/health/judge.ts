import { byName } from "../../names.js";
import { faultTolerance } from "../fault-tolerance.js";
import type { FaultTolerance } from "../types.js";
import type { ChainReading, NodeAnswers, NodeReading } from "./readings.js";

/** What is known of a chain without asking it. */
export interface DeclaredChain {
  readonly version: string;
  /** Node ids by name; undefined where nobody could tell. All of them seal. */
  readonly nodes: Readonly<Record<string, string | undefined>>;
}

/** How a node does. */
export interface NodeHealth {
  /** Whether it counts towards the quorum. */
  readonly works: boolean;
  /** What is not as it should be; nothing when all is. */
  readonly problems: readonly string[];
}

/** How a chain does. */
export interface ChainHealth {
  readonly state: "healthy" | "degraded" | "quorum lost";
  /** By the sealers that the chain itself has, which transactions may have changed. */
  readonly tolerance: FaultTolerance;
  /** How many sealers work. */
  readonly working: number;
  readonly nodes: Readonly<Record<string, NodeHealth>>;
  /** One sentence without a full stop. */
  readonly summary: string;
}

/** A node this far below the best takes no part until it has caught up. Own figure: what arrives in some seconds. */
export const blocksBehind = 10;

interface Answering {
  readonly name: string;
  readonly answers: NodeAnswers;
}

/**
 * Judges a chain by two readings of all its nodes.
 * @param before the first reading
 * @param now the second one, at least `secondsApart` later
 */
export function judgeChain(declared: DeclaredChain, before: ChainReading, now: ChainReading): ChainHealth {
  const names = Object.keys(declared.nodes).sort(byName);
  const answering = names.flatMap((name): Answering[] => {
    const reading = now[name];
    return reading?.kind === "answers" ? [{ name, answers: reading.answers }] : [];
  });
  const genesisHash = mostCommon(answering.map(({ answers }) => answers.genesisHash));
  // A node with another block 0 is of another chain, however high that is.
  const best = answering
    .map(({ answers }) => answers)
    .filter((answers) => answers.genesisHash === genesisHash)
    .sort((a, b) => b.height - a.height)[0];
  const sealers = best?.sealers ?? [];
  const tolerance = faultTolerance(best?.sealers.length ?? names.length);
  const chain: Chain = {
    declared,
    sealers,
    tolerance,
    bestHeight: best?.height ?? 0,
    genesisHash,
    live: new Set(
      answering
        .filter(({ name, answers }) => answers.nodeId === (declared.nodes[name] ?? answers.nodeId))
        .map(({ answers }) => answers.nodeId),
    ),
  };
  const nodes = Object.fromEntries(
    names.map((name) => [name, judgeNode(chain, name, before[name], now[name])]),
  );
  const ours = names.filter((name) => nodes[name]?.works).length;
  const working = ours + strangersAtWork(chain, answering, nodes);
  const state =
    working < tolerance.needed
      ? "quorum lost"
      : names.every((name) => nodes[name]?.problems.length === 0)
        ? "healthy"
        : "degraded";
  return { state, tolerance, working, nodes, summary: summaryOf(state, working, tolerance) };
}

/** What a node is measured by. */
interface Chain {
  readonly declared: DeclaredChain;
  readonly sealers: readonly string[];
  readonly tolerance: FaultTolerance;
  readonly bestHeight: number;
  /** Block 0 that most nodes have. */
  readonly genesisHash: string | undefined;
  /** Ids of the nodes that answer as who they should be. */
  readonly live: ReadonlySet<string>;
}

function judgeNode(
  chain: Chain,
  name: string,
  before: NodeReading | undefined,
  now: NodeReading | undefined,
): NodeHealth {
  if (now === undefined) return { works: false, problems: ["was not looked at"] };
  if (now.kind === "no container") return { works: false, problems: [`its container is ${now.state}`] };
  if (now.kind === "silent")
    return { works: false, problems: [`runs, and its RPC does not answer: ${now.problem}`] };
  const { answers } = now;
  const id = chain.declared.nodes[name] ?? answers.nodeId;
  const stopping: string[] = [];
  const disturbing: string[] = [];

  if (answers.nodeId !== id)
    stopping.push(
      `answers as ${short(answers.nodeId)}, not as ${short(id)}: another node has its port or its key`,
    );
  if (answers.genesisHash !== chain.genesisHash)
    stopping.push(`has block 0 ${short(answers.genesisHash)}, the others ${short(chain.genesisHash ?? "")}`);
  if (!chain.sealers.includes(id)) stopping.push("is not among the chain's sealers");

  const others = chain.sealers.filter((sealer) => sealer !== id);
  const connected = others.filter((sealer) => answers.peers.includes(sealer));
  if (connected.length < chain.tolerance.needed - 1)
    stopping.push(
      `is connected to ${connected.length} of ${others.length} sealers, ${chain.tolerance.needed - 1} are needed`,
    );
  const missed = others.filter((sealer) => chain.live.has(sealer) && !connected.includes(sealer));
  if (missed.length > 0 && connected.length >= chain.tolerance.needed - 1)
    disturbing.push(`is not connected to ${missed.map((sealer) => nameOf(chain, sealer)).join(", ")}`);

  const behind = chain.bestHeight - answers.height;
  if (behind > blocksBehind) stopping.push(`catches up: height ${answers.height} of ${chain.bestHeight}`);
  if (!moved(before, answers)) stopping.push(standstill(before, answers));

  const declared = Object.values(chain.declared.nodes);
  // Any sealer may be the node whose id nobody could tell.
  const undeclared = declared.includes(undefined)
    ? []
    : answers.sealers.filter((sealer) => !declared.includes(sealer));
  if (undeclared.length > 0)
    disturbing.push(`knows sealers that the stack does not: ${undeclared.map(short).join(", ")}`);
  if (answers.supportedVersion !== chain.declared.version)
    disturbing.push(`runs as ${answers.supportedVersion}, the stack says ${chain.declared.version}`);
  return { works: stopping.length === 0, problems: [...stopping, ...disturbing] };
}

/**
 * Whether a node moved: a chain without transactions makes no blocks, its height stays, and its view climbs. Height and
 * view both standing is what a lost quorum looks like. After a restart the view begins anew.
 */
function moved(before: NodeReading | undefined, now: NodeAnswers): boolean {
  if (before?.kind !== "answers" || before.answers.nodeId !== now.nodeId) return false;
  return before.answers.height !== now.height || before.answers.view !== now.view;
}

function standstill(before: NodeReading | undefined, { height, view }: NodeAnswers): string {
  return before?.kind === "answers"
    ? `stands still at height ${height} and view ${view}`
    : "has just come up: whether it moves is not known yet";
}

/** Sealers that the stack does not know, and that a working node is connected to: nothing says that they do not work. */
function strangersAtWork(
  { declared, sealers }: Chain,
  answering: readonly Answering[],
  nodes: Readonly<Record<string, NodeHealth>>,
): number {
  const known = Object.values(declared.nodes);
  const connected = sealers.filter(
    (sealer) =>
      !known.includes(sealer) &&
      answering.some(({ name, answers }) => nodes[name]?.works && answers.peers.includes(sealer)),
  );
  // Any of them may be a node whose id nobody could tell.
  return Math.max(0, connected.length - known.filter((id) => id === undefined).length);
}

function summaryOf(
  state: ChainHealth["state"],
  working: number,
  { sealers, needed }: FaultTolerance,
): string {
  const count = `${working} of ${sealers} sealers work, ${needed} are needed`;
  if (state === "healthy") return `healthy: ${count}`;
  if (state === "degraded") return `degraded, and goes on: ${count}`;
  return `quorum lost: ${count}; no transaction gets a receipt`;
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function nameOf({ declared }: Chain, id: string): string {
  return Object.entries(declared.nodes).find(([, own]) => own === id)?.[0] ?? short(id);
}

const short = (id: string) => `${id.slice(0, 8)}…`;
