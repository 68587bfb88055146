import type { BuildOptions } from "esbuild";

/** How programs of ours become bundles that Node 20 runs as ES modules. */
export const nodeBundle = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Optional native parts of ssh2, which works without them.
  external: ["cpu-features", "*.node"],
  // CommonJS parts of a bundle look for these names of the module they were in.
  banner: {
    js: `import { createRequire as consortiumCreateRequire } from "node:module";
import { fileURLToPath as consortiumFileUrl } from "node:url";
const require = consortiumCreateRequire(import.meta.url);
const __filename = consortiumFileUrl(import.meta.url);
const __dirname = consortiumFileUrl(new URL(".", import.meta.url));`,
  },
  logLevel: "warning",
} as const satisfies BuildOptions;
