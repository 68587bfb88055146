/**
 * The services of WeFe 3.8 as far as its manual, its pictures and the open source of 2.5 tell. What the closed package
 * alone knows (images, most ports, checks, environment) is read from its compose files and is not repeated here.
 */

/** Where a fact comes from; `assumed`: it fits the rest and was never seen, so it must not be the only ground. */
export type WefeSource =
  /** Section of the deployment manual, or another manual by what it is of. */
  | { readonly kind: "manual"; readonly section: string }
  /** A picture of the manual, by its name. */
  | { readonly kind: "picture"; readonly name: string }
  /** github.com/tianmiantech/WeFe at 2.5.0, by path; 3.8 is closed and may differ. */
  | { readonly kind: "source"; readonly path: string }
  | { readonly kind: "assumed"; readonly why: string };

export const optionalParts = ["serving", "fusion", "flsql", "visualfl"] as const;
/** A part of a member that a stack may ask for. */
export type OptionalPart = (typeof optionalParts)[number];

/** Services start in this order; those of one stage together. */
export const wefeStages = ["data", "services", "followers", "websites"] as const;
export type WefeStage = (typeof wefeStages)[number];

/** How somebody outside knows that a service works. Without a port it is the first that its compose file publishes. */
export type WefeHealth =
  | {
      readonly kind: "http";
      readonly path: string;
      /** What its answer must match besides status 200. */
      readonly matches?: string;
      readonly port?: number;
      readonly source: WefeSource;
    }
  | { readonly kind: "tcp"; readonly port?: number; readonly source: WefeSource };

/** Something that must work before a service starts, or it ends. */
export interface WefeNeed {
  /** A service of the catalogue, or `chain`: FISCO BCOS with consensus and the contracts in its name service. */
  readonly service: string;
  readonly why: string;
  readonly source: WefeSource;
}

export interface WefeService {
  /** Name of its folder in the package, of the container, and for the vendor's `rundis-cli`. */
  readonly name: string;
  readonly side: "union" | "member";
  /** Whether every union or member has it, or which part brings it. */
  readonly part: "always" | OptionalPart;
  readonly architectures: readonly ("amd64" | "arm64")[];
  readonly stage: WefeStage;
  readonly needs: readonly WefeNeed[];
  readonly health: WefeHealth;
  /** Ports of the server that are known; the package's compose file says them all. */
  readonly ports: readonly { readonly port: number; readonly source: WefeSource }[];
  /** Data that is made once: what the vendor's tool does, and does again to the data's loss. */
  readonly initialised?: { readonly by: string; readonly known: string; readonly source: WefeSource };
}

const manual = (section: string): WefeSource => ({ kind: "manual", section });
const picture = (name: string): WefeSource => ({ kind: "picture", name });
const source = (path: string): WefeSource => ({ kind: "source", path });
const assumed = (why: string): WefeSource => ({ kind: "assumed", why });

const both = ["amd64", "arm64"] as const;
const x86 = ["amd64"] as const;
const listens: WefeHealth = { kind: "tcp", source: assumed("no other check from outside is known") };

/** Union and manager look up 10 of the 15 contracts each. */
const contracts: WefeNeed = {
  service: "chain",
  why: "looks up its 10 contracts at start and ends when one is missing, or when a transaction gets no receipt",
  source: source("union-service BlockChainConfig.java, RegisterNodeInfoListener.java; manual 7.4"),
};

/** What is known of a service besides its place; the rest is as of most. */
type Known = Partial<Pick<WefeService, "architectures" | "needs" | "health" | "ports" | "initialised">>;

function entry(place: Pick<WefeService, "name" | "side" | "part" | "stage">, known: Known = {}): WefeService {
  return { ...place, architectures: both, needs: [], health: listens, ports: [], ...known };
}

const union = (stage: WefeStage, name: string, known?: Known) =>
  entry({ name, side: "union", part: "always", stage }, known);
const member = (stage: WefeStage, name: string, known?: Known) =>
  entry({ name, side: "member", part: "always", stage }, known);
const optional = (part: OptionalPart, stage: WefeStage, name: string, known?: Known) =>
  entry({ name, side: "member", part, stage }, known);

/** What `rundis-cli install` makes once; run again it makes it anew, and what was there is lost (manual 6.1). */
const installed = (name: string, section: string, known: string) => ({
  initialised: { by: `rundis-cli install ${name}`, known, source: manual(section) },
});

