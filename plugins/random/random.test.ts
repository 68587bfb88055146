import { compareSync } from "bcryptjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EngineSide, engineSide } from "../rpc/harness.js";
import { isSecret, type Props, revealProps, unknown } from "../rpc/values.js";
import { randomPackage } from "./package.js";

const password = "random:index/randomPassword:RandomPassword";
const string = "random:index/randomString:RandomString";
const id = "random:index/randomId:RandomId";
const bytes = "random:index/randomBytes:RandomBytes";
const uuid = "random:index/randomUuid:RandomUuid";

let engine: EngineSide;
beforeAll(async () => {
  engine = await engineSide(randomPackage("4.21.2"));
});
afterAll(() => engine.close());

const make = async (type: string, inputs: Props) => revealProps((await engine.create(type, inputs)).outputs);

test("a password is secret, and so is its hash, which fits it", async () => {
  const { id: made, outputs } = await engine.create(password, { length: 20 });
  expect(made).toBe("none");
  expect(isSecret(outputs.result)).toBe(true);
  expect(isSecret(outputs.bcryptHash)).toBe(true);
  const { result, bcryptHash } = revealProps(outputs);
  expect(String(result)).toHaveLength(20);
  expect(compareSync(String(result), String(bcryptHash))).toBe(true);
});

test("a string is no secret, and two differ", async () => {
  const one = await engine.create(string, { length: 16 });
  const two = await engine.create(string, { length: 16 });
  expect(isSecret(one.outputs.result)).toBe(false);
  expect(one.outputs.result).not.toBe(two.outputs.result);
});

test.each([
  { inputs: { length: 200, special: false }, pattern: /^[A-Za-z0-9]{200}$/ },
  { inputs: { length: 200, special: false, upper: false, numeric: false }, pattern: /^[a-z]{200}$/ },
  {
    inputs: { length: 200, number: false, lower: false, upper: false, overrideSpecial: "_-" },
    pattern: /^[_-]{200}$/,
  },
])("characters are of the classes asked for: $inputs", async ({ inputs, pattern }) => {
  expect(String((await make(string, inputs)).result)).toMatch(pattern);
});

test("the least count of each class holds", async () => {
  const { result } = await make(string, {
    length: 8,
    minUpper: 2,
    minNumeric: 2,
    minSpecial: 2,
    minLower: 2,
  });
  expect(String(result).match(/[A-Z]/g)).toHaveLength(2);
  expect(String(result).match(/[0-9]/g)).toHaveLength(2);
  expect(String(result).match(/[a-z]/g)).toHaveLength(2);
});

test("an id shows the same bytes in four ways, behind its prefix", async () => {
  const { id: made, outputs } = await engine.create(id, { byteLength: 8, prefix: "net-" });
  const raw = Buffer.from(made, "base64url");
  expect(raw).toHaveLength(8);
  expect(outputs.hex).toBe(`net-${raw.toString("hex")}`);
  expect(outputs.b64Std).toBe(`net-${raw.toString("base64")}`);
  expect(outputs.dec).toBe(`net-${raw.readBigUInt64BE()}`);
});

test("bytes are secret", async () => {
  const { outputs } = await engine.create(bytes, { length: 32 });
  expect(isSecret(outputs.base64) && isSecret(outputs.hex)).toBe(true);
  const { base64, hex } = revealProps(outputs);
  expect(Buffer.from(String(base64), "base64").toString("hex")).toBe(hex);
  expect(String(hex)).toHaveLength(64);
});

test("a uuid is one", async () => {
  expect(String((await make(uuid, {})).result)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test("any change makes a new value; spelling out a default is no change", async () => {
  expect((await engine.diff(password, { length: 20 }, { length: 21 })).replaces).toEqual(["length"]);
  expect((await engine.diff(password, { length: 20 }, { length: 20, keepers: { a: "1" } })).replaces).toEqual(
    ["keepers"],
  );
  expect((await engine.diff(password, { length: 20 }, { length: 20, lower: true })).changes).toEqual([]);
});

test("a preview knows no value", async () => {
  const { outputs } = await engine.create(password, { length: 20 }, "preview");
  expect(revealProps(outputs).result).toBe(unknown);
});

test.each([
  { inputs: { length: 0 }, says: "length must be at least 1" },
  { inputs: { length: 3, minUpper: 4 }, says: "length 3 is less than the 4 characters asked for" },
  { inputs: {}, says: "length is missing" },
  { inputs: { length: 3, size: 4 }, says: "random:index/randomString:RandomString has no input size" },
])("refused: $inputs", async ({ inputs, says }) => {
  expect((await engine.check(string, inputs)).failures).toEqual([says]);
});

test("another type is refused by name", async () => {
  await expect(engine.create("random:index/randomPet:RandomPet", {})).rejects.toMatchObject({
    message: expect.stringContaining(
      "resource type random:index/randomPet:RandomPet is not supported by the stand-in plugin of random",
    ),
  });
});
