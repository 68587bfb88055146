import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Puts an image with nothing but busybox into this machine's engine. */
export function importBusybox(image: string): void {
  const root = mkdtempSync(join(tmpdir(), "consortium-busybox-"));
  const busybox = execFileSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" }).trim();
  for (const directory of ["bin", "tmp", "data", "etc"]) mkdirSync(join(root, directory));
  writeFileSync(join(root, "bin/busybox"), readFileSync(busybox), { mode: 0o755 });
  for (const applet of ["sh", "sleep", "test", "cat", "ls", "true"])
    symlinkSync("busybox", join(root, "bin", applet));
  execFileSync("sh", ["-c", `tar -C '${root}' -c . | docker import --change 'ENV PATH=/bin' - ${image}`]);
  rmSync(root, { recursive: true });
}
