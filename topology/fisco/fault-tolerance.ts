import type { FaultTolerance } from "./types.js";

/** f = (n - 1) / 3, rounded down; n - f must agree (FISCO-BCOS libconsensus/ConsensusEngineBase: m_f, minValidNodes). */
export function faultTolerance(sealers: number): FaultTolerance {
  const mayFail = Math.max(0, Math.floor((sealers - 1) / 3));
  return { sealers, mayFail, needed: sealers - mayFail };
}