/** Accounts are in MySQL (manual 7.5); that these read redis and nacos is nowhere said. */
const accounts = (["mysql", "redis", "nacos"] as const).map(
  (service): WefeNeed => ({
    service,
    why: "accounts, sessions and settings",
    source: assumed("manual 4 and 7.5 name them without saying who reads what"),
  }),
);

/** Every service of the package by what it belongs to, as `upstart --center` and `--member` list them (manual 6.1). */
export const wefeServices: readonly WefeService[] = [
  union(
    "data",
    "mongo",
    installed(
      "mongo",
      "3.2",
      "indices; the open source asks for a replica set, as its transactions need one",
    ),
  ),
  union("services", "wefe-union-service", {
    needs: [
      { service: "mongo", why: "its database", source: source("union-service application.properties") },
      contracts,
    ],
    health: {
      kind: "http",
      path: "/union-service/service/alive",
      // When it is well it answers {"code":0,"data":null,"message":null,"spend":1}.
      matches: '"code"\\s*:\\s*0\\b',
      port: 8086,
      source: manual("3.3"),
    },
    ports: [{ port: 8086, source: manual("3.3") }],
  }),
  union("services", "wefe-blockchain-data-sync", {
    needs: [
      {
        service: "mongo",
        why: "its database",
        source: source("blockchain-data-sync application.properties"),
      },
      {
        service: "chain",
        why: "follows its blocks, and stops for good at the first that it cannot follow",
        source: source("blockchain-data-sync InitListener.java, DataSyncTask.java"),
      },
    ],
    ports: [{ port: 8087, source: picture("rundis-cli ps") }],
  }),
  union("services", "wefe-manager-service", {
    needs: [
      { service: "mongo", why: "its two databases", source: source("manager application.properties") },
      { ...contracts, source: source("manager-service BlockChainConfig.java") },
    ],
    ports: [{ port: 8085, source: manual("7.13") }],
  }),
  union("websites", "wefe-manager-website", {
    ports: [{ port: 85, source: picture("iam-portal-nginx-manager-config-update") }],
  }),

  member(
    "data",
    "mysql",
    installed("mysql", "4", "tables of wefe_board, welab_iam and others; the scripts of 2.5 drop them first"),
  ),
  member("data", "clickhouse", installed("clickhouse", "4", "databases wefe_data and wefe_process")),
  member("data", "redis", installed("redis", "4", "nothing")),
  member(
    "data",
    "nacos",
    installed("nacos", "4", "nothing: what it holds, and where, is in the package only"),
  ),
  member("services", "welab-iam", { needs: accounts }),
  member("services", "welab-gateway", {
    needs: accounts,
    ports: [{ port: 8088, source: assumed("webapp.conf sends its requests to host.service:8088 (picture)") }],
  }),
  member("services", "wefe-board-service", {
    needs: [
      { service: "mysql", why: "its database", source: source("docs/system_framework/board-service.md") },
    ],
    health: { kind: "http", path: "/board-service/service/alive", source: source("AliveApi.java") },
  }),
  member("services", "wefe-gateway", {
    needs: [
      {
        service: "mysql",
        why: "ends when it cannot load its settings",
        source: source("gateway InitListener.java"),
      },
    ],
    health: { kind: "tcp", port: 50_052, source: picture("board-gateway-uri-edit") },
    ports: [
      { port: 50_051, source: picture("rundis-cli ps") },
      { port: 50_052, source: picture("rundis-cli ps") },
    ],
  }),
  member("followers", "wefe-flow", {
    needs: [
      {
        service: "wefe-board-service",
        why: "waits until the board has made the member's id",
        source: source("flow/assembly/scripts/service.sh, fill_config_shell_service.py"),
      },
    ],
    health: { kind: "http", path: "/service/alive", port: 5000, source: source("flow/web/api/service") },
    ports: [{ port: 5000, source: picture("iam-sdk-add-board-04") }],
  }),
  member("websites", "iam-web"),
  member("websites", "iam-portal-web", { ports: [{ port: 80, source: manual("5") }] }),
  member("websites", "wefe-board-website", { ports: [{ port: 82, source: picture("rundis-cli ps") }] }),

  optional("serving", "services", "wefe-serving-service", {
    ports: [{ port: 8083, source: picture("iam-sdk-add-board-04") }],
  }),
  optional("serving", "websites", "wefe-serving-website"),
  optional("fusion", "services", "wefe-fusion-service"),
  optional("fusion", "websites", "wefe-fusion-website"),
  optional("flsql", "services", "wefe-tee-attestation", {
    architectures: x86,
    ports: [{ port: 51_051, source: manual("of federated SQL") }],
  }),
  optional("flsql", "services", "wefe-tee-server", {
    architectures: x86,
    ports: [{ port: 51_052, source: manual("of federated SQL") }],
  }),
  optional("flsql", "followers", "wefe-flsql-service", {
    architectures: x86,
    ports: [{ port: 51_053, source: manual("of federated SQL") }],
  }),
  optional("visualfl", "services", "wefe-visualfl-service", {
    architectures: x86,
    ports: [{ port: 10_002, source: manual("of visual learning") }],
  }),
];

