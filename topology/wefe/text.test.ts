import { expect, test } from "vitest";
import { planFiles } from "../plan-text/plan-text.js";
import { planOf, settingsOf, wefeStack } from "./testing/stack.js";

async function filesOf(stack = wefeStack()) {
  const { plan } = await planOf(stack);
  return planFiles({ plan, images: settingsOf(stack).images, files: ["Pulumi.prod.yaml"] });
}

test("the page about the network has the sides with their rows, what is changed, placed and left to people", async () => {
  const page = (await filesOf())["network.md"] ?? "";
  for (const line of [
    "| union | u1 | trial | 4 processors, 16GiB, disk 300GiB |  | 5 |",
    "| alpha | m1 | trial | 8 processors, 32GiB, disk 300GiB |  | 12 |",
    "Members ask the union at http://10.0.0.1:8086/union-service/",
    "| m1 | `iam-portal-web/webapp.conf` | `location /manager-service/ proxy_pass` | `host.service:8088` | `10.0.0.1:8085` |",
    "| `wefe-union-service/cert/sdk.key` | 0600 | secret:fisco/sdk/union/key |",
    "| alpha | board, 企业设置 | gateway of this member, and joining the federation: the union then knows it | `10.0.0.2:50052` | picture board-gateway-uri-edit |",
  ])
    expect(page).toContain(line);
});

test("bandwidth is shown where the manual has it", async () => {
  const page =
    (await filesOf(wefeStack({ union: { server: "u1", tier: "production" } })))["network.md"] ?? "";
  expect(page).toContain("| union | u1 | production | 16 processors, 32GiB, disk 500GiB | 100 Mbit/s | 5 |");
});

test("data that a service only reads is marked", async () => {
  const { plan } = await planOf(wefeStack());
  const services = plan.services.map((one) => ({
    ...one,
    volumes: one.volumes.map((volume, nth) => (nth === 0 ? { ...volume, access: "read" as const } : volume)),
  }));
  const files = planFiles({ plan: { ...plan, services }, images: settingsOf(wefeStack()).images, files: [] });
  expect(files["m1.yaml"]).toMatch(/: \/var\/lib\/mysql \(read\)$/m);
});

test("no password of the package stands in a plan", async () => {
  const texts = Object.values(await filesOf());
  expect(texts.join("\n")).not.toContain("wefe2020");
  expect(texts.join("\n")).not.toContain("wefepass");
});
