import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import type { Overlaid, OverlayChange } from "./types.js";

/** Where requests of a location go instead (manual 7.13). */
export interface Upstream {
  /** A folder in the location's path: `manager-website` is that of `/manager-website/`. */
  readonly location: string;
  readonly host: string;
  /** `kept`: the port that the file has. */
  readonly port: number | "kept";
}

/** One word or sign of an nginx configuration. */
interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** A `proxy_pass` with the location that it stands in. */
interface ProxyPass {
  /** Path as the location names it. */
  readonly path: string;
  readonly url: Token;
}

/** What a configuration says of where requests go. */
interface Routes {
  readonly passes: readonly ProxyPass[];
  /** Servers of each `upstream` block by its name, as they are written. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * Sets host and port of `proxy_pass` in named locations; everything else, comments too, stays as it is. One that names an
 * `upstream` has the port of that one's only server.
 */
export function overlayNginx(file: string, text: string, upstreams: readonly Upstream[]): Overlaid {
  const { passes, groups } = routesOf(tokens(text));
  const changes: OverlayChange[] = [];
  const findings: Finding[] = [];
  const edits: { from: number; to: number; text: string }[] = [];
  for (const { location, host, port } of upstreams) {
    const meant = passes.filter(({ path }) => foldersOf(path).includes(location));
    if (meant.length === 0) findings.push(noLocation(file, location));
    for (const { path, url } of meant) {
      const parts =
        /^(?<quote>["']?)(?<scheme>https?:\/\/)(?<host>[^:/"'$]+)(?::(?<port>\d+))?(?<rest>[\s\S]*)$/.exec(
          url.text,
        )?.groups;
      const written = parts?.port === undefined ? "" : `:${parts.port}`;
      const group = groups.get(parts?.host ?? "");
      const kept = group === undefined ? written : portOf(group);
      if (parts === undefined || (port === "kept" && kept === undefined)) {
        findings.push(noAddress(file, path, url));
        continue;
      }
      const from = `${parts.host}${written}`;
      const to = `${host}${port === "kept" ? kept : `:${port}`}`;
      if (from === to) continue;
      edits.push({ from: url.from, to: url.to, text: `${parts.quote}${parts.scheme}${to}${parts.rest}` });
      changes.push({ file, key: `location ${path} proxy_pass`, from, to });
    }
  }
  let result = text;
  for (const edit of edits.sort((a, b) => b.from - a.from))
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  return { text: result, changes, findings };
}

/** Words, quoted texts and the signs `{`, `}`, `;`; comments are left out. */
function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern =
    /#[^\n]*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[{};]|(?:\\[\s\S]|\$\{[^}]*\}|[^\s{};\\])+/g;
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(pattern)) {
    line += text.slice(counted, match.index).split("\n").length - 1;
    counted = match.index;
    if (!match[0].startsWith("#"))
      found.push({ text: match[0], from: match.index, to: match.index + match[0].length, line });
  }
  return found;
}

/** The port of a group's only server, as it is written behind a host (ngx_http_upstream_module: 80 where none is). */
function portOf([server, ...others]: readonly string[]): string | undefined {
  const match = /^[^:/"'$]+(:\d+)?$/.exec(server ?? "");
  return match === null || others.length > 0 ? undefined : (match[1] ?? ":80");
}

function routesOf(words: readonly Token[]): Routes {
  const passes: ProxyPass[] = [];
  const groups = new Map<string, string[]>();
  /** Each open block, by its path if it is a location and by its servers if it is an upstream. */
  const open: { readonly location?: string; readonly servers?: string[] }[] = [];
  let directive: Token[] = [];
  for (const word of words) {
    if (word.text === "{") {
      const [name, ...rest] = directive.map(({ text }) => text);
      const last = rest.at(-1) ?? "";
      const servers: string[] = [];
      if (name === "upstream") groups.set(last, servers);
      open.push(name === "location" ? { location: last } : name === "upstream" ? { servers } : {});
      directive = [];
    } else if (word.text === "}") {
      open.pop();
      directive = [];
    } else if (word.text === ";") {
      const [name, value] = directive;
      const path = open.findLast(({ location }) => location !== undefined)?.location;
      if (name?.text === "proxy_pass" && value !== undefined && path !== undefined)
        passes.push({ path, url: value });
      if (name?.text === "server" && value !== undefined) open.at(-1)?.servers?.push(value.text);
      directive = [];
    } else directive.push(word);
  }
  return { passes, groups };
}

/** Folders of a location's path, also of a pattern: `^/manager-service/(.*)$` has `manager-service`. */
function foldersOf(path: string): string[] {
  return path
    .replace(/^["']|["']$/g, "")
    .replace(/^\^|\$$/g, "")
    .split("/")
    .filter((folder) => folder !== "");
}

function noLocation(file: string, location: string): Finding {
  return keyFinding("overlay-place", { file, line: 1 }, `location /${location}/`, {
    message: `the file has no proxy_pass in a location /${location}/`,
    remedy: "look how this release of the package forwards these requests (manual 7.13)",
  });
}

function noAddress(file: string, path: string, url: Token): Finding {
  return keyFinding("overlay-place", { file, line: url.line }, `location ${path} proxy_pass`, {
    message: "names no host that could be replaced",
    found: url.text,
    allowed: "http://HOST:PORT",
    remedy: "write the address into it: a variable, or an upstream of several servers, is not followed",
  });
}
