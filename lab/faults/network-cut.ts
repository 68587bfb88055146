import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

const cut = `
for way in INPUT OUTPUT; do
  iptables -C $way -m comment --comment lab-network-cut ! -i lo -j DROP 2> /dev/null && exit 0
  [ $way = INPUT ] && device='-i' || device='-o'
  iptables -I $way -m comment --comment lab-network-cut ! $device lo -j DROP
done`;

const join = `
iptables -D INPUT -m comment --comment lab-network-cut ! -i lo -j DROP 2> /dev/null || true
iptables -D OUTPUT -m comment --comment lab-network-cut ! -o lo -j DROP 2> /dev/null || true`;

/** Packets in and out are dropped; the host itself goes on and connections hang, as with a pulled cable. */
export const networkCut: Fault = {
  name: "network-cut",
  summary: "drop every packet in and out; the host itself goes on",
  async apply(lab, hosts) {
    await Promise.all(hosts.map((host) => inside(containerOf(lab, host), cut)));
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), join);
  },
};
