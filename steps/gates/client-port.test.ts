import { type AddressInfo, connect, createServer as createPlain, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { createServer } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { exchange, shortReason } from "../../hosts/exchange.js";
import type { Link } from "../../hosts/ssh/index.js";
import { Fields } from "../../plugins/rpc/fields.js";
import { distinguishedName, makeRequest, makeSelfSigned, makeSigned } from "../../plugins/tls/certificate.js";
import { keyTexts, newPrivateKey } from "../../plugins/tls/keys.js";
import { askZooKeeper } from "../fabric/zookeeper.js";
import type { GateMember } from "../specs.js";
import type { TlsClient } from "../tls-over.js";
import { openClientPort, withClient } from "./client-port.js";
import { quorum } from "./testing.js";

/** Uses of a certificate as the stack's profiles have them. */
const member = ["digital_signature", "key_encipherment", "server_auth", "client_auth"];
const client = ["digital_signature", "client_auth"];

type Issue = (
  holder: string,
  uses: readonly string[],
  names: readonly string[],
) => Promise<Required<TlsClient>>;

/** An authority made for this test. */
async function authority(name: string): Promise<Issue> {
  const subject = (commonName: string) => distinguishedName(new Fields({ commonName }));
  const terms = { validityPeriodHours: 1, maxPathLength: undefined, setSubjectKeyId: false };
  const names = (dnsNames: readonly string[]) => ({ dnsNames, ipAddresses: [], uris: [] });
  const caKey = newPrivateKey("ECDSA", "P256", 0);
  const ca = await makeSelfSigned(
    caKey,
    subject(name),
    names([]),
    { ...terms, isCa: true, allowedUses: ["cert_signing", "digital_signature"] },
    false,
  );
  return async (holder, uses, dnsNames) => {
    const key = newPrivateKey("ECDSA", "P256", 0);
    const request = await makeRequest(key, subject(holder), names(dnsNames));
    const made = await makeSigned(request, ca.pem, caKey, { ...terms, isCa: false, allowedUses: uses });
    return { ca: ca.pem, certificate: made.pem, key: keyTexts(key).privateKeyPemPkcs8 };
  };
}

let kafka: Issue;
let zookeeper: Issue;
beforeAll(async () => {
  kafka = await authority("kafka-ca");
  zookeeper = await authority("zookeeper-ca");
});

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** Starts a server; whoever dials it by any address ends up there, as through SSH. */
async function linkTo(started: Server): Promise<Link> {
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const { port } = started.address() as AddressInfo;
  const connectTcp = (): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(socket));
      socket.once("error", reject);
    });
  return { connectTcp } as unknown as Link;
}

/** A service that asks for certificates and answers what it is asked. */
const secured = (own: Required<TlsClient>) =>
  linkTo(
    createServer(
      { ca: own.ca, cert: own.certificate, key: own.key, requestCert: true, rejectUnauthorized: true },
      (socket) => {
        socket.on("error", () => {});
        socket.once("data", (text) => socket.end(`you sent ${text}`));
      },
    ),
  );

/** The first broker of the tests' quorum, asking for certificates. */
function kafka1(shown?: TlsClient): GateMember {
  const [first] = withClient(quorum, shown ? { client: shown } : {}).members;
  if (!first) throw new Error("the tests' quorum has members");
  return { ...first, authority: "kafka" };
}

const ask = async (link: Link, asked: GateMember) =>
  exchange(await openClientPort(link, asked), "srvr").then(String, (error: unknown) => shortReason(error));
const refusal = (link: Link, asked: GateMember) =>
  ask(link, asked).catch((error: unknown) => shortReason(error));

describe("a port that asks for certificates", () => {
  test("answers the one who shows one of its authority", async () => {
    const link = await secured(await kafka("kafka1", member, ["kafka1"]));
    expect(await ask(link, kafka1(await kafka("operator", client, [])))).toBe("you sent srvr");
  });

  test.each<{ who: string; shown: () => Promise<TlsClient>; says: RegExp }>([
    {
      who: "shows none",
      shown: async () => ({ ca: (await kafka("operator", client, [])).ca }),
      says: /^TLS: .*certificate/,
    },
    {
      who: "shows one of the other authority",
      shown: async () => ({
        ...(await zookeeper("operator", client, [])),
        ca: (await kafka("operator", client, [])).ca,
      }),
      // Node's server hangs up without an alert; a JVM's sends one.
      says: /^$|^TLS: |ECONNRESET/,
    },
  ])("refuses the one who $who", async ({ shown, says }) => {
    const link = await secured(await kafka("kafka1", member, ["kafka1"]));
    expect(await refusal(link, kafka1(await shown()))).toMatch(says);
  });

  test("is not dialled in plain text when no certificate was given", async () => {
    let dialled = 0;
    const link = await linkTo(createPlain(() => (dialled += 1)));
    expect(await refusal(link, kafka1())).toBe(
      "asks for a certificate of the stack's kafka authority, and none was given",
    );
    expect(dialled).toBe(0);
  });
});

describe("the one who asks", () => {
  test.each([
    {
      what: "another broker's certificate",
      own: () => kafka("kafka2", member, ["kafka2"]),
      says: /not in the cert's altnames: DNS:kafka2/,
    },
    { what: "an orderer's", own: () => kafka("kafka1", client, ["kafka1"]), says: /purpose/ },
    {
      what: "one of the other authority",
      own: () => zookeeper("kafka1", member, ["kafka1"]),
      says: /unable to verify|self-signed/,
    },
  ])("refuses $what in kafka1's place", async ({ own, says }) => {
    const link = await secured(await own());
    expect(await refusal(link, kafka1(await kafka("operator", client, [])))).toMatch(says);
  });

  test("is told of a port without TLS, and of a connection that ends", async () => {
    const link = await linkTo(createPlain((socket) => socket.destroy()));
    expect(await refusal(link, kafka1(await kafka("operator", client, [])))).toMatch(
      /closed during the TLS handshake|ECONNRESET|disconnected before/,
    );
  });
});

test("a member that asks for none is dialled in plain text, whatever was given", async () => {
  const link = await linkTo(createPlain((socket) => socket.once("data", () => socket.end("Mode: leader\n"))));
  const { authority: _none, ...plain } = kafka1(await kafka("operator", client, []));
  expect(await askZooKeeper(link, plain)).toEqual({ mode: "leader" });
});
