import { inside } from "../lab/docker.js";
import { containerOf, type Lab } from "../lab/lab.js";

/** What SSH to one host has come to since the host was made. */
export interface SshUse {
  /** Logins that its sshd accepted: one per handshake. */
  readonly logins: number;
  /** Bytes of all IPv4 packets from and to its port 22, headers included. Sent and received together. */
  readonly bytes: number;
}

/** The chain that counts; it is empty, so every packet goes on as if it were not there. */
const chain = "BENCH-SSH";

/** Rules of the host's own filter tables: nobody but the operator dials port 22 of a lab host. */
const count = `
iptables -w -N ${chain} 2> /dev/null || true
iptables -w -C INPUT -p tcp --dport 22 -j ${chain} 2> /dev/null || iptables -w -I INPUT -p tcp --dport 22 -j ${chain}
iptables -w -C OUTPUT -p tcp --sport 22 -j ${chain} 2> /dev/null || iptables -w -I OUTPUT -p tcp --sport 22 -j ${chain}
`;

/** Begins to count a host's SSH bytes; harmless when repeated. */
export async function countSsh(lab: Lab, host: string): Promise<void> {
  await inside(containerOf(lab, host), count);
}

/** Reads a host's counters, past SSH. @throws Error when the host does not count */
export async function sshUse(lab: Lab, host: string): Promise<SshUse> {
  const text = await inside(
    containerOf(lab, host),
    "echo logins $(grep -c '^Accepted publickey' /var/log/sshd-auth.log || true)\niptables-save -c -t filter",
  );
  return parseSshUse(text, host);
}

/** Reads `logins N` and the two rules of `iptables-save -c`. @throws Error when one is missing */
export function parseSshUse(text: string, host: string): SshUse {
  const logins = /^logins (\d+)$/m.exec(text)?.[1];
  const rules = [...text.matchAll(/^\[\d+:(\d+)\] -A (?:INPUT|OUTPUT) .*-j BENCH-SSH$/gm)];
  if (logins === undefined || rules.length !== 2)
    throw new Error(
      `lab host ${host} does not count its SSH bytes: ${rules.length} of 2 iptables rules. Was it started again?`,
    );
  return {
    logins: Number(logins),
    bytes: rules.reduce((sum, [, bytes]) => sum + Number(bytes), 0),
  };
}
