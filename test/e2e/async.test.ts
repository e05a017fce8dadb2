// Asynchronous hooks in the real DLL, with real processes.

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { printedAtStart } from "../support/hosted.ts";

function scriptOf(body: string): string {
  const shell = 'const shell = (session, script) => ExecuteBinary(session, "/bin/sh", ["-c", script]);\n';
  return shell + plugin(`limits: ${patient}, async onVmStarted(session) { ${body} }`);
}

/** A busy machine takes many times as long. */
const patient = "{ scriptTime: 50_000, hookTime: 50_000 }";

/** Runs `body` in an async onVmStarted, and returns what it printed. */
function printedBy(body: string): Promise<string[]> {
  return printedAtStart(scriptOf(body));
}

test("ten thousand timers all fire within the hook's time", async () => {
  const body = `
    let fired = 0;
    await Promise.all(Array.from({ length: 10_000 }, () => new Promise((resolve) => setTimeout(resolve, 5)).then(() => fired++)));
    console.log(fired);
  `;
  expect(await printedBy(body)).toEqual(["10000"]);
});

describe("several processes", () => {
  test("wait for each other: 64 start before any continues", async () => {
    const body = `
      const processes = Array.from({ length: 64 }, () => shell(session, "echo started; read number; echo $number"));
      const starts = await Promise.all(processes.map((process) => process.readAsync()));
      await Promise.all(processes.map((process, at) => process.writeAsync(at + "\\n")));
      const texts = await Promise.all(processes.map((process) => process.textAsync()));
      console.log(starts.every((bytes) => bytes.length === 8), texts.every((text, at) => Number(text) === at), texts.length);
    `;
    expect(await printedBy(body)).toEqual(["true true 64"]);
  });

  test("do not wait for a slower one", async () => {
    const body = `
      using slow = shell(session, "read line; echo slow: $line");
      const reading = slow.readAsync().then((bytes) => console.log(new TextDecoder().decode(bytes).trim()));
      console.log((await shell(session, "echo fast").textAsync()).trim());
      await slow.writeAsync("go\\n");
      await reading;
    `;
    expect(await printedBy(body)).toEqual(["fast", "slow: go"]);
  });

  test("pass output to each other line by line", async () => {
    const body = `
      using source = shell(session, "for n in 1 2 3; do echo $n; sleep 0.05; done");
      using target = shell(session, "while read -r n; do echo $((n * n)); done");
      const feed = async () => {
        for await (const line of source.lines()) await target.writeAsync(line + "\\n");
        target.closeInput();
      };
      const feeding = feed();
      for await (const line of target.lines()) console.log(line);
      await feeding;
    `;
    expect(await printedBy(body)).toEqual(["1", "4", "9"]);
  });
});

test("megabytes are written and read at the same time", async () => {
  const size = 8 * 1024 * 1024;
  const body = `
    const sent = new Uint8Array(${size}).map((_, at) => at * 7 + (at >> 8));
    using sum = ExecuteBinary(session, "/usr/bin/sha256sum");
    using copy = ExecuteBinary(session, "/bin/cat");
    const writing = copy.writeAsync(sent).then(() => copy.closeInput());
    for (let piece = await copy.readAsync(); piece !== null; piece = await copy.readAsync()) await sum.writeAsync(piece);
    await writing;
    console.log((await sum.textAsync()).slice(0, 64));
  `;
  const sent = new Uint8Array(size).map((_, at) => at * 7 + (at >> 8));
  expect(await printedBy(body)).toEqual([createHash("sha256").update(sent).digest("hex")]);
});

describe("waiting", () => {
  test("timers fire while a hook waits for a process", async () => {
    const body = `
      let ticks = 0;
      const timer = setInterval(() => { ticks += 1; }, 10);
      await shell(session, "sleep 0.3").textAsync();
      clearInterval(timer);
      console.log(ticks > 2);
    `;
    expect(await printedBy(body)).toEqual(["true"]);
  });

  test("a signal ends the wait for a silent program", async () => {
    const body = `
      using silent = shell(session, "sleep 600");
      const error = await silent.readAsync({ signal: AbortSignal.timeout(50) }).catch((error) => error);
      console.log(error.name);
    `;
    expect(await printedBy(body)).toEqual(["TimeoutError"]);
  });

  test.each([
    ["a silent program", 'using silent = shell(session, "sleep 600"); await silent.textAsync();'],
    ["a timer", "await new Promise((resolve) => setTimeout(resolve, 600_000));"],
    ["timers without end", "setInterval(() => {}, 1); await new Promise(() => {});"],
    ["an endless program", 'using endless = shell(session, "yes"); while (await endless.readAsync()) {}'],
  ])("waiting for %s ends with the hook's time limit", async (_, body) => {
    await using hosted = await DllPlugin.start({ script: scriptOf(body), settings: { limits: { hookTime: 400 } } });
    expect(await hosted.service.startVm()).toMatchObject({
      hresult: 0x800705b4 | 0,
      text: expect.stringMatching(/onVmStarted took longer than its hookTime of 400 ms/),
    });
  });

  test("an endless callback counts as the script's time", async () => {
    const body = "setTimeout(() => { for (;;); }); await new Promise(() => {});";
    await using hosted = await DllPlugin.start({ script: scriptOf(body), settings: { limits: { scriptTime: 200 } } });
    expect(await hosted.service.startVm()).toMatchObject({
      // The place is known, unless the machine is so slow that the interpreter does not notice in time.
      text: expect.stringMatching(/'(hello\.js:\d+:\d+: )?onVmStarted took longer than its scriptTime of 200 ms/),
    });
  });
});

test("no timer and no promise of a hook continues in the next one", async () => {
  const script = plugin(`
    onVmStarted(session) {
      setTimeout(() => console.log("timer"), 1);
      ExecuteBinary(session, "/bin/echo", ["x"]).textAsync().then(() => console.log("process"));
    },
    async onDistributionStarted() {
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log("waited");
    },
  `);
  await using hosted = await DllPlugin.start({ script });
  await hosted.service.startDistribution({ name: "Debian" });
  expect(await hosted.printed()).toEqual([
    "1 timer was still set when the hook ended, and will not fire; a hook that waits for a timer returns a promise",
    expect.stringContaining("ExecuteBinary(/bin/echo x) was left open"),
    "waited",
  ]);
});
