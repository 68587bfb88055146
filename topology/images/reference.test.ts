import { expect, test } from "vitest";
import { imageName, sameImage } from "./reference.js";

const digest = `sha256:${"0a".repeat(32)}`;

test.each([
  { written: "mysql", path: "mysql", tag: "latest" },
  { written: "mysql:5.7.24", path: "mysql", tag: "5.7.24" },
  { written: "library/mysql:8", path: "mysql", tag: "8" },
  { written: "library/a/b", path: "library/a/b", tag: "latest" },
  { written: "wefe/mongo:4.2.20", path: "wefe/mongo", tag: "4.2.20" },
  { written: "wefe/bitnami/clickhouse:22.3.20", path: "wefe/bitnami/clickhouse", tag: "22.3.20" },
  { written: "hub.example.com/library/redis:6", registry: "hub.example.com", path: "redis", tag: "6" },
  { written: "localhost/a", registry: "localhost", path: "a", tag: "latest" },
  { written: "hub.example.com:5000/a/b", registry: "hub.example.com:5000", path: "a/b", tag: "latest" },
  {
    written: "wefe-python37-debain-buster:1.0-arm64",
    path: "wefe-python37-debain-buster",
    tag: "1.0-arm64",
  },
  { written: `mysql@${digest}`, path: "mysql", tag: "latest", digest },
  { written: `mysql:8@${digest}`, path: "mysql", tag: "8", digest },
])("$written in its parts", ({ written, ...name }) => {
  expect(imageName(written)).toEqual(name);
});

test.each(["", "MySQL", "a//b", "a b", "mysql:", "mysql@sha256:12", "-a"])(
  "%j is no image's name",
  (written) => {
    expect(imageName(written)).toBeUndefined();
  },
);

test.each([
  { a: "mysql", b: "hub.example.com/library/mysql:latest", same: true },
  { a: "wefe/mongo:5.0.21", b: "hub.example.com/wefe/mongo:5.0.21", same: true },
  { a: "a.example.com/mysql", b: "b.example.com/mysql", same: false },
  { a: "mysql:5.7", b: "mysql:8", same: false },
  { a: "mysql", b: "wefe/mysql", same: false },
  { a: "mysql", b: `mysql@${digest}`, same: false },
  { a: `mysql:8@${digest}`, b: `mysql@${digest}`, same: true },
])("$a and $b: $same", ({ a, b, same }) => {
  expect(sameImage(a, b)).toBe(same);
});
