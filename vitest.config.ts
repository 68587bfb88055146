import { defineConfig } from "vitest/config";

/** Fast tests run on every machine; the `e2e` project needs the lab (Docker, root) and runs one file at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: ["node_modules/**", ".cache/**", "test/e2e/**"],
          // Against hanging only: a machine that is taken away for half of the time is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
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
