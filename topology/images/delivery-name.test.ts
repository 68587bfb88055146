import fc from "fast-check";
import { expect, test } from "vitest";
import { deliveryName } from "./delivery-name.js";

const a = `registry.example.com:5000/a/mycc:1.0@sha256:${"a".repeat(64)}`;
const b = `registry.example.com/b/mycc@sha256:${"b".repeat(64)}`;

test.each([
  { image: "fabric-peer", others: ["couchdb"], name: "fabric-peer" },
  { image: "fisco-bcos", others: ["fisco-console"], name: "fisco-bcos" },
  { image: a, others: ["fabric-peer"], name: "mycc" },
  { image: a, others: [a, b], name: a },
  { image: b, others: [a, b], name: "mycc" },
  { image: b, others: ["mycc"], name: b },
  { image: "wefe/mysql:5.7", others: ["bitnami/mysql:8"], name: "wefe/mysql:5.7" },
  { image: "bitnami/mysql:8", others: ["wefe/mysql:5.7", "mysql"], name: "bitnami/mysql:8" },
  { image: "mysql", others: ["mysql:5.7"], name: "mysql" },
])("$image beside $others is called $name", ({ image, others, name }) => {
  expect(deliveryName(image, others)).toBe(name);
});

test("no two images of a server are called alike", () => {
  const digest = fc.constantFrom("a", "b").map((digit) => `@sha256:${digit.repeat(64)}`);
  const tag = fc.constantFrom("", ":1", ":2");
  const folder = fc.constantFrom("", "x/", "registry.example.com/x/");
  const image = fc
    .tuple(folder, fc.constantFrom("mysql", "redis"), tag, fc.oneof(fc.constant(""), digest))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(image, { maxLength: 12 }), (images) => {
      const names = images.map((one) => deliveryName(one, images));
      expect(new Set(names).size).toBe(images.length);
    }),
  );
});
