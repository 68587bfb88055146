import type { Finding } from "../../config/findings.js";
import { processorOf } from "../../config/processor.js";
import { wefeHardware } from "../../config/wefe/tiers.js";
import type { NetworkPart, NetworkPlanner } from "../kind.js";
import type { Networks } from "../model/plan.js";
import type { PlannedBridge, PlannedServer } from "../model/server.js";
import { byName } from "../names.js";
import { mergedSecrets } from "../package-secrets.js";
import { unionPort, type Whereabouts, whereaboutsOf } from "./addresses.js";
import { byHandSteps } from "./by-hand.js";
import type { WefeContext } from "./context.js";
import { contractFilesOf } from "./contract-files.js";
import { contractsStep } from "./contracts.js";
import { settingFinding, wefeFinding } from "./findings.js";
import { circleFindings, orderOf } from "./order.js";
import { findVendorImages, type NeededVendorImage } from "./package/images.js";
import { type PlacedService, placementOf, withFiles } from "./place.js";
import { rootOrganizationsOf } from "./root-organization.js";
import { hideInChange, hideInPlacement, hideInService, knownCredentials } from "./secrets.js";
import { bridgeName, planService, sideServices } from "./service.js";
import type { SideService } from "./side-service.js";
import { madeServices, type PlacedSide, placedSidesOf, unionName } from "./sides.js";
import type { WefeChange, WefePlan, WefeSidePlan } from "./types.js";

/** A WeFe federation: its union and its members, each side's services of the vendor's package on one server. */
export function wefePlanner(context: WefeContext): NetworkPlanner {
  return { claimPorts: () => claimPorts(context), plan: (before) => wefePart(context, before) };
}

/** The package's ports are its own: others get what is left. */
function claimPorts(context: WefeContext): void {
  for (const { side, vendor } of servicesOf(context))
    for (const { published } of vendor.ports) context.ports.claim(side.server, published);
}

function servicesOf(context: WefeContext): SideService[] {
  return placedSidesOf(context).flatMap((side) =>
    sideServices(side, madeServices(side), context.vendorPackage.services),
  );
}

interface Planned extends PlacedService {
  readonly one: SideService;
}

function wefePart(context: WefeContext, { fisco }: Networks): NetworkPart {
  const { wefe, vendorPackage, placement, settings } = context;
  const sides = placedSidesOf(context);
  const found = servicesOf(context);
  const union = sides.find(({ side }) => side === "union");
  const where = whereaboutsOf(
    wefe,
    union,
    fisco,
    settings.fisco?.console?.agency,
    placement.addressOf,
    publishedPort(found),
  );
  const planned: readonly Planned[] = withFiles(
    vendorPackage.files,
    found.map((one) => ({ ...planService(context, one, where), one })),
    where,
  );
  const servers = [...new Set(sides.map(({ server }) => server))].sort(byName);
  const subnet = subnetOf(context, servers);
  const images = imagesOf(context, planned);
  const known = knownCredentials(vendorPackage);
  const services = planned.map(({ service }) => hideInService(service, known));
  const roots = rootOrganizationsOf(sides, found);
  const after = orderOf(found);
  const onChain = new Set(where.chain ? found.filter(looksUpContracts).map(({ name }) => name) : []);
  const placements = servers.flatMap((server) => {
    const own = planned.filter(({ service }) => service.server === server);
    const placement = placementOf(vendorPackage.files, server, own);
    return placement ? [hideInPlacement(placement)] : [];
  });
  return {
    services: services.map(({ shown }) => ({
      ...shown,
      after: [...(onChain.has(shown.name) ? [contractsStep] : []), ...(after[shown.name] ?? [])],
    })),
    quorums: [],
    bridges: subnet.bridges,
    secrets: mergedSecrets([...services, ...placements].map(({ secrets }) => secrets)),
    own: {
      wefe: federation(context, {
        sides,
        where,
        planned,
        placements: placements.map(({ shown }) => shown),
        bridgeChanges: subnet.changes,
        rootOrganizations: roots.named,
      }),
    },
    dials: dialsOf(sides, where),
    findings: [
      ...missingServices(
        sides,
        vendorPackage.services.map(({ folder }) => folder),
      ),
      ...subnet.findings,
      ...planned.flatMap(({ findings }) => findings),
      ...sharedData(planned),
      ...circleFindings(found, after),
      ...roots.findings,
      ...(where.chain ? contractFilesOf(wefe, vendorPackage).findings : []),
      ...images,
    ],
  };
}

/** Whether a service ends unless the chain of this stack has consensus and its contracts. */
function looksUpContracts({ catalogue, part }: SideService): boolean {
  return part === "main" && catalogue.needs.some(({ service }) => service === "chain");
}

/** What a federation's own part of the plan is made of. */
interface FederationParts extends Pick<WefePlan, "placements" | "rootOrganizations"> {
  readonly sides: readonly PlacedSide[];
  readonly where: Whereabouts;
  readonly planned: readonly Planned[];
  readonly bridgeChanges: readonly WefeChange[];
}

function federation({ wefe, vendorPackage }: WefeContext, parts: FederationParts): WefePlan {
  const { sides, where, planned, placements, bridgeChanges, rootOrganizations } = parts;
  const found = planned.map(({ one }) => one);
  const plans = sides.map((side) => sidePlan(side, found));
  const union = plans.find(({ side }) => side === "union");
  return {
    package: { path: wefe.package.path, sha256: vendorPackage.files.digest },
    union: union ? { ...union, kind: "placed", url: where.unionUrl } : { kind: "there", url: where.unionUrl },
    members: plans.filter(({ side }) => side === "member"),
    placements,
    changes: [...bridgeChanges, ...planned.flatMap(({ changes }) => changes)].map(hideInChange),
    rootOrganizations,
    byHand: byHandSteps(
      sides,
      where,
      rootOrganizations.map(({ member }) => member),
    ),
  };
}

