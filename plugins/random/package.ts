import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { hash } from "bcryptjs";
import type { Fields } from "../rpc/fields.js";
import type { Kind, ProviderPackage, Refusal } from "../rpc/kind.js";

const letters = "abcdefghijklmnopqrstuvwxyz";
/** Special characters by default (terraform-provider-random, string.go). */
const specials = "!@#$%&*()-_=+[]{}<>:?";
/** bcrypt reads no more than 72 bytes. */
const bcryptBytes = 72;

/** The random package: values are made once and kept in the state. */
export function randomPackage(version: string): ProviderPackage {
  return {
    name: "random",
    version,
    instance: () => ({
      kinds: {
        "random:index/randomPassword:RandomPassword": passwordKind,
        "random:index/randomString:RandomString": stringKind,
        "random:index/randomId:RandomId": idKind,
        "random:index/randomBytes:RandomBytes": bytesKind,
        "random:index/randomUuid:RandomUuid": uuidKind,
      },
    }),
  };
}

const characters = {
  required: ["length"],
  optional: [
    "keepers",
    "lower",
    "minLower",
    "minNumeric",
    "minSpecial",
    "minUpper",
    "number",
    "numeric",
    "overrideSpecial",
    "special",
    "upper",
  ],
  replaces: () => true,
  defaults: {
    lower: true,
    upper: true,
    number: true,
    numeric: true,
    special: true,
    minLower: 0,
    minUpper: 0,
    minNumeric: 0,
    minSpecial: 0,
  },
  check: checkCharacters,
} satisfies Partial<Kind>;

const stringKind: Kind = {
  ...characters,
  computed: ["result"],
  create: async (_, inputs) => {
    const result = randomCharacters(inputs);
    return { id: result, outputs: { result } };
  },
};

const passwordKind: Kind = {
  ...characters,
  computed: ["result", "bcryptHash"],
  secretOutputs: ["result", "bcryptHash"],
  create: async (_, inputs) => {
    const result = randomCharacters(inputs);
    const bcryptHash = await hash(Buffer.from(result).subarray(0, bcryptBytes).toString(), 10);
    return { id: "none", outputs: { result, bcryptHash } };
  },
};

const idKind: Kind = {
  required: ["byteLength"],
  optional: ["keepers", "prefix"],
  computed: ["b64Std", "b64Url", "dec", "hex"],
  replaces: () => true,
  check: (inputs) => atLeastOne(inputs, "byteLength"),
  create: async (_, inputs) => {
    const bytes = randomBytes(inputs.number("byteLength") ?? 1);
    const prefix = inputs.text("prefix") ?? "";
    return {
      id: bytes.toString("base64url"),
      outputs: {
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + bytes.toString("base64url"),
        dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
        hex: prefix + bytes.toString("hex"),
      },
    };
  },
};

const bytesKind: Kind = {
  required: ["length"],
  optional: ["keepers"],
  computed: ["base64", "hex"],
  secretOutputs: ["base64", "hex"],
  replaces: () => true,
  check: (inputs) => atLeastOne(inputs, "length"),
  create: async (_, inputs) => {
    const bytes = randomBytes(inputs.number("length") ?? 1);
    return { id: "none", outputs: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
  },
};

const uuidKind: Kind = {
  required: [],
  optional: ["keepers"],
  computed: ["result"],
  replaces: () => true,
  create: async () => {
    const result = randomUUID();
    return { id: result, outputs: { result } };
  },
};

function atLeastOne(inputs: Fields, property: string): Refusal[] {
  return (inputs.number(property) ?? 1) >= 1 ? [] : [{ property, reason: `${property} must be at least 1` }];
}

/** The classes of characters in use, with the least count of each. */
function classes(inputs: Fields): { readonly set: string; readonly least: number }[] {
  const numeric = inputs.flag("numeric") ?? inputs.flag("number") ?? true;
  const given = inputs.text("overrideSpecial");
  return [
    { set: inputs.flag("lower") === false ? "" : letters, least: inputs.number("minLower") ?? 0 },
    {
      set: inputs.flag("upper") === false ? "" : letters.toUpperCase(),
      least: inputs.number("minUpper") ?? 0,
    },
    { set: numeric ? "0123456789" : "", least: inputs.number("minNumeric") ?? 0 },
    {
      set: inputs.flag("special") === false ? "" : given === undefined || given === "" ? specials : given,
      least: inputs.number("minSpecial") ?? 0,
    },
  ];
}

function checkCharacters(inputs: Fields): Refusal[] {
  const length = inputs.number("length");
  if (length === undefined) return [];
  const used = classes(inputs);
  const least = used.reduce((sum, each) => sum + each.least, 0);
  if (length < 1) return [{ property: "length", reason: "length must be at least 1" }];
  if (least > length)
    return [
      { property: "length", reason: `length ${length} is less than the ${least} characters asked for` },
    ];
  if (used.every(({ set }) => set === ""))
    return [{ property: "length", reason: "no class of characters is left" }];
  return [];
}

function randomCharacters(inputs: Fields): string {
  const length = inputs.number("length") ?? 0;
  const used = classes(inputs);
  const all = used.map(({ set }) => set).join("");
  const pick = (set: string) => set[randomInt(set.length)] ?? "";
  const chosen = used.flatMap(({ set, least }) =>
    set === "" ? [] : Array.from({ length: least }, () => pick(set)),
  );
  while (chosen.length < length) chosen.push(pick(all));
  for (let i = chosen.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [chosen[i], chosen[j]] = [chosen[j] ?? "", chosen[i] ?? ""];
  }
  return chosen.join("");
}
