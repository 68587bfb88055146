import type { Finding, RuleDescription } from "../../config/findings.js";
import { type KindFounding, valuesNow } from "../founding.js";
import { byName } from "../names.js";
import {
  type FiscoFounding,
  type FoundedNode,
  type WantedFounding,
  wantedFounding,
} from "./founding-record.js";

/** A running chain is not changed where its data cannot follow. */
export const fiscoFoundingRule = {
  id: "fisco-founded",
  severity: "error",
  holds: "what a chain's data depends on is what it was founded with",
  source: "FISCO-BCOS libledger/LedgerParam.cpp: the genesis mark, compared at every start; own",
} as const satisfies RuleDescription;

const frozen = "block 0 is made of it, and a node that finds another block 0 than its own does not start";

/** What of the wanted chain contradicts the one that was founded. */
export function compareFiscoFounding(founded: FiscoFounding, wanted: WantedFounding): Finding[] {
  return [
    ...scalars(founded, wanted),
    ...Object.entries(founded.nodes).flatMap(([name, was]) => {
      const is = wanted.nodes[name];
      return is ? changed(name, was, is) : [gone(name, was)];
    }),
    ...Object.entries(wanted.nodes)
      .filter(([name]) => founded.nodes[name] === undefined)
      .map(([name, { agency }]) => added(name, agency, Object.keys(founded.nodes))),
  ];
}

type Frozen = Omit<FiscoFounding, "nodes">;

/** `fisco.…`, what it is in a founding, and why it stays. */
function scalars(founded: FiscoFounding, wanted: WantedFounding): Finding[] {
  const rows = [
    {
      path: "fisco.version",
      of: ({ version }: Frozen) => version,
      why: "supported_version decides how transactions are executed and stored, and must never change",
      byHand:
        "a newer image may run with the old supported_version, which is not built yet (by hand: one node at a time)",
    },
    {
      path: "fisco.chainId",
      of: ({ chainId }: Frozen) => String(chainId),
      why: "every transaction is signed for it",
      byHand: "another id is another chain",
    },
    {
      path: "fisco.groupId",
      of: ({ groupId }: Frozen) => String(groupId),
      why: frozen,
      byHand: "another group is another ledger",
    },
    {
      path: "fisco.genesis.maxTransactions",
      of: ({ genesis }: Frozen) => String(genesis.maxTransactions),
      why: frozen,
      byHand: "a running chain changes it by transaction: setSystemConfigByKey tx_count_limit in the console",
    },
    {
      path: "fisco.genesis.gasLimit",
      of: ({ genesis }: Frozen) => String(genesis.gasLimit),
      why: frozen,
      byHand: "a running chain changes it by transaction: setSystemConfigByKey tx_gas_limit in the console",
    },
    {
      path: "fisco.genesis.timeout",
      of: ({ genesis }: Frozen) => `${genesis.timeoutMs / 1000}s`,
      why: frozen,
      byHand:
        "a running chain changes it by transaction: setSystemConfigByKey consensus_timeout in the console",
    },
  ];
  return rows
    .filter(({ of }) => of(founded) !== of(wanted))
    .map(({ path, of, why, byHand }) =>
      refuse(
        path,
        `fixed once the chain runs: ${why}`,
        of(wanted),
        of(founded),
        `put back: ${of(founded)}; ${byHand}`,
      ),
    );
}

const pathOf = (agency: string, name: string) => `fisco.agencies.${agency}.nodes.${name}`;

const show = ({ agency, server, id }: FoundedNode) => `agency ${agency}, on ${server}, id ${id.slice(0, 8)}…`;

function gone(name: string, was: FoundedNode): Finding {
  return refuse(
    pathOf(was.agency, name),
    `node ${name} of the running chain is gone from the stack; it would still count among the sealers`,
    "absent",
    show(was),
    "put it back; removing a node is not built yet (by hand, after counting what is left: removeNode in the console, wait for a block, then stop it)",
  );
}

function added(name: string, agency: string, known: readonly string[]): Finding {
  return refuse(
    pathOf(agency, name),
    "adding a node to a running chain is not built yet",
    name,
    [...known].sort(byName).join(", "),
    "take it out again; by hand: start it with the chain's block 0, addObserver in the console, wait for its height, then addSealer",
  );
}

function changed(name: string, was: FoundedNode, is: WantedFounding["nodes"][string]): Finding[] {
  const path = pathOf(is.agency, name);
  const back = `put back: ${show(was)}`;
  const findings: Finding[] = [];
  if (was.agency !== is.agency)
    findings.push(
      refuse(
        path,
        `node ${name} belongs to the agency that signed its certificate`,
        is.agency,
        was.agency,
        back,
      ),
    );
  if (was.server !== is.server)
    findings.push(
      refuse(
        `${path}.server`,
        `node ${name} stays where its data is`,
        is.server,
        was.server,
        `${back}; by hand: stop it, move its volume, and never run both`,
      ),
    );
  if (is.id !== undefined && was.id !== is.id)
    findings.push(
      refuse(
        path,
        `node ${name} has another key than the one in block 0`,
        is.id,
        was.id,
        "restore the state from a backup: its key is in it and nowhere else but on the node",
      ),
    );
  return findings;
}

function refuse(path: string, message: string, found: string, allowed: string, remedy: string): Finding {
  const { id: rule, severity } = fiscoFoundingRule;
  return { path, rule, severity, message, found, allowed, remedy };
}

/** Foundings of chains. */
export const fiscoFounding: KindFounding<FiscoFounding, WantedFounding> = {
  of: ({ networks: { fisco } }) => fisco && wantedFounding(fisco),
  compare: (recorded, wanted) => compareFiscoFounding(valuesNow(recorded), wanted),
};