function sidePlan(side: PlacedSide, found: readonly SideService[]): WefeSidePlan {
  const own = found.filter((one) => one.side.name === side.name);
  return {
    side: side.side,
    name: side.name,
    server: side.server,
    tier: side.tier,
    row: wefeHardware(side.tier, side.side),
    services: own.map(({ name }) => name),
    optional: own.filter(({ catalogue }) => catalogue.part !== "always").map(({ name }) => name),
  };
}

/** Where the package publishes the union's service; 8086 by the manual. */
function publishedPort(services: readonly SideService[]): number {
  const ports =
    services
      .find(({ catalogue, part }) => catalogue.name === "wefe-union-service" && part === "main")
      ?.vendor.ports.map(({ published }) => published) ?? [];
  return ports.includes(unionPort) ? unionPort : (ports[0] ?? unionPort);
}

/** One Docker network a server with the package's subnet, or the one that the stack names (manual 7.12). */
function subnetOf({ stack, wefe, vendorPackage }: WefeContext, servers: readonly string[]) {
  const [own] = vendorPackage.networks.filter(
    ({ owner, subnet }) => owner === "package" && subnet !== undefined,
  );
  const subnet = wefe.subnet ?? own?.subnet;
  if (subnet === undefined)
    return {
      bridges: [],
      changes: [],
      findings: [
        settingFinding("wefe-network", "wefe.subnet", {
          message: "nothing says which subnet the Docker network has",
          found: "no network with a subnet in the package's compose files",
          allowed: "an IPv4 network in CIDR notation",
          remedy: "write wefe.subnet, e.g. 172.30.0.0/16",
        }),
      ],
    };
  const name = bridgeName(stack);
  return {
    bridges: servers.map((server): PlannedBridge => ({ server, name, subnet })),
    findings: [],
    changes:
      own?.subnet === undefined || own.subnet === subnet
        ? []
        : servers.map(
            (server): WefeChange => ({
              server,
              service: name,
              file: own.place.file,
              key: `networks.${own.name}.subnet`,
              from: own.subnet ?? "",
              to: subnet,
            }),
          ),
  };
}

/** Members ask the union, go to the manager's pages there, and each other's gateways; the manual knows no more. */
function dialsOf(sides: readonly PlacedSide[], { union }: Whereabouts): (readonly [string, string])[] {
  const members = sides.filter(({ side }) => side === "member");
  return members.flatMap(({ server }) => [
    ...(union ? [[server, union.server] as const] : []),
    ...members.filter((other) => other.server !== server).map((other) => [server, other.server] as const),
  ]);
}

function missingServices(sides: readonly PlacedSide[], folders: readonly string[]): Finding[] {
  return sides.flatMap((side) =>
    madeServices(side)
      .filter(({ name }) => !folders.includes(name))
      .map(({ name, part }) =>
        settingFinding(
          "wefe-service-missing",
          side.name === unionName ? "wefe.union" : `wefe.members.${side.name}`,
          {
            message: `the package describes no service ${name}`,
            found: `no compose file in a folder ${name} that could be read`,
            allowed: `${name}/docker-compose.yml`,
            remedy:
              part === "always"
                ? "get the whole package, or look how this release calls it"
                : `unpack the vendor's package of ${part} into it, or take ${part} out of \`optional\``,
          },
        ),
      ),
  );
}

/** Data at one path of a server that two services mount: each has a volume of its own here. */
function sharedData(planned: readonly Planned[]): Finding[] {
  const first = new Map<string, Planned>();
  return planned.flatMap((one) =>
    one.one.vendor.mounts.flatMap((mount) => {
      if (mount.kind !== "data" || mount.source === "") return [];
      const key = `${one.service.server} ${mount.volume}`;
      const other = first.get(key);
      if (other === undefined || other === one) {
        first.set(key, one);
        return [];
      }
      const { vendor } = one.one;
      return [
        wefeFinding("wefe-data-shared", vendor.place, `services.${vendor.name}.volumes`, {
          message: `${other.one.vendor.name} and ${vendor.name} keep data at one path`,
          found: mount.source,
          allowed: "a path for each",
          remedy:
            "accept it where they exchange nothing there, as with logs; else ask for it to be made one volume",
        }),
      ];
    }),
  );
}

/** Whether every image is in an archive for the architectures of its servers. */
function imagesOf({ settings, vendorPackage }: WefeContext, planned: readonly Planned[]): readonly Finding[] {
  if (vendorPackage.archives === undefined) return [];
  const needed = new Map<string, { need: NeededVendorImage; architectures: Set<PlannedServer["arch"]> }>();
  for (const { one, service } of planned) {
    const { arch } = processorOf(settings.servers?.[service.server]?.arch ?? "amd64");
    const known = needed.get(service.image);
    if (known) known.architectures.add(arch);
    else
      needed.set(service.image, {
        need: {
          reference: service.image,
          service: one.vendor.name,
          place: one.vendor.place,
          architectures: [],
        },
        architectures: new Set([arch]),
      });
  }
  const all = [...needed.values()].map(({ need, architectures }) => ({
    ...need,
    architectures: [...architectures].sort(byName),
  }));
  // What is given a reference comes from the user's own registry.
  const fromArchives = all.filter(({ reference }) => settings.images.references[reference] === undefined);
  return findVendorImages(fromArchives, vendorPackage.archives).findings;
}
