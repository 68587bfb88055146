import { type Group, groupsOf } from "./groups.js";
import type { Measurement } from "./measure.js";
import { contenders } from "./schedule.js";
import { median, spread } from "./statistics.js";

/** Pixels. */
const width = 860;
const left = 300;
const right = 90;
const bar = 16;
const gap = 5;
const between = 12;

/** Colours that tell apart on white and on near-black, also for most who see few colours. */
const style = `
    .page { fill: #ffffff } text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600; font-size: 15px } .figure, .tick { font-size: 12px }
    .tick { fill: #59636e } .grid { stroke: #d1d9e0 } .whisker { stroke: #1f2328; stroke-width: 1.5 }
    .consortium { fill: #0969da } .shell { fill: #7d8590 } .ansible { fill: #d1572b } .pyinfra { fill: #1a9c7b }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } text { fill: #e6edf3 } .tick { fill: #9198a1 } .grid { stroke: #3d444d }
      .whisker { stroke: #e6edf3 } .consortium { fill: #4493f8 } .shell { fill: #8b949e }
      .ansible { fill: #ec7c4f } .pyinfra { fill: #2eb894 }
    }`;

/** A picture of the wall times as SVG: a panel a size, a bar a contender (median) with a whisker (lowest to highest). */
export function plotOf(measurements: readonly Measurement[]): string {
  const groups = groupsOf(measurements);
  const shown = contenders.filter((name) => groups.some(({ contender }) => contender === name));
  const legend = shown.map((name, nth) => {
    const x = 16 + nth * 130;
    return `  <rect class="${name}" x="${x}" y="14" width="14" height="14"/>\n  <text x="${x + 20}" y="26">${name}</text>`;
  });
  const panels: string[] = [];
  let top = 48;
  for (const servers of new Set(groups.map((group) => group.servers))) {
    const panel = panelOf(
      servers === 1 ? "1 server" : `${servers} servers`,
      groups.filter((group) => group.servers === servers),
      top,
    );
    panels.push(panel.text);
    top = panel.bottom;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img">`,
    "  <title>Wall time of each operation in seconds: median, lowest and highest run</title>",
    `  <style>${style}\n  </style>`,
    `  <rect class="page" width="${width}" height="${top}"/>`,
    ...legend,
    ...panels,
    "</svg>",
    "",
  ].join("\n");
}

function panelOf(title: string, groups: readonly Group[], top: number): { text: string; bottom: number } {
  const longest = Math.max(...groups.flatMap(({ runs }) => runs.map(({ seconds }) => seconds)));
  const step = tickStep(longest);
  const scale = (seconds: number) => round(left + (seconds / longest) * (width - left - right));
  const rows: string[] = [];
  let y = top + 34;
  const first = y - 6;
  groups.forEach(({ operation, contender, runs }, nth) => {
    const before = groups[nth - 1]?.operation;
    if (before !== undefined && before !== operation) y += between;
    const seconds = runs.map((run) => run.seconds);
    const [low, high] = spread(seconds);
    const middle = median(seconds);
    const centre = y + bar / 2;
    if (before !== operation)
      rows.push(`  <text x="${left - 12}" y="${y + 13}" text-anchor="end">${operation}</text>`);
    rows.push(
      `  <rect class="${contender}" x="${left}" y="${y}" width="${round(scale(middle) - left)}" height="${bar}"><title>${contender}, ${operation}: ${middle.toFixed(1)} s (${low.toFixed(1)} to ${high.toFixed(1)}, ${runs.length} ${runs.length === 1 ? "run" : "runs"})</title></rect>`,
      `  <path class="whisker" fill="none" d="M${scale(low)} ${centre - 4}v8M${scale(low)} ${centre}H${scale(high)}M${scale(high)} ${centre - 4}v8"/>`,
      `  <text class="figure" x="${round(scale(high) + 8)}" y="${y + 12.5}">${middle.toFixed(1)} s</text>`,
    );
    y += bar + gap;
  });
  const grid: string[] = [];
  for (let tick = 0; tick <= longest; tick += step)
    grid.push(
      `  <line class="grid" x1="${scale(tick)}" x2="${scale(tick)}" y1="${first}" y2="${y}"/>`,
      `  <text class="tick" x="${scale(tick)}" y="${y + 15}" text-anchor="middle">${tick} s</text>`,
    );
  return {
    text: [`  <text class="title" x="16" y="${top + 18}">${title}</text>`, ...grid, ...rows].join("\n"),
    bottom: y + 34,
  };
}

/** Seconds between two lines of the grid: 1, 2 or 5 times a power of ten, so that there are at most six. */
export function tickStep(longest: number): number {
  for (let power = 1; ; power *= 10)
    for (const factor of [1, 2, 5]) if (longest / (power * factor) <= 6) return power * factor;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
