/**
 * Writes docs/debugging-trace.json, the trace that docs/debugging.md makes, and docs/debugging-trace.svg, its picture.
 *
 *   tsx scripts/trace-picture/main.ts
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { drawTrace } from "./draw-trace.ts";
import { tracePage } from "./trace-page.ts";

const trace = await tracePage();
const lines = trace.traceEvents.map((event) => JSON.stringify(event));
const file = JSON.stringify({ ...trace, traceEvents: [] }, null, 2).replace("[]", `[\n${lines.join(",\n")}\n]`);
writeFileSync(join(paths.root, "docs", "debugging-trace.json"), `${file}\n`);
writeFileSync(join(paths.root, "docs", "debugging-trace.svg"), drawTrace(trace));
