/** test/test262/runner.cpp in Node, with the engine's WebAssembly as a further argument: prints the same lines. */

import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { NodeEngine, noRealm, Thrown, Trap } from "./node-engine.ts";

interface Result {
  outcome: string;
  stage: string;
  thrown: string;
  printed: string;
  diagnostics: string;
  fingerprint: string;
}

const [suite = "", preludeFile = "", casesFile = "", first = "0", stride = "1", seconds = "10", wasm = ""] =
  process.argv.slice(2);

const engineModule = new WebAssembly.Module(readFileSync(wasm));
const prelude = readFileSync(preludeFile);
const harness = new Map<string, Buffer>();

const lines = readFileSync(casesFile, "utf8").trimEnd().split("\n");
for (let number = Number(first); number < lines.length; number += Number(stride)) {
  const { outcome, stage, thrown, printed, diagnostics, fingerprint } = runCase(lines[number] ?? "");
  const fields = [number, outcome, stage, escaped(thrown), escaped(printed), escaped(diagnostics), fingerprint];
  writeAll(Buffer.from(`${fields.join("\t")}\n`, "latin1"));
}

function runCase(line: string): Result {
  const [kind, strict, includes = "", path = ""] = line.split("\t");
  const body = readFileSync(join(suite, "test", path));
  const source = strict === "1" ? Buffer.concat([Buffer.from('"use strict";\n'), body]) : body;
  const result: Result = { outcome: "", stage: "start", thrown: "", printed: "", diagnostics: "", fingerprint: "-" };
  const engine = new NodeEngine(engineModule, Number(seconds) * 1000);
  try {
    runIn(engine, kind === "module" ? "module" : "script", includes.split(",").filter(Boolean), path, source, result);
  } catch (error) {
    if (error instanceof Trap) Object.assign(result, { outcome: "trap", thrown: error.message });
    else if (error instanceof Thrown) result.outcome = "broken";
    else throw error;
  }
  if (engine.timedOut) result.outcome = "timeout";
  result.printed = engine.printed;
  result.diagnostics = engine.diagnostics;
  return result;
}

function runIn(
  engine: NodeEngine,
  kind: "script" | "module",
  includes: readonly string[],
  path: string,
  source: Uint8Array,
  result: Result,
): void {
  const start = engine.evaluate(prelude, "prelude.js", "script");
  const describe = engine.call(start, [engine.native(), noRealm]);
  try {
    result.stage = "harness";
    for (const name of includes) engine.evaluate(harnessFile(name), name, "script");
    result.stage = "run";
    const value = engine.evaluate(source, path, kind);
    result.stage = "jobs";
    engine.runJobs();
    result.outcome = kind === "script" || engine.settled(value) ? "done" : "pending";
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    result.outcome = "threw";
    result.thrown = engine.text(engine.call(describe, [error.value]));
  }
  result.fingerprint = engine.fingerprint();
}

function harnessFile(name: string): Buffer {
  const known = harness.get(name) ?? readFileSync(join(suite, "harness", name));
  harness.set(name, known);
  return known;
}

/** Without the characters that end fields and lines. */
function escaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return text.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character);
}

/** Standard output may be a pipe that is full. */
function writeAll(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
