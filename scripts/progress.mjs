// Steps of the build, shown one a line with the time that each took. Plain JavaScript without dependencies: it also
// runs before `npm ci`.

import { spawn } from "node:child_process";

/** A command that failed. Its output has been shown already. */
export class StepError extends Error {}

/**
 * Runs one step of work and reports it on one line: `title ... 1.2 s`.
 *
 * @template T
 * @param {string} title
 * @param {(report: (line: string) => void) => T | Promise<T>} work gets a function that takes what the work prints; the
 *   newest line of it is shown now and then, so that a long step is seen to be alive
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  let latest = "";
  let lineIsOpen = true;
  process.stdout.write(`${title} ... `);
  const heartbeat = setInterval(() => {
    process.stdout.write(`${lineIsOpen ? "\n" : ""}  ${seconds()}${latest && `: ${latest.slice(0, 100)}`}\n`);
    lineIsOpen = false;
  }, heartbeatMilliseconds);
  try {
    const result = await work((line) => {
      latest = line.trim() || latest;
    });
    process.stdout.write(lineIsOpen ? `${seconds()}\n` : `  done, ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stdout.write(lineIsOpen ? "failed\n" : "  failed\n");
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Runs a command without a shell and returns what it printed, both streams as they came.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, report?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 * @throws {StepError} when it cannot be started or fails, with the whole output in its message
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      chunks.push(chunk);
      options.report?.(lastLine(chunk.toString()));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => reject(new StepError(`${command} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      const output = Buffer.concat(chunks).toString();
      if (code === 0) {
        resolve(output);
        return;
      }
      const outcome = signal === null ? `exit code ${code}` : signal;
      reject(new StepError(`${output.trimEnd()}\n\n${[command, ...args].join(" ")}\nfailed with ${outcome}`));
    });
  });
}

/**
 * The body of a script: a failure becomes its message and exit code 1; only an unforeseen one shows a stack.
 *
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof StepError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

const heartbeatMilliseconds = 15_000;

/** @param {string} text */
function lastLine(text) {
  const end = text.trimEnd();
  return end.slice(Math.max(end.lastIndexOf("\n"), end.lastIndexOf("\r")) + 1);
}
