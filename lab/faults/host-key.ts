import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

const change = `
cd /etc/ssh
[ -e ssh_host_ed25519_key.right ] && exit 0
mv ssh_host_ed25519_key ssh_host_ed25519_key.right
mv ssh_host_ed25519_key.pub ssh_host_ed25519_key.pub.right
ssh-keygen -q -t ed25519 -N '' -C lab -f ssh_host_ed25519_key
kill -HUP "$(cat /run/sshd.pid)"`;

const restore = `
cd /etc/ssh
[ -e ssh_host_ed25519_key.right ] || exit 0
mv -f ssh_host_ed25519_key.right ssh_host_ed25519_key
mv -f ssh_host_ed25519_key.pub.right ssh_host_ed25519_key.pub
kill -HUP "$(cat /run/sshd.pid)"`;

/** The host shows another key than the inventory says, as a machine in the middle would. */
export const hostKey: Fault = {
  name: "host-key",
  summary: "show another ed25519 host key than the inventory names",
  async apply(lab, hosts) {
    await Promise.all(hosts.map((host) => inside(containerOf(lab, host), change)));
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), restore);
  },
};
