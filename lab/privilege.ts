/** Bit of CAP_SYS_RESOURCE in a capability mask (linux/capability.h). */
const sysResource = 24n;

/**
 * How a host container gets the rights of a machine. `--privileged` asks for every capability and fails where the
 * machine itself lacks one (CAP_SYS_RESOURCE is missing on some small VMs); then all others are named.
 */
export function privilegeArguments(procStatus: string): string[] {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(procStatus)?.[1];
  if (mask === undefined || (BigInt(`0x${mask}`) >> sysResource) & 1n) return ["--privileged"];
  return [
    "--cap-add=ALL",
    "--cap-drop=SYS_RESOURCE",
    "--security-opt=seccomp=unconfined",
    "--security-opt=apparmor=unconfined",
    "--device-cgroup-rule=b 7:* rwm",
    "--device-cgroup-rule=c 10:237 rwm",
  ];
}

/** Control groups: version 1 is shared with the machine, version 2 gets a private tree. */
export function cgroupArguments(version: 1 | 2): string[] {
  return version === 1 ? ["--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw"] : ["--cgroupns=private"];
}
