import type { AddressInfo } from "node:net";
import { connect, createServer, type SecureContextOptions } from "node:tls";
import { describe, expect, test } from "vitest";
import { makeMaterial } from "../material.js";
import { fourNodes, planOf, settingsOf, sourcesOf } from "../testing/chain.js";

// The certificates must be valid now: Node's TLS asks the clock.
const notBefore = new Date(Date.now() - 60_000);

function materialFor(sdkCertificate: "rsa" | "ec"): ReadonlyMap<string, string> {
  const { fisco } = planOf(settingsOf({ ...fourNodes, sdkCertificate }));
  return makeMaterial(fisco, { ...sourcesOf(fisco), notBefore });
}

const rsa = materialFor("rsa");
const ec = materialFor("ec");

/** TLS as a node speaks it: 1.2, mutual (FISCO-BCOS libinitializer/SecureInitializer.cpp). */
function end(made: ReadonlyMap<string, string>, id: string, authority: string): SecureContextOptions {
  return {
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.2",
    ecdhCurve: "secp256k1:prime256v1",
    ca: made.get(`fisco/${authority}/certificate`),
    cert: made.get(`fisco/${id}/certificate`),
    key: made.get(`fisco/${id}/key`),
  };
}

/** What comes of a handshake: `ok` where both ends accept each other's certificate. */
async function handshake(server: SecureContextOptions, client: SecureContextOptions): Promise<string> {
  const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: true });
  await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
  const { port } = listener.address() as AddressInfo;
  try {
    return await new Promise<string>((settle) => {
      listener.once("secureConnection", (socket) => {
        socket.on("error", () => {});
        socket.end();
        settle("ok");
      });
      listener.once("tlsClientError", (error) => settle(error.message));
      // No names are checked: neither nodes nor SDKs look for any.
      const socket = connect({ ...client, port, host: "127.0.0.1", checkServerIdentity: () => undefined });
      socket.on("error", (error) => settle(error.message));
    });
  } finally {
    listener.close();
  }
}

describe("a handshake", () => {
  test.each([
    {
      between: "nodes of two agencies",
      server: end(rsa, "node/node0", "chain"),
      client: end(rsa, "node/node2", "chain"),
      accepted: true,
    },
    {
      between: "an SDK and its agency's node",
      server: end(rsa, "channel-node/node0", "channel/union"),
      client: end(rsa, "sdk/union", "channel/union"),
      accepted: true,
    },
    {
      between: "an SDK with a key on secp256k1 and a node",
      server: end(ec, "node/node0", "chain"),
      client: end(ec, "sdk/union", "chain"),
      accepted: true,
    },
    {
      between: "an SDK and another agency's node",
      server: end(rsa, "channel-node/node0", "channel/union"),
      client: end(rsa, "sdk/bank", "channel/bank"),
      accepted: false,
    },
    {
      between: "an SDK's certificate and the nodes among themselves",
      server: end(rsa, "node/node0", "chain"),
      client: end(rsa, "sdk/union", "chain"),
      accepted: false,
    },
  ])("between $between: accepted $accepted", async ({ server, client, accepted }) => {
    expect((await handshake(server, client)) === "ok").toBe(accepted);
  });
});
