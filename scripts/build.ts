/** Makes dist/, the package as other programs import it: `npm run build`. Types are checked by `npm run types` alone. */
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { root, source } from "../ops/checkout.js";
import { nodeBundle } from "./bundle.js";

rmSync(source("dist"), { recursive: true, force: true });
execFileSync("npx", ["--no-install", "tsc", "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
// What the components start by its path.
copyFileSync(source("components/server/dial.sh"), source("dist/components/server/dial.sh"));
await build({
  ...nodeBundle,
  absWorkingDir: root,
  entryPoints: { "steps/run": "steps/packaged.ts" },
  outdir: source("dist"),
  outExtension: { ".js": ".mjs" },
  chunkNames: "steps/[name]-[hash]",
  splitting: true,
});
