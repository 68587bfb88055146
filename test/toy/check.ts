/** Runs in a copy of the checkout that has the toy kind: prints what each floor makes of a stack with a toy network. */
import { loadStack } from "../../config/load.js";
import { askerOf, networkSteps } from "../../steps/networks.js";
import { checkStack } from "../../topology/check.js";
import { quorumRulesOf } from "../../topology/networks.js";
import { networkPage } from "../../topology/plan-text/network-page.js";
import { ruleGroups } from "../../topology/rules/index.js";
import { wavesOf } from "../../topology/waves.js";
import { runProgram } from "../resources/program.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexampleK";
const server = (address: string) => ({ address, hostKey, cpus: 4, memory: "4GiB", disk: "20GiB" });
const raw = {
  tier: "trial",
  servers: { a: server("198.51.100.1"), b: server("198.51.100.2") },
  images: { references: { toy: `registry.invalid/toy@sha256:${"0".repeat(64)}` } },
  toy: { members: { one: { server: "a" }, two: { server: "b" } } },
};

const { good, findings } = checkStack(loadStack(raw, { stack: "toys", directory: process.cwd() }));
if (!good) throw new Error(JSON.stringify(findings));
const { plan } = good;
const registered = await runProgram("toys", raw);
process.stdout.write(
  JSON.stringify({
    findings: findings.map(({ path, rule }) => `${path} ${rule}`),
    rules: ruleGroups.some(({ title }) => title === "Toys"),
    services: plan.services.map(({ name, role }) => `${name} ${role}`),
    needs: plan.servers.map(({ needs }) => needs.memoryMiB),
    flows: plan.flows.map(({ service, to, from }) => `${from.join(" ")} → ${to} ${service}`),
    waves: wavesOf(plan, plan.services).map(({ phase }) => phase),
    page: networkPage({ plan, files: ["Pulumi.toys.yaml"] } as never).includes("## Toys\n\none, two"),
    quorum: quorumRulesOf("toy").members,
    asked: await (await askerOf("toy")).ask({} as never, {} as never),
    step: await (await networkSteps["toy-greet"]?.())?.run({ name: "toys" } as never, {} as never),
    made: registered
      .filter(({ type }) => type.startsWith("consortium:toy") || /Container$/.test(type))
      .map(({ type, name }) => `${type} ${name}`)
      .sort(),
    steps: registered
      .filter(({ type, name }) => type === "command:local:Command" && /^toys?-/.test(name))
      .map(({ name }) => name)
      .sort(),
  }),
);
