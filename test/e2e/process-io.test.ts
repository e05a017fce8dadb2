// Input and output of real processes that are slow, print without end, or end early.

import { expect, test } from "vitest";
import { plugin } from "../../src/wslservice/dll-plugin.ts";
import { printedAtStart } from "../support/hosted.ts";
import { copyPattern, patternSum } from "../support/pattern.ts";

/** Runs `body` in onVmStarted, with the session as `session`, and returns what it printed. */
function printedBy(body: string): Promise<string[]> {
  const limits = "limits: { scriptTime: 60_000, hookTime: 60_000 }";
  return printedAtStart(plugin(`${limits}, async onVmStarted(session) { ${body} }`));
}

const shell = (script: string) => `ExecuteBinary(session, "/bin/sh", ["-c", ${JSON.stringify(script)}])`;

test("the output of a slow program arrives line by line", async () => {
  const body = `
    using process = ${shell('while read -r line; do sleep 0.02; echo "<$line>"; done')};
    const lines = process.lines();
    for (let at = 0; at < 5; at++) {
      process.write(at + "\\n");
      console.log(lines.next().value);
    }`;
  expect(await printedBy(body)).toEqual(["<0>", "<1>", "<2>", "<3>", "<4>"]);
});

test("the output of a program that prints faster than the script reads is complete", async () => {
  const body = `
    using process = ${shell("yes 0123456789abcde | head -c 4194304")};
    let size = 0;
    let wrong = 0;
    for (let chunk = await process.readAsync(); chunk !== null; chunk = await process.readAsync()) {
      for (let at = 0; at < chunk.length; at += 4099) {
        wrong += chunk[at] === "0123456789abcde\\n".charCodeAt((size + at) % 16) ? 0 : 1;
      }
      size += chunk.length;
      if (size % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    console.log(size, wrong);`;
  expect(await printedBy(body)).toEqual(["4194304 0"]);
});

test("8 MB from one process to another arrive unchanged", async () => {
  expect(await printedBy(copyPattern(2048))).toEqual([patternSum(2048)]);
});

// If a program ends with unread input, Linux resets the connection.
test("a reset connection ends the output that has arrived", async () => {
  const body = `
    const process = ${shell("sleep 0.1; echo all of it")};
    process.write("never read");
    console.log(JSON.stringify(process.text()));`;
  expect(await printedBy(body)).toEqual([JSON.stringify("all of it\n")]);
});

test("writing to a reset connection throws", async () => {
  const body = `
    using process = ${shell("exit 0")};
    try {
      for (;;) process.write(new Uint8Array(65536));
    } catch (error) {
      console.log(error.name, error.message.includes("ExecuteBinary(/bin/sh"));
    }`;
  expect(await printedBy(body)).toEqual(["WSLApiError true"]);
});

test("a program continues to print after its input was closed, and nothing that was written is lost", async () => {
  const body = `
    const process = ${shell("wc -c; sleep 0.1; echo after")};
    process.writeAsync(new Uint8Array(3_000_000));
    await process.writeAsync("x");
    process.closeInput();
    console.log(JSON.stringify([...process.lines()]));`;
  expect(await printedBy(body)).toEqual([JSON.stringify(["3000001", "after"])]);
});

test("a program that ends its output first still receives its input", async () => {
  const file = `/tmp/process-io-${process.pid}`;
  const script = `$| = 1; print "head\\n"; shutdown(STDOUT, 1); local $/; open(F, ">${file}"); print F scalar <STDIN>`;
  const body = `
    using process = ExecuteBinary(session, "/usr/bin/perl", ["-e", ${JSON.stringify(script)}]);
    console.log(new TextDecoder().decode(process.read()), process.read());
    process.write("tail");
    process.closeInput();
    const read = () => ExecuteBinary(session, "/bin/cat", ["${file}"]).text();
    while (read() === "") {}
    console.log(read());
    ExecuteBinary(session, "/bin/rm", ["${file}"]).text();`;
  expect(await printedBy(body)).toEqual(["head\n null", "tail"]);
});

test("64 concurrent processes each receive their own bytes", async () => {
  const body = `
    const processes = Array.from({ length: 64 }, () => ExecuteBinary(session, "/bin/cat"));
    const texts = await Promise.all(processes.map(async (process, at) => {
      await process.writeAsync(String(at).repeat(10_000));
      return process.textAsync();
    }));
    console.log(texts.filter((text, at) => text === String(at).repeat(10_000)).length);`;
  expect(await printedBy(body)).toEqual(["64"]);
});
