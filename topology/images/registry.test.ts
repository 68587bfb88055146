import { expect, test } from "vitest";
import { stackSchema } from "../../config/schema.js";
import { planNetwork } from "../plan.js";
import { manualStack } from "../testing/stack.js";
import { registryAddress } from "./registry.js";

function planned(images: object) {
  const settings = stackSchema.parse({ ...manualStack(), images });
  return planNetwork(settings, { stack: "demo" }).services.filter(({ role }) => role === "registry");
}

test("a stack has its own registry only when it names a server for it", () => {
  expect(planned({ archives: "images" })).toEqual([]);
});

test("the registry listens on its server's private address only, with TLS and a password file", () => {
  const [registry] = planned({ archives: "images", registry: { server: "k1" } });
  expect(registry).toMatchObject({
    name: "registry",
    container: "demo-registry",
    phase: "registry",
    server: "k1",
    image: "registry",
    command: ["serve", "/etc/consortium-registry/config.yml"],
    volumes: [{ name: "demo-registry-data", path: "/var/lib/registry" }],
    ports: [{ name: "registry", port: 5000, exposure: "private", address: "10.0.0.14" }],
  });
  expect(
    registry?.files.map(({ path, mode, source }) => [path, mode, source.kind === "text" ? "" : source.name]),
  ).toEqual([
    ["/etc/consortium-registry/config.yml", "0644", ""],
    ["/etc/consortium-registry/tls.crt", "0644", "registry/tls/cert"],
    ["/etc/consortium-registry/tls.key", "0600", "registry/tls/key"],
    ["/etc/consortium-registry/htpasswd", "0600", "registry/htpasswd"],
  ]);
  const [config] = registry?.files ?? [];
  expect(config?.source).toEqual({
    kind: "text",
    text: `version: 0.1
log:
  level: warn
  accesslog: { disabled: true }
storage:
  filesystem: { rootdirectory: /var/lib/registry }
http:
  addr: "10.0.0.14:5000"
  tls:
    certificate: /etc/consortium-registry/tls.crt
    key: /etc/consortium-registry/tls.key
    minimumtls: tls1.2
auth:
  htpasswd:
    realm: consortium
    path: /etc/consortium-registry/htpasswd
`,
  });
});

test("image references name the registry by address and port", () => {
  const [registry] = planned({ archives: "images", registry: { server: "k1", port: 5443 } });
  if (!registry) throw new Error("no registry");
  expect(registryAddress(registry)).toBe("10.0.0.14:5443");
});
