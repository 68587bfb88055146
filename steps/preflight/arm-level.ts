import type { ArmLevel } from "../../config/processor.js";

/**
 * Extensions that came with ARMv8.2-A, by the names of `/proc/cpuinfo` (Linux, Documentation/arch/arm64/elf_hwcaps.rst):
 * those by which MongoDB's image tells an ARMv8.2 (docker-library/mongo, docker-entrypoint.sh; SERVER-71772). Only
 * `dcpop` (FEAT_DPB) is in every ARMv8.2, and older kernels do not name it, so any one of them is taken for it.
 */
const ofV82 = ["dcpop", "fphp", "asimddp", "sha3", "sha512", "sm3", "sm4", "sve"];

/** Large System Extensions (FEAT_LSE), part of every ARMv8.1 and later; code that is built for ARMv8.2 uses them. */
const ofV81 = "atomics";

/**
 * The level of a server's 64-bit ARM processors, by the features of each kind of them: a program may run on any, so the
 * weakest counts. ARMv8.1 counts as v8.0, since nothing that we run tells them apart.
 */
export function armLevelOf(kinds: readonly (readonly string[])[]): ArmLevel {
  const isV82 = (features: readonly string[]) =>
    features.includes(ofV81) && ofV82.some((feature) => features.includes(feature));
  return kinds.length > 0 && kinds.every(isV82) ? "v8.2" : "v8.0";
}
