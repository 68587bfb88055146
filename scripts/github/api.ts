import { z } from "zod";

/** A repository on GitHub and how to write to it. */
export interface Repository {
  /** `GITHUB_API_URL`, e.g. `https://api.github.com`. */
  readonly api: string;
  /** `owner/name`. */
  readonly name: string;
  readonly token: string;
}

const author = z.object({ type: z.string() }).nullish();
const comments = z.array(z.object({ id: z.number(), body: z.string().nullish(), user: author }));
const issues = z.array(z.object({ number: z.number(), body: z.string().nullish(), user: author }));

/** Entries in one answer: the most that GitHub gives. */
const pageSize = 100;
const mostPages = 30;

/**
 * Writes a comment, or edits the one that an earlier run wrote: it begins with the same marker.
 * @throws Error with GitHub's own words when it refuses
 */
export async function writeComment(
  repository: Repository,
  issue: number,
  marker: string,
  body: string,
): Promise<"created" | "edited"> {
  const found = (await all(repository, `issues/${issue}/comments`, comments)).find(isOurs(marker));
  if (found) await request(repository, "PATCH", `issues/comments/${found.id}`, { body });
  else await request(repository, "POST", `issues/${issue}/comments`, { body });
  return found ? "edited" : "created";
}

/** Opens an issue, or edits the open one with the same marker. @throws Error when GitHub refuses */
export async function writeIssue(
  repository: Repository,
  marker: string,
  issue: { readonly title: string; readonly body: string },
): Promise<"created" | "edited"> {
  const found = await openIssue(repository, marker);
  if (found) await request(repository, "PATCH", `issues/${found.number}`, issue);
  else await request(repository, "POST", "issues", issue);
  return found ? "edited" : "created";
}

/** Closes the open issue with this marker and says why. @throws Error when GitHub refuses */
export async function closeIssue(
  repository: Repository,
  marker: string,
  reason: string,
): Promise<"closed" | "none open"> {
  const found = await openIssue(repository, marker);
  if (!found) return "none open";
  await request(repository, "POST", `issues/${found.number}/comments`, { body: reason });
  await request(repository, "PATCH", `issues/${found.number}`, { state: "closed" });
  return "closed";
}

async function openIssue(repository: Repository, marker: string) {
  return (await all(repository, "issues?state=open", issues)).find(isOurs(marker));
}

/** A person may quote a marker; only what a workflow wrote is ours to edit. */
function isOurs(marker: string) {
  return ({ body, user }: z.infer<typeof comments>[number] | z.infer<typeof issues>[number]) =>
    user?.type === "Bot" && (body ?? "").startsWith(marker);
}

async function all<T>(repository: Repository, path: string, schema: z.ZodType<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const query = `${path.includes("?") ? "&" : "?"}per_page=${pageSize}&page=${page}`;
    const entries = schema.parse(await request(repository, "GET", `${path}${query}`));
    found.push(...entries);
    if (entries.length < pageSize) return found;
  }
  return found;
}

async function request(
  { api, name, token }: Repository,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await fetch(`${api}/repos/${name}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(
      `GitHub refused ${method} ${path.split("?")[0]}: ${response.status} ${(await response.text()).slice(0, 300)}. ` +
        "Does the job have the permission (pull-requests: write, issues: write)?",
    );
  return response.json();
}
