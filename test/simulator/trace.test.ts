import { describe, expect, test } from "vitest";
import { type Span, spansOf } from "../../scripts/trace-picture/trace-spans.ts";
import { type Fault, type SimulatedWsl, type StartOptions, startWsl } from "../../src/simulator/index.ts";

const processes = { "/bin/uname": "Linux\n", "/bin/cat": ({ input }: { readonly input: string }) => input };

const plugin = (members: string) => ({ script: `export default definePlugin({ permissions: "all", ${members} });` });

/** The spans of a plugin's life: what `steps` do, and the end of everything. */
async function traced(options: StartOptions, steps: (wsl: SimulatedWsl) => Promise<unknown>): Promise<Span[]> {
  const wsl = await startWsl({ processes, ...options });
  await steps(wsl);
  await wsl.stop();
  return spansOf(wsl.trace);
}

function named(spans: readonly Span[], name: string): Span[] {
  return spans.filter((span) => span.name === name);
}

describe("the trace of a simulation", () => {
  test("shows a hook, its script, and the script's calls on the session's track, each within the one before", async () => {
    const spans = await traced(
      { plugin: plugin(`onVmStarted(session) { ExecuteBinary(session, "/bin/uname", ["-r"]).close(); }`) },
      (wsl) => wsl.startVm(),
    );
    const [hook] = named(spans, "OnVMStarted");
    expect(hook).toMatchObject({
      process: "plugin",
      thread: "session 0",
      category: "hook",
      result: { hresult: "S_OK" },
    });
    expect(hook?.within.map(({ name, category }) => [name, category])).toEqual([["onVmStarted", "script"]]);
    expect(hook?.within[0]?.begin).toMatchObject({ scriptTime: 5_000, hookTime: expect.any(Number) });
    expect(hook?.within[0]?.within).toMatchObject([
      {
        name: "ExecuteBinary",
        category: "call",
        begin: { session: 0, path: "/bin/uname", arguments: ["/bin/uname", "-r"] },
        result: { hresult: "S_OK" },
      },
    ]);
  });

  test("shows the entry point before there is a session", async () => {
    const [load] = await traced({ plugin: plugin("onVmStarted() {}") }, async () => {});
    expect(load).toMatchObject({
      name: "WSLPluginAPIV1_EntryPoint",
      thread: "service",
      result: { hresult: "S_OK", hooks: ["OnVMStarted"] },
    });
  });

  test("shows a veto with its HRESULT and message", async () => {
    const spans = await traced(
      { plugin: plugin(`onVmStarted() { throw new PluginError("not today", HRESULT.E_ACCESSDENIED); }`) },
      (wsl) => wsl.startVm(),
    );
    const [hook] = named(spans, "OnVMStarted");
    expect(hook?.result).toEqual({ hresult: "0x80070005 (E_ACCESSDENIED)", message: "not today" });
    expect(hook?.within.map(({ name }) => name)).toEqual(["onVmStarted", "PluginError"]);
  });

  test("shows a skipped wait at its full length, though no time passes", async () => {
    const spans = await traced(
      { plugin: plugin("async onVmStarted() { await new Promise((resolve) => setTimeout(resolve, 20_000)); }") },
      (wsl) => wsl.startVm(),
    );
    const [wait] = named(spans, "wait");
    // Less than 20 s, by what a slow machine takes before it waits.
    const milliseconds = Number(wait?.begin.milliseconds);
    expect(milliseconds).toBeGreaterThan(0);
    expect(wait?.duration).toBeGreaterThanOrEqual((milliseconds - 1) * 1000);
    const [hook] = named(spans, "OnVMStarted");
    expect(hook?.duration).toBeGreaterThanOrEqual(20_000_000);
  });

  test("shows each program of Linux on a track of its own, from its start to its end", async () => {
    const members = `onVmStarted(session) {
      console.log(run(session, "uname", { args: ["-a"] }).text());
      ExecuteBinary(session, "/bin/cat");
    }`;
    const spans = await traced({ plugin: plugin(members) }, (wsl) => wsl.startVm());
    expect(spans.filter(({ category }) => category === "process")).toMatchObject([
      { process: "Linux of session 0", thread: "uname -a", result: { exitCode: 0, signal: null } },
      { process: "Linux of session 0", thread: "/bin/cat", result: { exitCode: 0, signal: null } },
    ]);
  });

  test.each([
    ["a wait", `ExecuteBinary(session, "/bin/cat").lines().next()`, { hookTime: 20_000 }, ["ExecuteBinary", "wait"]],
    ["a loop", "for (;;);", { scriptTime: 50 }, []],
  ])("shows the limit that ended %s", async (_, code, limits, within) => {
    const spans = await traced(
      // Not in its settings, whose limits hold while it is loaded, too.
      { plugin: plugin(`limits: ${JSON.stringify(limits)}, onVmStarted(session) { ${code} }`) },
      (wsl) => wsl.startVm(),
    );
    const [[name, milliseconds] = []] = Object.entries(limits);
    const message = `onVmStarted took longer than its ${name} of ${milliseconds} ms`;
    const [body] = named(spans, "onVmStarted");
    expect(body?.marks.filter(({ category }) => category === "limit").map((mark) => mark.name)).toEqual([message]);
    expect(body?.within.map((span) => span.name)).toEqual(within);
    expect(body?.result).toHaveProperty("error");
  });

  test("shows a hook that WSL calls from within a call inside of that call, on its own session's track", async () => {
    const fault: Fault = { call: "MountFolder", block: 7, hook: { name: "OnVMStopping", session: 1 } };
    const spans = await traced(
      { plugin: plugin(`onVmStarted(s) { MountFolder(s, "C:\\\\x", "/x"); }, onVmStopping() {}`), sessions: 2 },
      async (wsl) => {
        await wsl.startVm({ session: 1 });
        wsl.injectFault(fault);
        await wsl.startVm({ session: 0 });
      },
    );
    const mount = named(spans, "MountFolder")[1];
    expect(mount?.thread).toBe("session 0");
    expect(mount?.duration).toBeGreaterThanOrEqual(7_000);
    const [nested] = named(spans, "OnVMStopping");
    expect(nested?.thread).toBe("session 1");
    expect(nested?.start).toBeGreaterThanOrEqual(mount?.start ?? Number.NaN);
    expect(nested?.end).toBeLessThanOrEqual(mount?.end ?? Number.NaN);
  });

  test("names a container session's tracks by its id", async () => {
    const body = `using process = WSLCCreateProcess(session, "/bin/uname"); process.wait();`;
    const members = `requires: "WSLCVmHooks", onWslcVmStarted(session) { ${body} }`;
    const spans = await traced({ plugin: plugin(members), version: "2.9.5" }, async ({ containers }) => {
      await containers.createSession();
      await containers.start({ name: "web" });
    });
    expect(named(spans, "WslcVmStarted")[0]).toMatchObject({ process: "plugin", thread: "wslc:1" });
    expect(named(spans, "/bin/uname")[0]).toMatchObject({ process: "Linux of wslc:1", thread: "/bin/uname" });
  });

  test("is complete when a test's own program throws", async () => {
    const wsl = await startWsl({
      plugin: plugin(`onVmStarted(session) { ExecuteBinary(session, "/bin/x"); }`),
      processes: () => {
        throw new Error("a mistake in the test");
      },
    });
    await expect(wsl.startVm()).rejects.toThrow("a mistake in the test");
    expect(named(spansOf(wsl.trace), "OnVMStarted")).toHaveLength(1);
  });

  test("says which time it has", async () => {
    await using wsl = await startWsl({ plugin: plugin("") });
    expect(wsl.trace).toMatchObject({
      displayTimeUnit: "ms",
      otherData: { version: "WSL 2.4.4, simulated", clock: "real time, plus the waits that the simulator skips" },
    });
  });
});
