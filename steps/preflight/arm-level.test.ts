import { expect, test } from "vitest";
import { armLevelOf } from "./arm-level.js";

// `Features` of /proc/cpuinfo on machines that people deploy on.
const cortexA53 = "fp asimd evtstrm crc32 cpuid";
const cortexA72 = "fp asimd evtstrm aes pmull sha1 sha2 crc32 cpuid";
const thunderX2 = "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics cpuid asimdrdm";
const kunpeng920 =
  "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt fcma dcpop asimddp asimdfhm ssbs";
const neoverseN1 =
  "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp ssbs";
const withoutDcpop = "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm";

test.each([
  { machine: "Cortex-A53", kinds: [cortexA53], level: "v8.0" },
  { machine: "Cortex-A72 (Graviton, Raspberry Pi 4, Kunpeng 916)", kinds: [cortexA72], level: "v8.0" },
  { machine: "ThunderX2, an ARMv8.1", kinds: [thunderX2], level: "v8.0" },
  { machine: "Kunpeng 920", kinds: [kunpeng920], level: "v8.2" },
  { machine: "Neoverse N1 (Graviton2, Altra)", kinds: [neoverseN1], level: "v8.2" },
  { machine: "a kernel that does not name dcpop", kinds: [withoutDcpop], level: "v8.2" },
  { machine: "two kinds, the weaker one counts", kinds: [neoverseN1, cortexA53], level: "v8.0" },
  { machine: "SM3 and SM4 beside an ARMv8.0", kinds: [`${cortexA72} sm3 sm4`], level: "v8.0" },
  { machine: "one that says nothing", kinds: [], level: "v8.0" },
])("$machine: $level", ({ kinds, level }) => {
  expect(armLevelOf(kinds.map((features) => features.split(" ")))).toBe(level);
});
