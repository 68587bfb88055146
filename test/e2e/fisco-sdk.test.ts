import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FiscoSdk } from "./support/fisco-sdk.js";
import { LoopbackChain } from "./support/loopback-chain.js";

/** Versions of the SDK, and who uses them. */
const versions = [
  ["2.7.2", "WeFe's blockchain-data-sync"],
  ["2.8.0", "WeFe's union-service and manager"],
  ["2.10.1", "the newest of the 2 line"],
] as const;

const contract = { name: "MemberContract", version: "1.0", address: `0x${"ab".repeat(20)}`, abi: "[]" };
const sdks = new Map<string, FiscoSdk>();

/** What a node's log says of an SDK of another agency. */
const turnedAway = {
  // The node asks for a certificate of its own agency's authority, and the SDK has none.
  rsa: /peer did not return a certificate/,
  // All agencies have one authority, so the issuer is compared.
  ec: /the SDK's certificate is of another agency,.*issuer=bank,wanted=union\. check_cert_issuer=true$/,
} as const;

beforeAll(async () => {
  for (const [version] of versions) sdks.set(version, await FiscoSdk.of(version));
});

describe.each(["rsa", "ec"] as const)("with sdkCertificate: %s", (kind) => {
  let chain: LoopbackChain;
  beforeAll(async () => {
    chain = await LoopbackChain.start(kind);
    await chain.register(contract);
  });
  afterAll(() => chain?.stop());

  const ask = (version: string, place: string) => {
    const sdk = sdks.get(version);
    if (!sdk) throw new Error(`no SDK ${version}`);
    return sdk.ask(place, kind, contract.name);
  };

  test.concurrent.each(versions)(
    "SDK %s (%s) reads the console's files and asks the chain",
    async (version) => {
      const { code, stdout, stderr } = await ask(version, chain.console());
      expect(code, stderr).toBe(0);
      const { view, ...answers } = JSON.parse(stdout) as { readonly view: number };
      expect(view).toBeGreaterThan(1);
      expect(answers).toEqual({
        config: {
          authority: "conf/ca.crt",
          certificate: "conf/sdk.crt",
          key: "conf/sdk.key",
          peers: chain.peers,
          keyStoreDir: "account",
          accountFileFormat: "pem",
          maxBlockingQueueSize: 102400,
        },
        connected: [...chain.peers].sort(),
        version: "2.9.1-stand-in",
        supportedVersion: "2.9.1",
        chainId: "1",
        groups: ["1"],
        blockNumber: 1,
        sealers: chain.nodeIds,
        observers: [],
        nodeIds: chain.nodeIds,
        groupPeers: chain.nodeIds,
        peers: 3,
        synchronising: "false",
        tolerated: "1",
        transactions: "0x1",
        pending: 0,
        names: [contract],
      });
    },
  );

  // With RSA they differ in whose TLS they speak: OpenSSL's, Java's. With secp256k1 all speak OpenSSL's.
  const refused = kind === "rsa" ? (["2.8.0", "2.10.1"] as const) : (["2.8.0"] as const);

  test.concurrent.each(refused)("SDK %s of another agency is refused by the nodes", async (version) => {
    const files = { ...chain.sdkFiles("bank"), "ca.crt": chain.sdkFiles("union")["ca.crt"] };
    const { code, stderr } = await ask(version, chain.console(files));
    expect([code, stderr]).toEqual([1, expect.stringContaining("ssl handshake failed")]);
  });

  test.concurrent.each(refused)("SDK %s refuses nodes of another chain's authority", async (version) => {
    const files = { "ca.crt": chain.strangersFiles("union")["ca.crt"] };
    const { code, stderr } = await ask(version, chain.console(files));
    expect([code, stderr]).toEqual([1, expect.stringContaining("CertPathValidatorException")]);
  });

  test("both nodes of the agency turned away each SDK of another, and none else", () => {
    const lines = chain.channelLog().filter((line) => turnedAway[kind].test(line));
    expect(lines).toHaveLength(2 * refused.length);
  });
});
