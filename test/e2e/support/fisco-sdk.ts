import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { attempt, type Finished, run } from "../../../hosts/process.js";
import { cached, source } from "../../../ops/checkout.js";
import { checksumOf } from "../../../scripts/checksum.js";
import { fetchJars } from "../../../scripts/jars.js";

const folder = source("tools", "fisco-sdk");

/**
 * What Java is told by the kind of SDK certificate. RSA needs nothing. Since version 16 Java has no secp256k1: Bouncy
 * Castle then reads the certificates, and OpenSSL, which SDKs of 2.9 and later use only when told to, speaks TLS.
 */
const javaOptions: Readonly<Record<"rsa" | "ec", readonly string[]>> = {
  rsa: [],
  ec: [
    `-Djava.security.properties=${join(folder, "secp256k1.security")}`,
    "-Dfisco.netty.enable.openssl.provider=true",
  ],
};

/** For a program that ends after seconds: less is compiled and collected. */
const shortLived = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** FISCO BCOS's Java SDK in one version, with our program that asks a chain by it. */
export class FiscoSdk {
  readonly #classPath: string;

  private constructor(classPath: string) {
    this.#classPath = classPath;
  }

  /** Fetches the SDK and compiles the program, once per version and content of both. */
  static async of(version: string): Promise<FiscoSdk> {
    await requireJava();
    const made = cached("fisco-sdk", `${version}-${(await checksumOf([folder])).slice(0, 12)}`);
    const [jars, classes] = [join(made, "jars"), join(made, "classes")];
    await mkdir(made, { recursive: true });
    await fetchJars(join(folder, "pom.xml"), jars, () => undefined, { "sdk.version": version });
    if (!(await stat(classes).catch(() => undefined))) {
      const partial = `${classes}.partial`;
      await rm(partial, { recursive: true, force: true });
      // Lombok, which the SDK brings, would offer itself as a processor, and fails on newer compilers.
      const options = ["-proc:none", "-d", partial, "-cp", `${jars}/*`];
      await run(["javac", ...options, join(folder, "AskChain.java")], { timeoutSeconds: 120 });
      await run(["mv", partial, classes]);
    }
    return new FiscoSdk(`${classes}:${jars}/*`);
  }

  /**
   * Asks group 1 from a console's folder, where `conf/config.toml` is and the certificates that it names.
   * @param contract looked up in the name service
   */
  ask(place: string, sdkCertificate: "rsa" | "ec", contract: string): Promise<Finished> {
    return attempt(
      [
        "java",
        ...shortLived,
        ...javaOptions[sdkCertificate],
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        ...["-cp", this.#classPath, "AskChain", "conf/config.toml", "1", contract],
      ],
      { cwd: place, timeoutSeconds: 300 },
    );
  }
}

async function requireJava(): Promise<void> {
  for (const argv of [["mvn", "--version"] as const, ["javac", "-version"] as const])
    if ((await attempt(argv)).code !== 0)
      throw new Error(`${argv[0]} does not run. Java and Maven come with: npm run setup -- --only images`);
}
