import { formatSize } from "../../config/units.js";
import type { PlannedService } from "../model/service.js";
import { code, markdownTable } from "../plan-text/markdown.js";
import type { NetworkText } from "../plan-text/text.js";
import { sha256 } from "../sha256.js";
import { contractsStep } from "./contracts.js";
import { placedSides } from "./needs.js";
import { isPackageSecret } from "./secrets.js";
import type { PlacedConfig, WefeChange, WefePlan, WefeSidePlan } from "./types.js";

const mebibyte = 1024 ** 2;

/** A WeFe federation: its sides, what of the vendor's files is another here, what is placed, and what is left to people. */
export function wefeText(wefe: WefePlan, services: readonly PlannedService[]): NetworkText {
  const onChain = services.filter(({ after }) => after?.includes(contractsStep)).map(({ name }) => name);
  const { path, sha256: pinned } = wefe.package;
  return {
    title: `WeFe from ${path}`,
    sections: [
      ["Sides", sides(wefe)],
      [
        "Vendor's package",
        `${code(path)}, sha256 ${code(pinned)}. Values that are others here:\n\n${changes(wefe)}`,
      ],
      ["Placed files", placements(wefe)],
      ["By hand", byHand(wefe)],
    ],
    afterPhases: [
      ...(onChain.length > 0
        ? [
            `The contracts are deployed through the console when the chain agrees (\`${contractsStep}\`); ${onChain.join(", ")} start after them.\n`,
          ]
        : []),
      ...wefe.rootOrganizations.map(
        ({ member, name, after }) =>
          `IAM's root organisation of ${member} is named ${name} in its MySQL (\`${member}-root-organization\`), after ${after.join(", ")}.\n`,
      ),
    ],
  };
}

function sides(wefe: WefePlan): string {
  const placed = placedSides(wefe);
  const table = markdownTable(
    ["side", "server", "tier", "at least", "bandwidth", "services"],
    placed.map((side) => [
      side.name,
      side.server,
      side.tier,
      rowText(side),
      side.row.bandwidthMbit === undefined ? "" : `${side.row.bandwidthMbit} Mbit/s`,
      String(side.services.length),
    ]),
  );
  const union =
    wefe.union.kind === "placed"
      ? `Members ask the union at ${wefe.union.url}`
      : `The union is there already: ${wefe.union.url}`;
  const both = placed.some(
    ({ side, server }) =>
      side === "union" && placed.some((other) => other.side === "member" && other.server === server),
  );
  return [
    table,
    `\n${union}\n`,
    ...(wefe.union.kind === "placed"
      ? [
          "\nNodes of the chain on the union's server, the console and the registry share its row: the nodes divide what it leaves.\n",
        ]
      : []),
    ...(both ? ["\nBoth sides on one server need the larger row, and 32 GiB (manual 7.1).\n"] : []),
  ].join("");
}

function rowText({ row }: WefeSidePlan): string {
  const { cpus, memoryMiB, diskMiB } = row;
  return `${cpus} processors, ${formatSize(memoryMiB * mebibyte)}, disk ${formatSize(diskMiB * mebibyte)}`;
}

/** One row for what several services have alike: a member has ten times the same address. */
function changes(wefe: WefePlan): string {
  const groups = new Map<string, WefeChange[]>();
  for (const change of wefe.changes) {
    const key = JSON.stringify([change.server, keyOf(change), change.from, change.to]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return markdownTable(
    ["server", "files", "key", "vendor's", "here"],
    [...groups.values()].map((group) => {
      const [first] = group;
      if (!first) return [];
      const files = group.map(({ file }) => file);
      return [first.server, files.map(code).join(", "), code(keyOf(first)), code(first.from), code(first.to)];
    }),
  );
}

/** A compose file's key without the service, which its file tells. */
function keyOf({ key }: WefeChange): string {
  return key.replace(/^services\.[^.]+\./, "");
}

function placements({ placements: all }: WefePlan): string {
  return all
    .map(({ server, root, sources, texts, digest }) => {
      const table =
        texts.length === 0 ? "" : `\n${markdownTable(["ours", "mode", "content"], texts.map(textRow))}`;
      return `Server ${server}, under ${code(root)}, digest ${code(digest)}: ${sources.map(code).join(", ")}\n${table}`;
    })
    .join("\n");
}

function textRow({ path, mode, source }: PlacedConfig): string[] {
  const content =
    source.kind === "text"
      ? `sha256:${sha256(source.text)}`
      : `${mode === "0600" || isPackageSecret(source.name) ? "secret" : "certificate"}:${source.name}`;
  return [code(path), mode, content];
}

function byHand({ byHand: steps }: WefePlan): string {
  if (steps.length === 0) return "Nothing.\n";
  return [
    "In this order, when the services run; the product keeps these in its databases:\n\n",
    markdownTable(
      ["for", "where", "what", "value", "from"],
      steps.map(({ of, where, what, value = "", source }) => [
        of,
        where,
        what,
        value === "" ? "" : code(value),
        source,
      ]),
    ),
  ].join("");
}
