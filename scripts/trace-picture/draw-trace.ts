/** Draws a trace of the simulator as Perfetto shows it: a track for each session and process, time from left to right. */

import type { TraceFile } from "../../src/simulator/trace.ts";
import { type Span, spansOf } from "./trace-spans.ts";

const colors: Readonly<Record<string, string>> = {
  load: "#9aa0a6",
  hook: "#4c78a8",
  script: "#54a24b",
  call: "#f2a541",
  wait: "#c9c9c9",
  process: "#7b6ca8",
};

/** In pixels. */
const [width, names, row, letter] = [920, 150, 22, 6.6];

export function drawTrace(trace: TraceFile): string {
  const spans = spansOf(trace);
  const end = Math.max(...spans.map((span) => span.end));
  const x = (time: number) => rounded(names + (time / end) * (width - names - 10));
  const body: string[] = [];
  let top = 30;
  for (const number of new Set(spans.map(({ track }) => track))) {
    const track = spans.filter((span) => span.track === number);
    const lines = 1 + Math.max(...track.map(({ depth }) => depth));
    const limits = track.flatMap(({ marks }) => marks.filter(({ category }) => category === "limit"));
    body.push(text(8, top + 15, track[0]?.thread ?? "", "name"));
    for (const span of track) body.push(drawBar(span, x, top));
    for (const { name, at } of limits) body.push(drawLimit(name, x(at), top + lines * row));
    top += (lines + (limits.length > 0 ? 1 : 0)) * row + 10;
  }
  const lines = ticks(end).map((time) => drawTick(time, x(time), top));
  return [...head(top + 4), ...lines, ...body, "</svg>", ""].join("\n");
}

function drawBar({ name, category, start, end, depth }: Span, x: (time: number) => number, top: number): string {
  const [left, y] = [x(start), top + depth * row];
  const wide = Math.max(1, rounded(x(end) - left));
  const rect = `<rect x="${left}" y="${y}" width="${wide}" height="${row - 2}" fill="${colors[category]}">`;
  const bar = `${rect}<title>${escaped(`${name}, ${milliseconds(end - start)}`)}</title></rect>`;
  return name.length * letter + 8 > wide ? bar : bar + text(left + 4, y + 14, name, "bar");
}

/** Its text ends where it happened. */
function drawLimit(name: string, at: number, y: number): string {
  const mark = `<path d="M${at} ${y}l5 8h-10z" fill="#d62728"/>`;
  return mark + text(rounded(at - 9), y + 14, name, "limit");
}

function drawTick(time: number, x: number, bottom: number): string {
  return `<path d="M${x} 22V${bottom}" stroke="#e0e0e0"/>${text(x, 16, milliseconds(time), "time")}`;
}

/** At most ten round numbers. */
function ticks(end: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((each) => each * 1_000).find((each) => end / each <= 10) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

function milliseconds(microseconds: number): string {
  return `${rounded(microseconds / 1_000)} ms`;
}

function head(height: number): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    "<title>Where the time of a hook goes</title>",
    "<style>.name{fill:#202020}.bar{fill:#000}.limit{fill:#b01010;text-anchor:end}.time{fill:#606060;text-anchor:middle}</style>",
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
  ];
}

function text(x: number, y: number, content: string, kind: string): string {
  return `<text x="${x}" y="${y}" class="${kind}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "");
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