/** Services of a union or a member, in the order of their stages. */
export function servicesOf(side: WefeService["side"], parts: readonly OptionalPart[] = []): WefeService[] {
  return wefeStages.flatMap((stage) =>
    wefeServices.filter(
      (one) =>
        one.side === side && one.stage === stage && (one.part === "always" || parts.includes(one.part)),
    ),
  );
}

/** A name that compose files give in `extra_hosts`, and whose address it stands for (manual 3.3). */
export interface WefeHostName {
  readonly name: string;
  /** Service that answers there; `own`: the server itself, whatever it publishes. */
  readonly answers: "mysql" | "redis" | "clickhouse" | "mongo" | "chain" | "own";
  /** Dialled ports that are known besides those in the package. */
  readonly dialled: readonly { readonly by: string; readonly port: number; readonly source: WefeSource }[];
}

/** The names by which services find each other: through ports published on servers, not by a network's names. */
export const wefeHostNames: readonly WefeHostName[] = [
  { name: "mysql.service", answers: "mysql", dialled: [] },
  { name: "redis.service", answers: "redis", dialled: [] },
  { name: "clickhouse.service", answers: "clickhouse", dialled: [] },
  { name: "mongodb.service", answers: "mongo", dialled: [] },
  { name: "fisco.service", answers: "chain", dialled: [] },
  {
    name: "host.service",
    answers: "own",
    dialled: [
      { by: "iam-portal-web", port: 8088, source: picture("iam-portal-nginx-manager-config-update") },
      { by: "iam-portal-web", port: 85, source: picture("iam-portal-nginx-manager-config-update") },
      { by: "wefe-board-service", port: 5000, source: picture("iam-sdk-add-board-04") },
      { by: "wefe-board-service", port: 8083, source: picture("iam-sdk-add-board-04") },
    ],
  },
];

/** An image that runs where the package's own does not. */
export interface OldArmImage {
  readonly service: string;
  /** As the vendor names it; its archive is a download of its own. */
  readonly image: string;
  readonly when: string;
  readonly source: WefeSource;
}

/** What the manual puts in the place of images that old ARM processors or systems cannot run. */
export const oldArmImages: readonly OldArmImage[] = [
  { service: "mongo", image: "wefe/mongo:4.2.20", when: "ARM before v8.2", source: manual("7.9") },
  {
    service: "clickhouse",
    image: "wefe/bitnami/clickhouse:22.3.20",
    when: "ARM before v8.2",
    source: manual("7.10"),
  },
  {
    service: "wefe-flow",
    image: "wefe-python37-debain-buster:1.0-arm64",
    when: "ARM with a system as old as Ubuntu 18.04",
    source: manual("7.11"),
  },
];

/** A login that every installation has until somebody changes it. */
export interface DefaultCredential {
  readonly of: string;
  readonly username: string;
  readonly password: string;
  readonly change: string;
  readonly source: WefeSource;
}

/** Published in manuals, so no secret: whoever reaches the service knows them. */
export const defaultCredentials: readonly DefaultCredential[] = [
  {
    of: "iam-portal-web",
    username: "superAdmin",
    password: "Ab$123456",
    change: "after the first login, in the portal",
    source: manual("5"),
  },
  {
    of: "mysql",
    username: "wefe",
    password: "wefepass",
    change: "in MySQL and in every service that logs in with it; where those keep it is in the package only",
    source: manual("of federated SQL, 6"),
  },
];
