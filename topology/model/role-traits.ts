import type { PlannedService } from "./service.js";

/** Who dials a port from other servers: a role, `clients` (applications), or `everyone`. */
export type Caller = string;

/** What is the same for every service of a role: one table a kind of network. */
export interface RoleTraits {
  /** Heading of its services in a picture, e.g. `Orderers`. */
  readonly title: string;
  /** Callers by port. Default: nobody on another server. */
  readonly callers?: Readonly<Record<string, readonly Caller[]>>;
  /** Ports of other roles that a service dials where its host entries have this name. */
  readonly dialsAs?: readonly { readonly role: string; readonly port: string; readonly host: string }[];
  /** Roles that it dials by name, so that it needs host entries for them. */
  readonly dials?: readonly string[];
  /** Ports for its own server only: whoever reaches them administers the service or reads its data. */
  readonly hostOnly?: readonly string[];
  /**
   * Its ports are those of a vendor's package: on loopback or its server's address, and with `anywhere` on all addresses,
   * too. Default: they are ours, on its server's address, or on loopback where {@link hostOnly} says so.
   */
  readonly published?: "on its server" | "anywhere";
  /** Where it keeps what must outlive its container, as its own settings say where they can. Default: nowhere. */
  dataPaths?(service: Pick<PlannedService, "env">): readonly string[];
  /** Its owner is shown beside it in a picture, as services of the role have several. */
  readonly showsOwner?: true;
  /** Files that it writes anew itself when it starts: they are no drift. */
  readonly rewrites?: readonly string[];
  /** `pulumi up` asks it whether it serves although its plan names no check. */
  readonly asked?: true;
}
