// Failures of WSL's API and of Linux.

import { describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import type { Fault } from "../../src/wslservice/stand-in.ts";

/** Runs `body` in onVmStarted with these injected faults, and returns its output. */
async function printedBy(body: string, ...faults: Fault[]): Promise<string[]> {
  await using hosted = await DllPlugin.start({ script: plugin(`onVmStarted(session) { ${body} }`) });
  for (const fault of faults) await hosted.service.injectFault(fault);
  await hosted.service.startVm();
  expect(hosted.service.eventsOf("crash")).toEqual([]);
  // The service keeps running.
  await hosted.service.stopVm();
  return hosted.printed();
}

const attempt = `
  try { console.log("got", JSON.stringify(ExecuteBinary(session, "/bin/echo", ["x"]).text())); }
  catch (error) { console.log(error.name, (error.hresult ?? 0).toString(16)); }
`;

describe("ExecuteBinary that", () => {
  test("fails throws WSL's code", async () => {
    expect(await printedBy(attempt, { call: "ExecuteBinary", hresult: 0x8007000e | 0 })).toEqual([
      "WSLApiError 8007000e",
    ]);
  });

  test.each(["invalid", "zero", "garbage", "closed", "event", "untouched"] as const)(
    "succeeds with a socket that is %s throws, and no other handle is closed",
    async (socket) => {
      expect(await printedBy(attempt, { call: "ExecuteBinary", socket })).toEqual(["WSLApiError 8000ffff"]);
    },
  );

  test.each(["synchronous", "taken"] as const)(
    "succeeds with an unusable socket that is %s throws, and the socket is closed",
    async (socket) => {
      expect(await printedBy(attempt, { call: "ExecuteBinary", socket })).toEqual(["WSLApiError 80070057"]);
    },
  );

  test("succeeds with an unconnected socket throws on first use", async () => {
    const [line] = await printedBy(attempt, { call: "ExecuteBinary", socket: "unconnected" });
    expect(line).toMatch(/^WSLApiError 8007/);
  });
});

test("MountFolder that fails names folder, mount point and reason", async () => {
  const body = `try { MountFolder(session, "C:\\\\nowhere", "/mnt/x"); } catch (error) { console.log(error.message); }`;
  expect(await printedBy(body)).toEqual([
    'MountFolder("C:\\\\nowhere" -> /mnt/x) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)',
  ]);
});

describe("a process that", () => {
  const output = (script: string, read: string) => `
    const process = ExecuteBinary(session, "/bin/sh", ["-c", ${JSON.stringify(script)}]);
    try { console.log(${read}); } catch (error) { console.log(error.name); }
  `;

  test("prints invalid UTF-8 is read with replacement characters", async () => {
    const [line] = await printedBy(output("printf '\\377\\303(\\360\\237\\230'", "JSON.stringify(process.text())"));
    expect(line).toBe(JSON.stringify("\ufffd\ufffd(\ufffd"));
  });

  test("splits a character over two writes is read correctly", async () => {
    const [line] = await printedBy(output("printf '\\303'; sleep 0.1; printf '\\244'", "process.text()"));
    expect(line).toBe("ä");
  });

  test("prints a byte at a time is read to its end", async () => {
    const slow = "for i in 1 2 3 4 5; do printf $i; sleep 0.05; done";
    expect(await printedBy(output(slow, "process.text()"))).toEqual(["12345"]);
  });

  test("ends at once has an empty output", async () => {
    expect(await printedBy(output("exit 0", "JSON.stringify(process.text())"))).toEqual(['""']);
  });

  test("closes its input fails a write to it", async () => {
    const [line] = await printedBy(
      output("exec <&-; sleep 0.2; exit 0", "(() => { process.write(new Uint8Array(4e6)); return 'written'; })()"),
    );
    expect(line).toMatch(/^(?:WSLApiError|written)$/);
  });

  test("is killed has an ended output", async () => {
    expect(await printedBy(output("printf partial; kill -9 $$", "process.text()"))).toEqual(["partial"]);
  });
});
