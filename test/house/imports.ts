import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** What each source file imports, type-only imports too: paths of the checkout, or names of packages. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Imports of every TypeScript file of the checkout that is no test. */
export function importsOf(root: string): Imports {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  const sources = files.split("\n").filter((file) => file !== "" && !isTest(file));
  return new Map(
    sources.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"));
      return [file, importedFiles.map(({ fileName }) => target(file, fileName))];
    }),
  );
}

/** What a file takes from a module, by name; `*` for all of it. */
export function namesFrom(root: string, file: string, module: string): string[] {
  const { statements } = ts.createSourceFile(
    file,
    readFileSync(join(root, file), "utf8"),
    ts.ScriptTarget.Latest,
  );
  return statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== module) return [];
    const bindings = importClause?.namedBindings;
    if (!bindings || importClause.name || !ts.isNamedImports(bindings)) return ["*"];
    return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  });
}

function isTest(file: string): boolean {
  return /\.test\.ts$|(^|\/)testing(\.ts$|\/)|^test\//.test(file);
}

function target(from: string, name: string): string {
  return name.startsWith(".") ? normalize(join(dirname(from), name)).replace(/\.js$/, ".ts") : name;
}

/** Groups of files that import each other, directly or over others (Tarjan's strongly connected components). */
export function circlesOf(imports: Imports): string[][] {
  const index = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const own = index.size;
    index.set(file, own);
    stack.push(file);
    let lowest = own;
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      if (!index.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, index.get(next) ?? lowest);
    }
    if (lowest === own) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return lowest;
  };
  for (const file of imports.keys()) if (!index.has(file)) visit(file);
  return circles;
}
