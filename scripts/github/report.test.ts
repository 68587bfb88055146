import { expect, test } from "vitest";
import { driftReport, markerOf, previewReport } from "./report.js";

const run = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  log: "https://github.example/o/r/actions/runs/1",
};
const preview = `Previewing update (prod):
    ~ docker:index/container:Container: (update)
Resources:
    ~ 1 to update
    220 unchanged
`;

test("the comment says what would change before it shows the whole", () => {
  expect(previewReport("prod", 0, preview, run)).toBe(`<!-- consortium preview prod -->
### Preview of \`prod\`: ~ 1 to update, 220 unchanged

<details><summary>pulumi preview --diff</summary>

\`\`\`diff
Previewing update (prod):
    ~ docker:index/container:Container: (update)
Resources:
    ~ 1 to update
    220 unchanged
\`\`\`

</details>

<sub>0123456789ab · [log of this run](https://github.example/o/r/actions/runs/1)</sub>`);
});

test("a preview that failed is not shown as one without changes", () => {
  expect(previewReport("prod", 255, "error: x", run)).toContain(
    "### Preview of `prod`: **failed**, exit status 255",
  );
});

test("text cannot close its block", () => {
  expect(previewReport("prod", 0, "a\n```\n@everyone", run)).toContain("````diff\na\n```\n@everyone\n````");
});

test("what is longer than GitHub takes keeps its beginning and its end, in whole lines", () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`).join("\n");
  const report = previewReport("prod", 0, lines, run);
  expect(report.length).toBeLessThan(65_536);
  expect(report.length).toBeGreaterThan(59_000);
  expect(report).toContain("line 0\nline 1\n");
  expect(report).toContain("line 19998\nline 19999\n```");
  expect(report).toMatch(
    /line \d+\n\n… \d+ characters are left out here; the log of this run has them …\n\nline \d+\n/,
  );
});

test("the issue names each difference with its remedy, and what was not compared", () => {
  const found = {
    drift: [
      {
        server: "k1",
        kind: "container",
        name: "prod-kafka1",
        expected: "running",
        found: "missing",
        remedy: "pulumi up --refresh",
      },
    ],
    notShown: ["channels: no answer"],
  };
  expect(driftReport("prod", found, run)).toBe(`<!-- consortium drift prod -->
The servers of \`prod\` differ from what was applied last (\`./consortium drift --stack prod\`):

\`\`\`
k1 container prod-kafka1
  expected: running
  found:    missing
  remedy:   pulumi up --refresh
not compared: channels: no answer
\`\`\`

The first run that compares everything and finds no difference closes this issue.

<sub>0123456789ab · [log of this run](https://github.example/o/r/actions/runs/1)</sub>`);
});

test("reports of two stacks and of two kinds are told apart", () => {
  expect(markerOf("preview", "prod")).not.toBe(markerOf("preview", "prod2"));
  expect(markerOf("drift", "prod")).not.toBe(markerOf("preview", "prod"));
});
