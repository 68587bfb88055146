import { expect, test } from "vitest";
import { findContracts } from "./contract-files.js";
import { packageOf } from "./package/testing/package.js";

const console = "fisco/console/contracts/solidity";
const sync = "wefe-blockchain-data-sync/solidity/source";

test.each([
  {
    rule: "a contract is found by its name, wherever it lies",
    files: { [`${console}/A.sol`]: "contract A {}" },
    contracts: ["A.sol"],
    findings: [],
  },
  {
    rule: "copies of one source are one",
    files: { [`${console}/A.sol`]: "contract A {}", [`${sync}/A.sol`]: "contract A {}" },
    contracts: ["A.sol"],
    findings: [],
  },
  {
    rule: "what it imports comes with it, and what that imports",
    files: {
      [`${sync}/A.sol`]: 'import "./Table.sol";',
      [`${sync}/Table.sol`]: 'import "./lib/Entry.sol";',
      [`${sync}/lib/Entry.sol`]: 'import "../Table.sol";',
    },
    contracts: ["A.sol", "lib/Entry.sol", "Table.sol"],
    findings: [],
  },
  { rule: "one that is missing is refused", files: {}, contracts: [], findings: ["error no file A.sol"] },
  {
    rule: "two that differ are refused",
    files: { [`${console}/A.sol`]: "contract A {}", [`${sync}/A.sol`]: "contract A { uint b; }" },
    contracts: [],
    findings: [`error ${console}/A.sol, ${sync}/A.sol`],
  },
  {
    rule: "an import that the package lacks may be the console's own, and is told",
    files: { [`${console}/A.sol`]: 'import "./Table.sol";' },
    contracts: ["A.sol"],
    findings: [`warning import "./Table.sol"; no file ${console}/Table.sol`],
  },
  {
    rule: "an import from above the folder has no place in the console",
    files: { [`${console}/A.sol`]: 'import "../Table.sol";', "fisco/console/contracts/Table.sol": "" },
    contracts: ["A.sol"],
    findings: ['error import "../Table.sol"'],
  },
  {
    rule: "an import by no path of the package is refused",
    files: { [`${console}/A.sol`]: 'import "http://example.com/Table.sol";' },
    contracts: ["A.sol"],
    findings: ['error import "http://example.com/Table.sol"'],
  },
  {
    rule: "a link counts as what it points to",
    files: {
      [`${sync}/A.sol`]: "contract A {}",
      [`${console}/A.sol`]: { link: `../../../../${sync}/A.sol` },
    },
    contracts: ["A.sol"],
    findings: [],
  },
])("$rule", ({ files, contracts, findings }) => {
  const result = findContracts(packageOf({ "mysql/docker-compose.yml": "", ...files }), ["A"]);
  expect(result.contracts.map(({ path }) => path)).toEqual(contracts);
  expect(result.findings.map(({ severity, found }) => `${severity} ${found}`)).toEqual(findings);
});

test("contracts of several folders whose imports of one name differ are refused", () => {
  const { findings } = findContracts(
    packageOf({
      "mysql/docker-compose.yml": "",
      "one/A.sol": 'import "./Table.sol";',
      "one/Table.sol": "contract Table {}",
      "two/B.sol": 'import "./Table.sol";',
      "two/Table.sol": "contract Table { uint a; }",
    }),
    ["A", "B"],
  );
  expect(findings.map(({ message }) => message)).toEqual([
    "the package has several files Table.sol, and they differ",
  ]);
});
