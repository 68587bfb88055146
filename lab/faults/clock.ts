import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

/** Lines of the login environment that shift the time, and nothing else of it. */
const withoutShift = "sed -i '/^\\(LD_PRELOAD\\|FAKETIME\\|DONT_FAKE_MONOTONIC\\)=/d' /etc/environment";

/**
 * Hosts share this machine's clock, so it cannot be changed for one of them. What SSH logins see is shifted instead
 * (libfaketime in the login environment): `date` in a preflight script is off, containers and certificates are not.
 */
export const clock: Fault = {
  name: "clock",
  summary: "shift the time that SSH logins see by --offset seconds (not the time of containers)",
  async apply(lab, hosts, { offsetSeconds = 30 }) {
    const offset = `${offsetSeconds < 0 ? "" : "+"}${offsetSeconds}s`;
    const script = `
library=$(ls /usr/lib/*/faketime/libfaketime.so.1)
touch /etc/environment
${withoutShift}
printf 'LD_PRELOAD=%s\\nFAKETIME=%s\\nDONT_FAKE_MONOTONIC=1\\n' "$library" '${offset}' >> /etc/environment`;
    await Promise.all(hosts.map((host) => inside(containerOf(lab, host), script)));
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), `[ ! -e /etc/environment ] || ${withoutShift}`);
  },
};
