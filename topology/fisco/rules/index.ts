import type { Rule } from "../../rules/rule.js";
import { agencyName, agencyNodes, consoleAgency, nodeTwice } from "./agencies.js";
import { versionBuilt } from "./built.js";
import { imageVersion } from "./image-version.js";
import { logLevel } from "./log-level.js";
import { portRange, portTwice } from "./ports.js";
import { enoughSealers, sealerSurplus } from "./quorum.js";
import { serverFaults, singleServer, toleranceAccepted, zoneFaults } from "./spread.js";
import type { FiscoStack } from "./subject.js";

export type { FiscoStack } from "./subject.js";

/** Rules about a FISCO BCOS chain; their subject is the whole stack, so they run without a base path. */
export const fiscoStackRules: readonly Rule<FiscoStack>[] = [
  versionBuilt,
  nodeTwice,
  agencyName,
  enoughSealers,
  serverFaults,
  zoneFaults,
  sealerSurplus,
  singleServer,
  agencyNodes,
  toleranceAccepted,
  consoleAgency,
  portRange,
  portTwice,
  logLevel,
  imageVersion,
];
