import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { debianParts, requireLine } from "../debian.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { type Entry, fileEntry } from "../layer.js";

const folder = source("lab", "images", "mariadb");
/** As in the official image. */
const mysqlUser = 999;

/** Contract: README.md in this folder. */
export const mariadb: LabImage = {
  name: "mariadb",
  version: "10.11",
  inputs: [folder, ...["base.ts", "debian.ts"].map((file) => source("lab", "images", file))],
  async content(onLine) {
    const { entries, versions } = await debianParts(
      ["mariadb-server-core", "mariadb-client-core"],
      onLine,
      // Only for mariadb-admin; the rest of the package is Perl.
      ["mariadb-client"],
    );
    requireLine(versions, "mariadb-server-core", "10.11");
    return {
      config: {
        env: [searchPath],
        entrypoint: ["docker-entrypoint.sh"],
        command: ["mariadbd"],
        volumes: ["/var/lib/mysql"],
        ports: ["3306/tcp"],
        labels: originLabels(
          "mariadb",
          "10.11",
          `Debian mariadb-server-core ${versions.get("mariadb-server-core")}`,
        ),
      },
      layers: [
        await baseEntries({ mysql: mysqlUser }),
        entries.filter(isUsed),
        [
          await fileEntry("/usr/local/bin/docker-entrypoint.sh", `${folder}/docker-entrypoint.sh`),
          await fileEntry("/etc/mysql/mariadb.cnf", `${folder}/mariadb.cnf`),
          ...["mysql", "mysqladmin", "mysqld"].map(
            (name): Entry => ({ kind: "link", path: `/usr/local/bin/${name}`, target: programs[name] ?? "" }),
          ),
          { kind: "link", path: "/etc/mysql/my.cnf", target: "mariadb.cnf" },
          { kind: "directory", path: "/etc/mysql/conf.d" },
          { kind: "directory", path: "/docker-entrypoint-initdb.d" },
          { kind: "directory", path: "/run/mysqld", owner: mysqlUser },
          { kind: "directory", path: "/var/lib/mysql", owner: mysqlUser },
        ],
      ],
    };
  },
};

/** Names that programs and health checks of MySQL's time use. */
const programs: Readonly<Record<string, string>> = {
  mysql: "/usr/bin/mariadb",
  mysqladmin: "/usr/bin/mariadb-admin",
  mysqld: "/usr/sbin/mariadbd",
};

/** Of the client packages only the two programs, of the configuration none. */
function isUsed({ path }: Entry): boolean {
  if (path.startsWith("/etc/mysql")) return false;
  if (!path.startsWith("/usr/bin/")) return true;
  return /^\/usr\/bin\/(mariadb|mariadb-admin|mariadb-install-db|my_print_defaults|resolveip)$/.test(path);
}
