import { dirname, resolve } from "node:path";
import { readNode, startNode } from "./node.js";
import { playedVersion } from "./node-config.js";

/**
 * The stand-in's `fisco-bcos`: `-c config.ini` runs the node whose folder holds that file, `-v` prints the version.
 * `STAND_IN_DIALLING=together` makes nodes dial at whole 10 s of the clock, so that two that list each other meet.
 */
async function main(args: readonly string[]): Promise<void> {
  if (args[0] === "-v" || args[0] === "--version") {
    console.log(
      `FISCO-BCOS Version : ${playedVersion}-stand-in\nBuild Type         : stand-in of the lab, not FISCO BCOS`,
    );
    return;
  }
  const [option, file, ...more] = args;
  if (option !== "-c" || file === undefined || more.length > 0)
    throw new Error("usage: fisco-bcos -c config.ini | -v");
  const folder = dirname(resolve(file));
  const node = await startNode(
    folder,
    readNode(folder, resolve(file), new Date()),
    process.env.STAND_IN_DIALLING === "together" ? "together" : "at once",
  );
  console.log(`stand-in of FISCO BCOS ${playedVersion} runs, node ${node.chain.nodeId}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      node.stop();
      process.exit(0);
    });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`fisco-bcos (stand-in): ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
