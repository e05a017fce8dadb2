// The stand-in for wslservice itself, with a plugin in C++: processes on Linux.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { NativeService } from "../../src/wslservice/native-service.ts";
import { debian, saidAtVmStart, sh } from "../support/native-plugin.ts";
import { eventOf } from "../support/service-events.ts";

describe("processes that a plugin starts", () => {
  test("run on Linux, with their own argv[0]", async () => {
    const said = await saidAtVmStart(
      "execute||/bin/cat|cat|/proc/version",
      "execute||/bin/sh|another name|-c|echo $0 $PWD",
      "execute||/usr/bin/printf|printf|<%s>|two words||é€😀|$x",
    );
    expect(said).toEqual([
      `output: ${readFileSync("/proc/version", "utf8")}`,
      "output: another name /\n",
      "output: <two words><><é€😀><$x>",
    ]);
  });

  test("receive their input, and its end", async () => {
    expect(await saidAtVmStart("execute|some input|/usr/bin/tr|tr|a-z|A-Z")).toEqual(["output: SOME INPUT"]);
  });

  test("pass on every byte unchanged", async () => {
    const bytes = readFileSync(process.execPath).subarray(0, 20_000_000);
    const said = await saidAtVmStart(`count|/usr/bin/head|head|-c|20000000|${process.execPath}`);
    expect(said).toEqual([`count: ${bytes.length} ${fnv1a(bytes)}`]);
  });

  test("end their output when they close it, not when they exit", async () => {
    expect(await saidAtVmStart(sh("echo early; exec >&- <&-; exec sleep 1000"))).toEqual(["output: early\n"]);
  });

  test("report their stderr on dmesg before their end", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: [sh("echo one >&2; echo two >&2; exit 3")] }));
    await native.service.startVm();
    await eventOf(native.service, { kind: "process-exited" });
    const events = native.service.eventsOf("dmesg", "process-exited");
    expect(events.map((event) => (event.kind === "dmesg" ? event.text : event.exitCode))).toEqual(["one", "two", 3]);
  });

  test("that cannot be started fail with E_FAIL", async () => {
    const said = await saidAtVmStart(
      "execute||/bin/does-not-exist|x",
      "execute||/etc/passwd|x",
      "execute||/etc|x",
      sh("printf 'text' >/run/script && chmod +x /run/script"),
      "execute||/run/script|x",
    );
    const failed = "execute: 0x80004005";
    expect(said).toEqual([failed, failed, failed, "output: ", failed]);
  });

  test("run in their session's VM or their distribution", async () => {
    const where = "cat|/etc/wsl-distribution-name|/etc/issue.net";
    await using native = await NativeService.start(() => ({
      OnVMStarted: [`execute||/bin/cat|${where}`],
      OnDistributionStarted: [
        `execute-here||/bin/cat|${where}`,
        "execute-in|00000000-0000-0000-0000-000000000000||/bin/cat|cat",
        "as|51966",
        "execute||/bin/cat|cat",
      ],
      OnDistributionRegistered: ["execute||/bin/cat|cat"],
    }));
    await native.service.registerDistribution({ name: "Old", wsl: 1 });
    await native.service.startDistribution(debian);
    expect(native.said).toEqual([
      "execute: 0x8007139f",
      `output: ${readFileSync("/etc/issue.net", "utf8")}`,
      "output: Debian\nDebian GNU/Linux 12\n",
      "execute: 0x80040313",
      "execute: 0x80010108",
    ]);
  });

  test("end with their VM, also in the background", async () => {
    const script = sh("setsid sleep 1000 >/dev/null 2>&1 & echo $!; exec 1>&- 0<&-; exec sleep 1000");
    await using native = await NativeService.start(() => ({ OnVMStarted: [script] }));
    await native.service.startVm();
    const pids = [Number(native.said[0]?.replace("output: ", "")), native.service.eventsOf("process-started")[0]!.pid];
    expect(pids.map((pid) => existsSync(`/proc/${pid}`))).toEqual([true, true]);
    await native.service.stopVm();
    expect(pids.map(isRunning)).toEqual([false, false]);
  });
});

/** As count in the native plugin computes it. */
function fnv1a(bytes: Uint8Array): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    // Times 0x100000001b3, in halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

/** A process that has been killed may wait for its parent to notice. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}
