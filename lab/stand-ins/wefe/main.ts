import { runService } from "./run.js";
import { runStore, stores } from "./stores.js";

/** The stand-in's program: the service it plays is its one argument. */
async function main([name, ...more]: readonly string[]): Promise<void> {
  if (name === undefined || more.length > 0) throw new Error("usage: wefe-stand-in SERVICE");
  const store = Object.hasOwn(stores, name) ? stores[name] : undefined;
  const stop = store
    ? await runStore(name, store)
    : await runService(name, {
        config: process.env.STAND_IN_CONFIG ?? "/opt/service/config",
        logs: `/data/logs/${name}`,
        waitSeconds: Number(process.env.STAND_IN_WAIT_SECONDS ?? "30"),
        receiptSeconds: Number(process.env.STAND_IN_RECEIPT_SECONDS ?? "20"),
      });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      stop();
      process.exit(0);
    });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(
    `-${new Date().toISOString()} -ERROR [] [main] stand-in: ${error instanceof Error ? error.message : error}`,
  );
  process.exit(1);
});
