/** A change of a registry: text that is there once, and what stands there with the toy kind. */
export type Edit = readonly [find: string, put: string];

/** What the toy kind changes outside its own rooms: lines of four registries, and of nothing else. */
export const edits: Readonly<Record<string, readonly Edit[]>> = {
  "config/networks.ts": [
    [
      'import { wefe } from "./wefe/schema.js";\n',
      'import { wefe } from "./wefe/schema.js";\nimport { toy } from "./toy/schema.js";\nimport { toyTiers } from "./toy/tiers.js";\n',
    ],
    ["  fabric: fabric.optional()", "  toy: toy.optional(),\n  fabric: fabric.optional()"],
    ["[fabricTiers, fiscoTiers]", "[fabricTiers, fiscoTiers, toyTiers]"],
  ],
  "topology/networks.ts": [
    [
      'import { wefeKind } from "./wefe/kind.js";\n',
      'import { wefeKind } from "./wefe/kind.js";\nimport { toyKind } from "./toy/kind.js";\n',
    ],
    ["fiscoKind, wefeKind]", "fiscoKind, wefeKind, toyKind]"],
  ],
  "steps/networks.ts": [
    [
      'import { wefeSteps } from "./wefe/index.js";\n',
      'import { wefeSteps } from "./wefe/index.js";\nimport { toySteps } from "./toy/index.js";\n',
    ],
    ["fiscoSteps, wefeSteps]", "fiscoSteps, wefeSteps, toySteps]"],
  ],
  "components/networks.ts": [
    [
      'import { wefeComponents } from "./wefe/kind.js";\n',
      'import { wefeComponents } from "./wefe/kind.js";\nimport { toyComponents } from "./toy/kind.js";\n',
    ],
    ["fiscoComponents, wefeComponents]", "fiscoComponents, wefeComponents, toyComponents]"],
  ],
};
