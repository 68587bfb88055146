import { fileFinding } from "./package/findings.js";
import { overlayNginx, type Upstream } from "./package/overlay/nginx.js";
import { overlayProperties } from "./package/overlay/properties.js";
import type { Overlaid } from "./package/overlay/types.js";
import { overlayYaml } from "./package/overlay/yaml.js";
import type { PackageFiles } from "./package/types.js";

/** Addresses that values in the package's files derive from. */
export interface WefeAddresses {
  /** Server of this service. */
  readonly own: string;
  /** A server of the chain that this union's services dial; a member has none. */
  readonly chain?: string;
  /** `http://HOST:8086/union-service/`. */
  readonly unionUrl: string;
  /** Server of the union; absent when somebody else runs it and only its URL is known. */
  readonly union?: string;
}

/** A value in a file of the package that derives from an address; nothing where it need not be set. */
export type WefeSetting =
  | {
      readonly kind: "property";
      readonly key: string;
      readonly value: (at: WefeAddresses) => string | undefined;
    }
  | { readonly kind: "nginx"; readonly upstream: (at: WefeAddresses) => Upstream | undefined }
  | {
      readonly kind: "yaml";
      readonly path: readonly (string | number)[];
      readonly value: (at: WefeAddresses) => string | undefined;
    };

/** The values that one file of one service needs. */
export interface WefeSettingsFile {
  readonly service: string;
  /** Path in the package. */
  readonly file: string;
  readonly settings: readonly WefeSetting[];
  /** Where the manual says so. */
  readonly source: string;
}

const chainAddress: WefeSetting = {
  kind: "property",
  key: "block.chain.fisco-bcos.ip",
  value: ({ chain }) => chain,
};
const unionUrl: WefeSetting = {
  kind: "property",
  key: "wefe.union.base-url",
  value: ({ unionUrl }) => unionUrl,
};

/** Requests of the manager's pages go to the union's server when that is another one (manual 7.13). */
function toUnion(location: string, port: Upstream["port"]): WefeSetting {
  return {
    kind: "nginx",
    upstream: ({ union, own }) =>
      union === undefined || union === own ? undefined : { location, host: union, port },
  };
}

const propertiesOf = (service: string) => `${service}/config/application.properties`;

/** Every file of the package whose content derives from an address, as far as the manual names them. */
export const wefeSettingsFiles: readonly WefeSettingsFile[] = [
  ...["wefe-union-service", "wefe-blockchain-data-sync", "wefe-manager-service"].map((service) => ({
    service,
    file: propertiesOf(service),
    settings: [chainAddress],
    source: "manual 3.3, 7.2",
  })),
  ...["wefe-board-service", "wefe-gateway"].map((service) => ({
    service,
    file: propertiesOf(service),
    settings: [unionUrl],
    source: "manual 4",
  })),
  {
    service: "iam-portal-web",
    file: "iam-portal-web/webapp.conf",
    settings: [toUnion("manager-website", "kept"), toUnion("manager-service", 8085)],
    source: "manual 7.13",
  },
  {
    service: "wefe-visualfl-service",
    file: "wefe-visualfl-service/config/standalone.yaml",
    settings: [{ kind: "yaml", path: ["machines", "[]", "ip"], value: ({ own }) => own }],
    source: "the manual of visual learning",
  },
];

/** A file of the package as it is placed for one server, beside what the package has. */
export interface OverlaidFile extends Overlaid {
  readonly file: string;
  /** The package's own text, for the diff. */
  readonly original: string;
}

/** The files of a service with the values that derive from addresses. */
export function overlayService(
  service: string,
  files: Pick<PackageFiles, "text">,
  addresses: WefeAddresses,
): OverlaidFile[] {
  return wefeSettingsFiles
    .filter((one) => one.service === service)
    .map(({ file, settings, source }) => {
      const original = files.text(file);
      if (original !== undefined) return { file, original, ...overlay(file, original, settings, addresses) };
      const finding = fileFinding("overlay-place", file, {
        message: `the package has no such file, which ${service} is configured by`,
        remedy: `look where this release keeps it (${source})`,
      });
      return { file, original: "", text: "", changes: [], findings: [finding] };
    });
}

function overlay(
  file: string,
  original: string,
  settings: readonly WefeSetting[],
  addresses: WefeAddresses,
): Overlaid {
  return settings.reduce<Overlaid>(
    (before, setting) => {
      const { text, changes, findings } = applied(file, before.text, setting, addresses);
      return {
        text,
        changes: [...before.changes, ...changes],
        findings: [...before.findings, ...findings],
      };
    },
    { text: original, changes: [], findings: [] },
  );
}

function applied(file: string, text: string, setting: WefeSetting, addresses: WefeAddresses): Overlaid {
  const unchanged: Overlaid = { text, changes: [], findings: [] };
  if (setting.kind === "nginx") {
    const upstream = setting.upstream(addresses);
    return upstream === undefined ? unchanged : overlayNginx(file, text, [upstream]);
  }
  const value = setting.value(addresses);
  if (value === undefined) return unchanged;
  if (setting.kind === "yaml") return overlayYaml(file, text, [{ path: setting.path, value }]);
  return overlayProperties(file, text, { [setting.key]: value });
}
