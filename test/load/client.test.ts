import { expect, test } from "vitest";
import { LoadClient, type Through } from "./client.js";
import type { Transaction } from "./record.js";

const destination = { channel: "mychannel", chaincode: "mycc" };
/** One transaction at a time, and little waiting. */
const patience = { lanes: 1, restMs: 2, laneWaitMs: 1_000, statusMs: 40 };

/** A peer that does as told and notes what it was asked. */
class ToldPeer implements Through {
  readonly asked: string[] = [];
  readonly name: string;
  readonly #does: { endorse?: Error; submit?: Error; status: number | Error };

  constructor(name: string, does: { endorse?: Error; submit?: Error; status: number | Error }) {
    this.name = name;
    this.#does = does;
  }

  async endorse(_channel: string, _chaincode: string, call: readonly [string, ...string[]]) {
    this.asked.push(`endorse ${call.join(" ")}`);
    // As long as a network takes: a client of peers that answer at once would never come to an end.
    await new Promise((resolve) => setTimeout(resolve, 3));
    if (this.#does.endorse) throw this.#does.endorse;
    return {
      getTransactionId: () => `id of ${call[1]}`,
      submit: async () => {
        this.asked.push(`submit ${call[1]}`);
        if (this.#does.submit) throw this.#does.submit;
      },
    };
  }

  async commitStatus(_channel: string, id: string) {
    this.asked.push(`status ${id}`);
    if (this.#does.status instanceof Error) throw this.#does.status;
    return this.#does.status;
  }
}

/** Lets a client send until it has sent something, and gives its first transaction. */
async function first(...peers: ToldPeer[]): Promise<Transaction | undefined> {
  const client = new LoadClient("Org1", "a", peers, destination, patience);
  await new Promise((resolve) => setTimeout(resolve, 1));
  client.stop();
  return (await client.settled()).find(({ account }) => account === "a-1");
}

test("a transaction is committed when its status was read as VALID", async () => {
  const peer = new ToldPeer("own", { status: 0 });
  expect(await first(peer)).toMatchObject({
    client: "Org1",
    account: "a-1",
    amount: 1,
    outcome: "committed",
  });
  expect(peer.asked.slice(0, 3)).toEqual(["endorse init a-1 1", "submit a-1", "status id of a-1"]);
});

test("one that the ledger calls invalid is not committed", async () => {
  expect(await first(new ToldPeer("own", { status: 11 }))).toMatchObject({
    outcome: "invalid",
    reason: "validation code 11",
  });
});

test("one that was not endorsed was refused, and no orderer has seen it", async () => {
  const peer = new ToldPeer("own", { endorse: new Error("no chaincode"), status: 0 });
  expect(await first(peer)).toMatchObject({ outcome: "refused", reason: "own: no chaincode" });
  expect(peer.asked.some((asked) => asked.startsWith("submit"))).toBe(false);
});

test("one that no orderer promised is not sent again; the ledger is asked, here through another peer", async () => {
  const own = new ToldPeer("own", { submit: new Error("no orderer"), status: new Error("away") });
  const other = new ToldPeer("other", { status: 0 });
  expect(await first(own, other)).toMatchObject({ account: "a-1", outcome: "committed" });
  const sent = [...own.asked, ...other.asked].filter((asked) => asked === "submit a-1");
  expect(sent).toEqual(["submit a-1"]);
  expect(other.asked).toContain("status id of a-1");
});

test("one whose status cannot be read is unknown, never committed", async () => {
  const peer = new ToldPeer("own", { status: new Error("deadline exceeded") });
  expect(await first(peer)).toMatchObject({ outcome: "unknown", reason: "own: deadline exceeded" });
});
