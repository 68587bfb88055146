import { expect, test } from "vitest";
import { readComposePackage } from "./compose/package.js";
import { servicesNamed } from "./named.js";
import { packageOf } from "./testing/package.js";

const { services } = readComposePackage(
  packageOf({
    "docker-compose.yml": "services: { iam: { image: a, container_name: welab-iam } }",
    "mysql/docker-compose.yml": "services: { db: { image: a }, backup: { image: a } }",
    "data/docker-compose.yml": "services: { redis: { image: a }, mongo: { image: a } }",
  }),
  { vendorRoot: "/opt/wefe" },
);

test.each([
  { name: "mysql", found: ["backup", "db"], why: "the folder's" },
  { name: "redis", found: ["redis"], why: "by its key" },
  { name: "welab-iam", found: ["iam"], why: "by its container's name" },
  { name: "nacos", found: [], why: "the package has none" },
])("$name: $why", ({ name, found }) => {
  expect(servicesNamed(services, name).map((service) => service.name)).toEqual(found);
});
