import { describe, expect, test } from "vitest";
import type { Plan } from "../model/plan.js";
import { planOf, wefeStack } from "./testing/stack.js";

describe("sources of the contracts that the union's services look up", () => {
  const solidity = "/console/contracts/solidity";
  const sourcesIn = (plan: Plan) =>
    (plan.services.find(({ name }) => name === "fisco-console")?.files ?? [])
      .filter(({ path }) => path.endsWith(".sol"))
      .map(({ path, mode }) => [path, mode]);

  test("are the package's, and lie in the console", async () => {
    const { plan } = await planOf(wefeStack());
    expect(sourcesIn(plan)).toHaveLength(15);
    expect(sourcesIn(plan)[0]).toEqual([`${solidity}/BloomFilterContract.sol`, "0644"]);
  });

  test("make the console anew when they change, and nothing else", async () => {
    const { plan: before } = await planOf(wefeStack());
    const { plan: after } = await planOf(wefeStack(), (read) => {
      const changed = (text: string | undefined) =>
        text?.replace("contract MemberContract", "contract  MemberContract");
      return { ...read, files: { ...read.files, text: (path) => changed(read.files.text(path)) } };
    });
    const changed = before.services.filter(
      (one, at) => JSON.stringify(one) !== JSON.stringify(after.services[at]),
    );
    expect(changed.map(({ name }) => name)).toEqual(["fisco-console"]);
  });

  test("are not looked for where the chain is there already", async () => {
    const existing = { fisco: "10.9.9.9" };
    const { plan, findings } = await planOf(wefeStack({ union: { server: "u1", existing } }), (read) => ({
      ...read,
      files: {
        ...read.files,
        entries: new Map([...read.files.entries].filter(([path]) => !path.endsWith(".sol"))),
      },
    }));
    expect(findings).toEqual([]);
    expect(sourcesIn(plan)).toEqual([]);
  });

  test("that are missing are named", async () => {
    const { findings } = await planOf(wefeStack(), (read) => ({
      ...read,
      files: {
        ...read.files,
        entries: new Map(
          [...read.files.entries].filter(([path]) => !path.endsWith("/TrustCertsContract.sol")),
        ),
      },
    }));
    expect(findings.map(({ rule, found }) => [rule, found])).toEqual([
      ["wefe-contract-source", "no file TrustCertsContract.sol"],
    ]);
  });
});
