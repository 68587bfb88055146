import { posix } from "node:path";
import type { Finding } from "../../config/findings.js";
import type { WefeSettings } from "../../config/wefe/schema.js";
import type { SourceText } from "../context.js";
import { byName } from "../names.js";
import { unionContracts } from "./contracts.js";
import { settingFinding } from "./findings.js";
import { entryAt } from "./package/entries.js";
import type { PackageEntry, PackageFiles } from "./package/types.js";
import { importsOf } from "./solidity-imports.js";
import type { VendorPackage } from "./types.js";

/** Sources of the union's contracts as the chain's console gets them, and what is wrong with the package's. */
export interface ContractFiles {
  readonly contracts: readonly SourceText[];
  readonly findings: readonly Finding[];
}

const none: ContractFiles = { contracts: [], findings: [] };

/** The contracts that a stack's own chain gets from the package: those of a union that is placed, and no others. */
export function contractFilesOf(
  wefe: WefeSettings | undefined,
  vendorPackage: Pick<VendorPackage, "files"> | undefined,
): ContractFiles {
  if (wefe?.union.server === undefined || wefe.union.existing.fisco !== undefined || !vendorPackage)
    return none;
  return findContracts(vendorPackage.files, unionContracts);
}

/**
 * Sources of contracts by their names: `NAME.sol`, wherever the package has it, with everything that it imports by a
 * path of its own. All go into the console's one folder, where a contract's imports are looked for (FISCO BCOS, manual of
 * the console, `deploy`).
 */
export function findContracts(files: PackageFiles, names: readonly string[]): ContractFiles {
  const found = new Map<string, SourceText & { readonly from: string }>();
  const findings: Finding[] = [];
  const add = (path: string, from: string): void => {
    const text = files.text(from);
    const known = found.get(path);
    if (text === undefined || known?.text === text) return;
    if (known) {
      findings.push(twice(path, [known.from, from]));
      return;
    }
    found.set(path, { path, text, from });
    for (const written of importsOf(text)) {
      const target = posix.join(posix.dirname(path), written);
      const source = posix.join(posix.dirname(from), written);
      if (!/^\.\.?\//.test(written) || target.startsWith("..")) findings.push(elsewhere(from, written));
      else if (files.text(source) === undefined) findings.push(notThere(from, written, source));
      else add(target, source);
    }
  };
  for (const name of names) {
    const path = `${name}.sol`;
    const sources = sourcesOf(files, path);
    const [first] = sources;
    if (first === undefined) findings.push(missing(path));
    else if (sources.length > 1) findings.push(twice(path, sources));
    else add(path, first);
  }
  return {
    contracts: [...found.values()]
      .map(({ path, text }) => ({ path, text }))
      .sort((a, b) => byName(a.path, b.path)),
    findings,
  };
}

/** Where the package has files of a name; of those with the same content the first. */
function sourcesOf(files: PackageFiles, name: string): string[] {
  const first = new Map<string, string>();
  for (const { path } of files.entries.values()) {
    if (posix.basename(path) !== name) continue;
    const entry: PackageEntry | undefined = entryAt(files, path);
    if (entry?.kind === "file" && !first.has(entry.sha256)) first.set(entry.sha256, path);
  }
  return [...first.values()];
}

function missing(name: string): Finding {
  return settingFinding("wefe-contract-source", "wefe.package", {
    message: `the package has no source of the contract ${name.replace(/\.sol$/, "")}, without which the union's services end`,
    found: `no file ${name}`,
    allowed: `${name}, in any folder`,
    remedy: "get the whole package, or use a chain that has the contracts (wefe.union.existing.fisco)",
  });
}

function twice(name: string, paths: readonly string[]): Finding {
  return settingFinding("wefe-contract-source", "wefe.package", {
    message: `the package has several files ${name}, and they differ`,
    found: paths.join(", "),
    allowed: "one, or copies of one",
    remedy:
      "ask the vendor which of them is deployed; unpack the package, leave that one in it, and name the folder in wefe.package.path",
  });
}

function elsewhere(file: string, written: string): Finding {
  return settingFinding("wefe-contract-source", `wefe.package: ${file}`, {
    message: "the contract imports a file that does not lie beside or below it",
    found: `import "${written}"`,
    allowed: `import "./NAME.sol"`,
    remedy: "ask the vendor how it is deployed: the console compiles what lies in one folder",
  });
}

function notThere(file: string, written: string, source: string): Finding {
  return settingFinding("wefe-contract-import", `wefe.package: ${file}`, {
    message: "the contract imports a file that the package does not have",
    found: `import "${written}"; no file ${source}`,
    remedy:
      "accept it where the console's own release brings the file, as it does Table.sol; else it does not compile",
  });
}
