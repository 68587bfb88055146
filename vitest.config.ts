import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Against hanging only: a machine that is taken away for half of the time is no failure. */
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

const notOurs = ["node_modules/**", ".cache/**", "dist/**"];

/** What needs the lab: Docker and root. */
const onTheLab = ["test/e2e/**/*.test.ts", "plugins/conformance/**/*.test.ts"];

/** Files that make Pulumi's program under mocks: those are of the whole process. */
const programs = "test/resources/**/*.test.ts";

/** Fast tests run on every machine; the `e2e` project runs one file at a time. */
export default defineConfig({
  test: {
    // The default leaves one core to whoever watches.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...notOurs, programs, ...onTheLab],
          // Most of the time went into reading the same modules anew for each file.
          isolate: false,
          ...limits,
        },
      },
      {
        // As tsconfig.json says it: the example imports this package by its name.
        resolve: { alias: { consortium: join(import.meta.dirname, "components/public.ts") } },
        test: { name: "program", include: [programs], exclude: notOurs, ...limits },
      },
      {
        test: {
          name: "e2e",
          include: onTheLab,
          fileParallelism: false,
          // After the fast tests: both at once would fight for the processors.
          sequence: { groupOrder: 1 },
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
