import type { Entry } from "../images/layer.js";
import { allContracts } from "../stand-ins/wefe/contracts.js";

/** Version under which the package's file deploys its contracts (seen in the manual's picture of `queryCNS`). */
export const contractVersion = "v3.8.0";

/** A contract of one of WeFe's names: enough for the console's stand-in, and for a compiler. */
function source(name: string): string {
  return `// Fixture of the lab, not WeFe's contract.\npragma solidity >=0.4.24 <0.6.11;\n\ncontract ${name} {\n}\n`;
}

/** Contracts, their command file, and what the data synchronisation reads of them, at their places in the package. */
export function contractEntries(): Entry[] {
  return [
    {
      kind: "file",
      path: "/fisco/console/deployByCNS.init",
      content: allContracts.map((name) => `deployByCNS ${name} ${contractVersion}\n`).join(""),
    },
    ...allContracts.flatMap((name): Entry[] => [
      { kind: "file", path: `/fisco/console/contracts/solidity/${name}.sol`, content: source(name) },
      { kind: "file", path: `/wefe-blockchain-data-sync/solidity/source/${name}.sol`, content: source(name) },
      { kind: "file", path: `/wefe-blockchain-data-sync/solidity/abi/${name}.abi`, content: "[]\n" },
      { kind: "file", path: `/wefe-blockchain-data-sync/solidity/bin/${name}.bin`, content: "00\n" },
    ]),
  ];
}
