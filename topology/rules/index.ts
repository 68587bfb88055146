import type { Finding, Path } from "../../config/findings.js";
import { formatPath } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import { schemaRules } from "../../config/schema-rules.js";
import { locate } from "../../config/servers.js";
import { imageRules } from "../images/catalogue.js";
import type { Plan } from "../model/plan.js";
import { kinds } from "../networks.js";
import { acceptRule, acceptUnused } from "./accept.js";
import { addressFamily } from "./address-family.js";
import { addressTwice } from "./address-twice.js";
import { addressUsable } from "./address-usable.js";
import { bridgeSubnet } from "./bridge-subnet.js";
import { dataVolume } from "./data-volume.js";
import { hostEntries } from "./dialled-names.js";
import { archiveArchitecture, imageSource, registryUnused } from "./images.js";
import { jumpHost } from "./jump-host.js";
import { loginTwice } from "./login-twice.js";
import { nameTwice } from "./name-twice.js";
import { networkMissing } from "./network-missing.js";
import { portExposure } from "./port-exposure.js";
import { portTwice } from "./port-twice.js";
import { type Rule, type RuleGroup, runRules } from "./rule.js";
import { serverFits } from "./server-fits.js";
import { serviceTwice } from "./service-twice.js";
import { unknownServer } from "./unknown-server.js";

const stackRules: readonly Rule<LoadedSettings>[] = [
  addressTwice,
  addressUsable,
  addressFamily,
  loginTwice,
  jumpHost,
  networkMissing,
];

/** Rules about placement and images that hold whatever network the stack describes. */
const placementRules: readonly Rule<LoadedSettings>[] = [
  unknownServer,
  nameTwice,
  imageSource,
  registryUnused,
  archiveArchitecture,
];

/** What the plan makes of it: names, ports and sizes are the user's, the others guard the planner itself. */
const planRules: readonly Rule<Plan>[] = [
  serviceTwice,
  portExposure,
  dataVolume,
  hostEntries,
  portTwice,
  serverFits,
  bridgeSubnet,
];

const ofKinds = kinds.flatMap(({ rules: { groups } }) => groups);

const judged = [
  ...stackRules,
  ...placementRules,
  ...ofKinds.flatMap(({ rules }) => rules),
  ...planRules,
  ...schemaRules,
  ...imageRules,
  acceptUnused,
];
const accepting = acceptRule(judged);

/** Every rule there is. */
export const ruleGroups: readonly RuleGroup[] = [
  { title: "Servers and the stack as a whole", rules: [...stackRules, accepting, acceptUnused] },
  { title: "Placement and images", rules: placementRules },
  ...ofKinds,
  { title: "The plan that follows", rules: planRules },
  { title: "Image archives, read by pulumi preview and up", rules: imageRules },
  { title: "The file and the schema", rules: schemaRules },
];

/**
 * Judges settings by every rule that needs no plan. Warnings that the stack accepts are still there.
 * @param assumed places that hold stand-ins for what the schema refused; nothing is said about them
 */
export function checkSettings(settings: LoadedSettings, assumed: readonly Path[] = []): Finding[] {
  const findings = [
    ...runRules([accepting], settings.accept, ["accept"]),
    ...runRules([...stackRules, ...placementRules], settings),
    ...kinds.flatMap(({ rules }) => rules.settings(settings)),
  ];
  return finish(findings, settings, assumed);
}

/** Judges a plan: what can be said only when every service has its ports and limits. */
export function checkPlan(plan: Plan, settings: LoadedSettings, assumed: readonly Path[] = []): Finding[] {
  const ofPlan = kinds.flatMap(({ rules }) => rules.plan?.(plan) ?? []);
  return finish([...runRules(planRules, plan), ...ofPlan], settings, assumed);
}

function finish(findings: readonly Finding[], settings: LoadedSettings, assumed: readonly Path[]): Finding[] {
  const places = assumed.map(formatPath);
  const inside = (path: string, place: string) =>
    path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
  return findings
    .filter(({ path }) => !places.some((place) => inside(path, place)))
    .map((finding) => ({ ...finding, path: locate(finding.path, settings.inventory) }));
}
