import { expect, test } from "vitest";
import { importsOf } from "./solidity-imports.js";

test.each([
  { source: 'pragma solidity ^0.4.25;\nimport "./Table.sol";\n', found: ["./Table.sol"] },
  { source: "import './Table.sol';", found: ["./Table.sol"] },
  { source: 'import "./Table.sol" as t;', found: ["./Table.sol"] },
  { source: 'import * as t from "./lib/Table.sol";', found: ["./lib/Table.sol"] },
  { source: 'import {\n  A, // "./No.sol"\n  B as C\n} from "./Table.sol";', found: ["./Table.sol"] },
  { source: 'import "./A.sol";import "./B.sol";\nimport "./A.sol";', found: ["./A.sol", "./B.sol"] },
  { source: '// import "./A.sol";\n/* import "./B.sol"; */\ncontract C {}', found: [] },
  { source: "contract C { string s = 'import \"./A.sol\"'; }", found: [] },
  { source: 'contract C { string s = "// "; }\nimport "./B.sol";', found: ["./B.sol"] },
  { source: "contract important { }", found: [] },
])("$source imports $found", ({ source, found }) => {
  expect(importsOf(source)).toEqual(found);
});
