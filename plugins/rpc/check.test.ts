import { describe, expect, test } from "vitest";
import { checkInputs, decodeConfig } from "./check.js";
import { engineSide } from "./harness.js";
import { InitError, type Kind, type ProviderPackage } from "./kind.js";
import { type Props, secret, unknown } from "./values.js";

const kind: Kind = {
  required: ["image"],
  optional: ["name", "size"],
  refused: { cluster: "it needs a swarm" },
  computed: ["made"],
  secretOutputs: ["made"],
  autonamed: true,
  replaces: (key) => key === "image",
  create: async (_, inputs) => {
    const created = { id: "id1", outputs: { made: "yes" } };
    if (inputs.text("image") === "sick")
      throw new InitError(created, `not healthy, though ${inputs.text("size")}`);
    if (inputs.text("image") === "broken") throw new Error(`broken: ${inputs.text("size")}`);
    return created;
  },
};
const pkg: ProviderPackage = {
  name: "p",
  version: "1.0.0",
  instance: () => ({ kinds: { "p:index:Thing": kind } }),
};
const type = "p:index:Thing";
const check = (news: Props, olds: Props = {}, seed = 1) =>
  checkInputs(kind, type, "urn:pulumi:s::p::p:index:Thing::web", Uint8Array.of(seed), olds, news);

describe("names", () => {
  test("without a name: the logical name and 7 hex digits of the seed", () => {
    const { inputs } = check({ image: "i" });
    expect(inputs.name).toMatch(/^web-[0-9a-f]{7}$/);
    expect(check({ image: "i" }).inputs.name).toBe(inputs.name);
    expect(check({ image: "i" }, {}, 2).inputs.name).not.toBe(inputs.name);
  });

  test("a name that was made is kept", () => {
    expect(check({ image: "i" }, { name: "web-0123456", __defaults: ["name"] }).inputs.name).toBe(
      "web-0123456",
    );
  });

  test("a name that was given and is no longer is not kept", () => {
    expect(check({ image: "i" }, { name: "mine" }).inputs.name).toMatch(/^web-[0-9a-f]{7}$/);
  });

  test("a given name stays", () => {
    expect(check({ image: "i", name: "mine" }).inputs).toEqual({ image: "i", name: "mine" });
  });

  test("an explicit name that stays forces the old one out first; a new or made one does not", async () => {
    const engine = await engineSide(pkg);
    const diff = (olds: Props, news: Props) => engine.diff(type, olds, news);
    expect((await diff({ image: "a", name: "n" }, { image: "b", name: "n" })).deleteBeforeReplace).toBe(true);
    expect((await diff({ image: "a", name: "n" }, { image: "b", name: "m" })).deleteBeforeReplace).toBe(
      false,
    );
    const made = { name: "web-0", __defaults: ["name"] };
    expect((await diff({ image: "a", ...made }, { image: "b", ...made })).deleteBeforeReplace).toBe(false);
    engine.close();
  });
});

test.each([
  { news: {}, says: "image is missing" },
  { news: { image: "i", colour: "red" }, says: "p:index:Thing has no input colour" },
  {
    news: { image: "i", cluster: {} },
    says: "cluster is not supported by the stand-in plugin: it needs a swarm",
  },
])("refused: $news", ({ news, says }) => {
  expect(check(news).refusals.map(({ reason }) => reason)).toEqual([says]);
});

test("an input that is not known yet is not missing", () => {
  expect(check({ image: unknown }).refusals).toEqual([]);
});

test("a provider's inputs come as JSON text, strings as they are", () => {
  expect(
    decodeConfig({
      host: "ssh://h",
      sshOpts: '["-o","A=b"]',
      flag: "true",
      auth: secret('[{"password":"p"}]'),
    }),
  ).toEqual({
    host: "ssh://h",
    sshOpts: ["-o", "A=b"],
    flag: true,
    auth: [{ password: "p" }],
  });
});

describe("over gRPC", () => {
  test("a secret input and a secret output stay wrapped", async () => {
    const engine = await engineSide(pkg);
    const { outputs } = await engine.create(type, { image: "i", size: secret("large-one") });
    expect(outputs).toEqual({ image: "i", size: secret("large-one"), made: secret("yes") });
    engine.close();
  });

  test("a thing that exists but is not well is told with its id, outputs and reason; secrets are masked", async () => {
    const engine = await engineSide(pkg);
    await expect(engine.create(type, { image: "sick", size: secret("large-one") })).rejects.toEqual({
      message: "not healthy, though [secret]",
      init: {
        id: "id1",
        properties: { image: "sick", size: secret("large-one"), made: secret("yes") },
        reasons: ["not healthy, though [secret]"],
      },
    });
    await expect(engine.create(type, { image: "broken", size: secret("large-one") })).rejects.toEqual({
      message: "broken: [secret]",
    });
    engine.close();
  });
});
