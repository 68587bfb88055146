import type { Step } from "../step.js";
import { logsOf } from "./errors.js";
import { classify } from "./failures.js";
import { onPeer, type Target } from "./peers.js";
import { Session } from "./session.js";
import type { InstallSpec, Secrets } from "./specs.js";

/** Installs the package on the organisation's peers that lack it. */
export const installChaincode: Step<InstallSpec, Secrets> = {
  run({ place, peers, packageId, packageBase64 }, secrets) {
    const { mspId, tlsCaCertificate } = place.organization;
    return Session.use(place, secrets, [{ mspId, tlsCaCertificate, peers }], async (session) => {
      const file = await session.write("package.tgz", Buffer.from(packageBase64, "base64"));
      const installed: string[] = [];
      for (const peer of peers) {
        const target = { mspId, peer };
        if ((await packagesOf(session, target)).includes(packageId)) continue;
        await installOn(session, target, file);
        if (!(await packagesOf(session, target)).includes(packageId))
          throw session.refused(
            `${peer.name} gave the package another id than ${packageId}`,
            "its bytes are not what the plan says; run npm run setup and pulumi up again",
          );
        installed.push(peer.name);
      }
      return { packageId, installed };
    });
  },
};

/** Ids of the packages that are installed on a peer. */
export async function packagesOf(session: Session, target: Target): Promise<string[]> {
  const reply = await onPeer(session, target, [
    "peer",
    "lifecycle",
    "chaincode",
    "queryinstalled",
    "-O",
    "json",
  ]);
  if (reply.code !== 0)
    throw session.failed(`peer lifecycle chaincode queryinstalled on ${target.peer.name}`, reply);
  return readInstalled(reply.stdout.toString());
}

/** Package ids in the output of `queryinstalled -O json`. */
export function readInstalled(text: string): string[] {
  const { installed_chaincodes: list } = JSON.parse(text) as {
    readonly installed_chaincodes?: readonly { readonly package_id?: string }[];
  };
  return (list ?? []).flatMap(({ package_id }) => (package_id === undefined ? [] : [package_id]));
}

async function installOn(session: Session, target: Target, file: string): Promise<void> {
  const reply = await onPeer(session, target, ["peer", "lifecycle", "chaincode", "install", file]);
  if (reply.code === 0 || classify(reply.stderr) === "already") return;
  throw session.failed(
    `peer lifecycle chaincode install on ${target.peer.name}`,
    reply,
    logsOf(session.place.stack, target.peer),
  );
}
