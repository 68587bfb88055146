import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { debianParts, requireLine } from "../debian.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { fileEntry } from "../layer.js";

const folder = source("lab", "images", "nginx");

/** Contract: README.md in this folder. */
export const nginx: LabImage = {
  name: "nginx",
  version: "1.22",
  inputs: [folder, ...["base.ts", "debian.ts"].map((file) => source("lab", "images", file))],
  async content(onLine) {
    const { entries, versions } = await debianParts(["nginx"], onLine);
    requireLine(versions, "nginx", "1.22");
    // Configuration and pages are the official image's, not Debian's; mime.types and the like stay.
    const replaced =
      /^\/(etc\/nginx\/(nginx\.conf|sites-|conf\.d|modules-)|usr\/share\/nginx\/html|var\/www|etc\/iproute2|usr\/bin|bin|sbin)/;
    return {
      config: {
        env: [searchPath],
        command: ["nginx", "-g", "daemon off;"],
        ports: ["80/tcp"],
        labels: originLabels("nginx", "1.22", `Debian nginx ${versions.get("nginx")}`),
      },
      layers: [
        await baseEntries({ nginx: 101 }, ["wget"]),
        entries.filter(({ path }) => !replaced.test(path)),
        [
          await fileEntry("/etc/nginx/nginx.conf", `${folder}/nginx.conf`),
          await fileEntry("/etc/nginx/conf.d/default.conf", `${folder}/default.conf`),
          { kind: "file", path: "/usr/share/nginx/html/index.html", content: "nginx of the lab\n" },
          { kind: "link", path: "/var/log/nginx/access.log", target: "/dev/stdout" },
          { kind: "link", path: "/var/log/nginx/error.log", target: "/dev/stderr" },
          ...["/var/cache/nginx", "/var/lib/nginx", "/run"].map(
            (path) => ({ kind: "directory", path }) as const,
          ),
        ],
      ],
    };
  },
};
