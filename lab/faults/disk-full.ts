import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

const fill = `
[ -n "\${LAB_DISK:-}" ] || { echo "this host shares this machine's disk. Make it with: npm run lab -- up --disk 4GiB" >&2; exit 1; }
free=$(df --output=avail -B1 /var/lib/docker | tail -n 1)
fallocate -l $((free - 1048576)) /var/lib/docker/lab-disk-full
dd if=/dev/zero of=/var/lib/docker/lab-disk-full bs=4096 oflag=append conv=notrunc 2>/dev/null || true`;

/** Nothing stays free on the file system that holds Docker's data. Only for hosts with a disk of their own. */
export const diskFull: Fault = {
  name: "disk-full",
  summary: "fill the disk of Docker's data (hosts made with --disk)",
  async apply(lab, hosts) {
    await Promise.all(hosts.map((host) => inside(containerOf(lab, host), fill)));
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), "rm -f /var/lib/docker/lab-disk-full");
  },
};
