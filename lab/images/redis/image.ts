import { source } from "../../../ops/checkout.js";
import { baseEntries } from "../base.js";
import { debianParts, requireLine } from "../debian.js";
import { type LabImage, originLabels, searchPath } from "../image.js";
import { fileEntry } from "../layer.js";

const folder = source("lab", "images", "redis");

/** Contract: README.md in this folder. */
export const redis: LabImage = {
  name: "redis",
  version: "7.0",
  inputs: [folder, ...["base.ts", "debian.ts"].map((file) => source("lab", "images", file))],
  async content(onLine) {
    const { entries, versions } = await debianParts(["redis-tools"], onLine);
    requireLine(versions, "redis-tools", "7.0");
    return {
      config: {
        env: [searchPath],
        entrypoint: ["docker-entrypoint.sh"],
        command: ["redis-server"],
        workingDir: "/data",
        volumes: ["/data"],
        ports: ["6379/tcp"],
        labels: originLabels("redis", "7.0", `Debian redis-tools ${versions.get("redis-tools")}`),
      },
      layers: [
        await baseEntries({ redis: 999 }),
        entries,
        [
          await fileEntry("/usr/local/bin/docker-entrypoint.sh", `${folder}/docker-entrypoint.sh`),
          // As Debian's package redis-server makes it: the checker and the server are one program.
          { kind: "link", path: "/usr/local/bin/redis-server", target: "/usr/bin/redis-check-rdb" },
          { kind: "directory", path: "/data", owner: 999 },
        ],
      ],
    };
  },
};
