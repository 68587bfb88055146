import { mkdir } from "node:fs/promises";
import { run } from "../../../hosts/process.js";
import { cached, source } from "../../../ops/checkout.js";
import type { LabImage } from "../image.js";
import { originLabels } from "../image.js";
import { fileEntry } from "../layer.js";

/** Contract: README.md in this folder. */
export const mycc: LabImage = {
  name: "mycc",
  version: "1.0",
  inputs: [source("lab", "images", "mycc")],
  async content(onLine) {
    const program = cached("images", "parts", "mycc");
    await mkdir(cached("images", "parts"), { recursive: true });
    await run(["go", "build", "-p", "2", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", program, "."], {
      cwd: source("lab", "images", "mycc"),
      env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false" },
      onLine,
    });
    return {
      config: {
        env: [],
        entrypoint: ["/chaincode"],
        labels: originLabels("mycc", "1.0", "lab/images/mycc"),
      },
      layers: [[await fileEntry("/chaincode", program), { kind: "directory", path: "/tmp", mode: 0o1777 }]],
    };
  },
};
