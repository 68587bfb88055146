import { type Command, InvalidArgumentError } from "commander";
import type { Operations } from "../../steps/fabric/specs.js";
import type { PeerReading, Verification } from "../../steps/fabric/verification.js";
import { placeOf } from "../place.js";
import { recordEvent } from "../record-event.js";
import { table } from "../table.js";
import { type ExitStatus, type Finish, UsageError, type Verb } from "../verb.js";

const details = `
For Fabric networks. Asks every peer of ours in the channel for two accounts of the classic example, each organisation through its own
server with its own user, and compares. With --write it first sends a transfer through the first organisation's peer
and waits until all others show the same values.

Examples:
  ./consortium verify --stack dev
  ./consortium verify --stack dev --write --amount 1 --json

Exit status: 0 all peers agree, 1 they do not, 2 they could not be asked.`;

/** Options of the verb as commander gives them. */
export interface VerifyOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly write?: true;
  readonly json?: true;
  readonly channel?: string;
  readonly chaincode?: string;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  readonly deadline: number;
}

/** What was asked, sent and answered. */
export interface VerifyReport {
  readonly stack: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly transfer?: { readonly from: string; readonly to: string; readonly amount: number };
  /** Values that all peers must show after a transfer. */
  readonly expected?: Readonly<Record<string, string>>;
  readonly readings: readonly PeerReading[];
  readonly agree: boolean;
}

export const verify: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("verify")
      .summary("compare what the peers answer, with --write after a transfer")
      .description("Compare what all organisations' peers answer, with --write after a transfer.")
      .option("--stack <name>", "the stack to verify (default: the selected one)")
      .option(
        "--file <file>",
        "its stack file, beside which --write is recorded (default: Pulumi.<stack>.yaml)",
      )
      .option("--write", "send a transfer first")
      .option("--json", "the report as JSON")
      .option("--channel <name>", "channel (default: the first)")
      .option("--chaincode <name>", "chaincode (default: the channel's first)")
      .option("--from <account>", "account that gives", "A")
      .option("--to <account>", "account that gets", "B")
      .option("--amount <number>", "how much", wholeNumber, 1)
      .option("--deadline <seconds>", "how long each organisation may take", wholeNumber, 300)
      .addHelpText("after", details)
      .action(async (options: VerifyOptions) => {
        // On demand: the other verbs must not pay for loading Fabric's protocol.
        const { readOperations } = await import("./operations.js");
        const place = await placeOf(options);
        const operations = await readOperations(place);
        const run = async () => {
          const report = await runVerify(operations, options).catch(asUsageError);
          process.stdout.write(
            options.json ? `${JSON.stringify(report, null, 2)}\n` : verificationText(report),
          );
          return statusOf(report);
        };
        finish(options.write ? await recordEvent(place, actOf(options), run) : await run());
      });
  },
};

function actOf({ channel, chaincode, from, to, amount }: VerifyOptions) {
  const subject = {
    ...(channel === undefined ? {} : { channel }),
    ...(chaincode === undefined ? {} : { chaincode }),
  };
  return { verb: "verify --write", arguments: { ...subject, from, to, amount } };
}

/** What stands between us and an answer is said in one message, not in a stack trace. */
function asUsageError(error: unknown): never {
  throw error instanceof Error ? new UsageError(error.message) : error;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("a whole number from 1 on");
  return Number(text);
}

/** Reads, transfers where wished, and reads again. @throws UsageError when there is nothing to ask */
export async function runVerify(operations: Operations, options: VerifyOptions): Promise<VerifyReport> {
  const { readEverywhere, transfer } = await import("../../steps/fabric/verification.js");
  const verification = verificationOf(operations, options);
  const { from, to, amount } = options;
  const subject = {
    stack: operations.stack,
    channel: verification.channel,
    chaincode: verification.chaincode.name,
  };
  const before = await readEverywhere(verification);
  if (!options.write) return { ...subject, readings: before, agree: agreement(before) };
  const expected = afterTransfer(before[0]?.values ?? {}, options);
  await transfer(verification, amount);
  const readings = await readEverywhere(verification, expected);
  return {
    ...subject,
    transfer: { from, to, amount },
    expected,
    readings,
    agree: agreement(readings, expected),
  };
}

/** What is meant by the options. */
export function verificationOf(operations: Operations, options: VerifyOptions): Verification {
  const channel = options.channel
    ? operations.channels.find(({ name }) => name === options.channel)
    : operations.channels[0];
  if (!channel)
    throw new UsageError(
      `no channel ${options.channel ?? ""}; the stack has: ${operations.channels.map(({ name }) => name).join(", ") || "none"}`,
    );
  const chaincode = options.chaincode
    ? channel.chaincodes.find(({ name }) => name === options.chaincode)
    : channel.chaincodes[0];
  if (!chaincode)
    throw new UsageError(
      `no chaincode ${options.chaincode ?? ""} in ${channel.name}; it has: ${channel.chaincodes.map(({ name }) => name).join(", ") || "none"}`,
    );
  return {
    operations,
    channel: channel.name,
    chaincode,
    accounts: [options.from, options.to],
    deadlineSeconds: options.deadline,
  };
}

/** Values after a transfer. @throws UsageError when the accounts hold no numbers */
export function afterTransfer(
  values: Readonly<Record<string, string>>,
  { from, to, amount }: Pick<VerifyOptions, "from" | "to" | "amount">,
): Record<string, string> {
  const number = (account: string) => {
    const value = values[account] ?? "";
    if (!/^-?\d+$/.test(value))
      throw new UsageError(`account ${account} holds ${JSON.stringify(value)}, not a number`);
    return BigInt(value);
  };
  return { [from]: String(number(from) - BigInt(amount)), [to]: String(number(to) + BigInt(amount)) };
}

/** Whether all peers show the same values, and the expected ones. */
export function agreement(
  readings: readonly PeerReading[],
  expected?: Readonly<Record<string, string>>,
): boolean {
  const wanted = expected ?? readings[0]?.values;
  if (!wanted) return false;
  return readings.every(({ values }) =>
    Object.entries(wanted).every(([account, value]) => values[account] === value),
  );
}

function statusOf({ agree }: VerifyReport): ExitStatus {
  return agree ? 0 : 1;
}

/** The report for people. */
export function verificationText(report: VerifyReport): string {
  const accounts = Object.keys(report.readings[0]?.values ?? {});
  const rows = [
    ["ORGANISATION", "PEER", "HEIGHT", ...accounts],
    ...report.readings.map(({ organization, peer, height, values }) => [
      ...[organization, peer, String(height)],
      ...accounts.map((account) => values[account] ?? ""),
    ]),
  ];
  const { transfer: sent, expected } = report;
  const wanted = expected && Object.entries(expected).map(([account, value]) => `${account}=${value}`);
  const verdict = report.agree
    ? `all ${report.readings.length} peers agree`
    : `the peers do not agree${wanted ? `, expected ${wanted.join(" ")}` : ""}. See on their servers: docker logs --tail 50 ${report.stack}-<peer>`;
  return [
    `${report.channel} / ${report.chaincode} of stack ${report.stack}`,
    ...(sent ? [`sent ${sent.amount} from ${sent.from} to ${sent.to}`] : []),
    ...table(rows),
    verdict,
    "",
  ].join("\n");
}
