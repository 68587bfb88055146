import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, run } from "../hosts/process.js";
import { sha256 } from "../topology/sha256.js";
import { docker, tryDocker } from "./docker.js";

/** Packages of a lab host beyond debootstrap's minbase. */
const packages = [
  "ca-certificates",
  "curl",
  "docker.io",
  "iproute2",
  "iptables",
  "openssh-server",
  "procps",
  "sudo",
  "libfaketime",
];

/** What is done in the new root before it becomes an image. */
const finish = `set -eu
rm -f /etc/ssh/ssh_host_* /etc/machine-id /etc/hostname /etc/resolv.conf
rm -rf /var/cache/apt/archives/*.deb /var/lib/apt/lists/* /var/log/*.log /var/log/apt
useradd --create-home --shell /bin/bash --groups docker deploy
printf 'deploy ALL=(ALL) NOPASSWD:ALL\\n' > /etc/sudoers.d/deploy
chmod 0440 /etc/sudoers.d/deploy
# A container may not raise limits, and the init script ends when it cannot.
sed -i 's/^\\([[:space:]]*\\)ulimit -.*/\\1:/' /etc/init.d/docker
`;

/** A Debian or Ubuntu release and where its packages come from. */
interface Release {
  readonly codename: string;
  readonly mirror: string;
  readonly components: string;
}

/**
 * The image of a lab host, made once per set of inputs (about a minute, root needed) and named by their checksum.
 * Returns its reference and whether it was there already.
 */
export async function ensureHostImage(
  onLine: (line: string) => void = () => undefined,
): Promise<{ readonly reference: string; readonly found: boolean }> {
  const release = await machineRelease();
  const inputs = sha256(JSON.stringify([release, packages, finish])).slice(0, 12);
  const reference = `consortium-lab/host:${inputs}`;
  if ((await tryDocker(["image", "inspect", reference])).code === 0) return { reference, found: true };
  if (process.getuid?.() !== 0) {
    throw new Error("the lab host image is made by debootstrap, which needs root. Run: sudo npm run setup");
  }
  const folder = await mkdtemp(join(tmpdir(), "consortium-host-"));
  try {
    const include = packages.join(",");
    await run(
      [
        "debootstrap",
        "--variant=minbase",
        `--components=${release.components}`,
        `--include=${include}`,
        release.codename,
        folder,
        release.mirror,
      ],
      { onLine, timeoutSeconds: 1200 },
    );
    await run(["chroot", folder, "/bin/sh", "-s"], { stdin: finish });
    onLine("importing the image");
    await importRoot(folder, reference, inputs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { reference, found: false };
}

async function importRoot(folder: string, reference: string, inputs: string): Promise<void> {
  const archive = `${folder}.tar`;
  try {
    await run(["tar", "-C", folder, "--numeric-owner", "-cf", archive, "."]);
    await docker([
      "import",
      "--change",
      'ENTRYPOINT ["/usr/local/sbin/lab-init"]',
      "--change",
      `LABEL consortium.inputs=${inputs}`,
      archive,
      reference,
    ]);
  } finally {
    await rm(archive, { force: true });
  }
}

async function machineRelease(): Promise<Release> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const fields = osRelease(text);
  const codename = fields.get("VERSION_CODENAME");
  const id = fields.get("ID");
  if (codename === undefined || (id !== "debian" && id !== "ubuntu")) {
    throw new Error("lab hosts are made with debootstrap from Debian or Ubuntu: run the lab on one of these");
  }
  const targets = await attempt([
    "apt-get",
    "indextargets",
    "--format",
    "$(REPO_URI) $(RELEASE) $(COMPONENT)",
    "Created-By: Packages",
  ]);
  const mirror = mirrorOf(targets.stdout, codename);
  if (mirror === undefined)
    throw new Error(`apt names no package source for ${codename}. Run: apt-get update`);
  return {
    codename,
    mirror,
    components: id === "ubuntu" ? "main,universe" : "main",
  };
}

/** Fields of an os-release file. */
export function osRelease(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const match = /^([A-Z_]+)="?([^"]*)"?$/.exec(line);
      return match?.[1] === undefined ? [] : [[match[1], match[2] ?? ""] as const];
    }),
  );
}

/** The mirror apt is configured with for a release's main component, from `apt-get indextargets` lines. */
export function mirrorOf(targets: string, codename: string): string | undefined {
  for (const line of targets.split("\n")) {
    const [uri, release, component] = line.trim().split(" ");
    if (uri !== undefined && release === codename && component === "main") return uri.replace(/\/$/, "");
  }
  return undefined;
}
