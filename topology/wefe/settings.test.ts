import { describe, expect, test } from "vitest";
import { packageOf } from "./package/testing/package.js";
import { wefeServices } from "./services.js";
import { overlayService, wefeSettingsFiles } from "./settings.js";

const files = packageOf({
  "wefe-union-service/config/application.properties": "block.chain.fisco-bcos.ip=127.0.0.1\n",
  "wefe-board-service/config/application.properties": "# note\nwefe.union.base-url=\n",
  "iam-portal-web/webapp.conf":
    "location /manager-website/ { proxy_pass http://host.service:85; }\nlocation /manager-service/ { proxy_pass http://host.service:8088; }\n",
  "wefe-visualfl-service/config/standalone.yaml": "machines: [{ ip: 127.0.0.1 }]\n",
});
const at = {
  own: "10.0.0.7",
  union: "10.0.0.9",
  unionUrl: "http://10.0.0.9:8086/union-service/",
  chain: "10.0.0.5",
};

test.each([
  {
    service: "wefe-union-service",
    text: "block.chain.fisco-bcos.ip=10.0.0.5\n",
    keys: ["block.chain.fisco-bcos.ip"],
  },
  {
    service: "wefe-board-service",
    text: "# note\nwefe.union.base-url=http://10.0.0.9:8086/union-service/\n",
    keys: ["wefe.union.base-url"],
  },
  {
    service: "iam-portal-web",
    text: "location /manager-website/ { proxy_pass http://10.0.0.9:85; }\nlocation /manager-service/ { proxy_pass http://10.0.0.9:8085; }\n",
    keys: ["location /manager-website/ proxy_pass", "location /manager-service/ proxy_pass"],
  },
  {
    service: "wefe-visualfl-service",
    text: "machines: [{ ip: 10.0.0.7 }]\n",
    keys: ["machines[0].ip"],
  },
])("$service", ({ service, text, keys }) => {
  const [overlaid, ...others] = overlayService(service, files, at);
  expect(others).toEqual([]);
  expect(overlaid).toMatchObject({ text, findings: [], original: files.text(overlaid?.file ?? "") });
  expect(overlaid?.changes.map(({ key }) => key)).toEqual(keys);
});

describe("the portal's forwarding stays as it is", () => {
  test.each([
    { union: "10.0.0.7", why: "the union is on the same server" },
    { union: undefined, why: "the union is somebody else's" },
  ])("$why", ({ union }) => {
    const { union: _, ...rest } = at;
    const addresses = union === undefined ? rest : { ...rest, union };
    expect(overlayService("iam-portal-web", files, addresses)).toMatchObject([{ changes: [], findings: [] }]);
  });
});

test("a service without such files has none, and a file that is not there is told", () => {
  expect(overlayService("mysql", files, at)).toEqual([]);
  expect(overlayService("wefe-gateway", files, at)).toMatchObject([
    {
      findings: [{ path: "wefe.package: wefe-gateway/config/application.properties", rule: "overlay-place" }],
    },
  ]);
});

test("the services whose files are set are of the catalogue", () => {
  const names = wefeServices.map(({ name }) => name);
  for (const { service, file } of wefeSettingsFiles) {
    expect(names).toContain(service);
    expect(file.startsWith(`${service}/`)).toBe(true);
  }
});
