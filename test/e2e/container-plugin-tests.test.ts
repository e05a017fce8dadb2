// The cases of microsoft/WSL's PluginTests.cpp that are about containers, under their names: what a plugin in TypeScript
// prints, line by line.

import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildScript } from "../../scripts/build-plugin.ts";
import { paths } from "../../src/paths.ts";
import type { ContainerSessions } from "../../src/wsl/container-sessions.ts";
import type { Outcome } from "../../src/wsl/wsl.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import type { WslService } from "../../src/wslservice/driver.ts";
import { expectLines } from "../support/golden-lines.ts";

let script: string;

beforeAll(async () => {
  script = await buildScript(join(paths.root, "test", "plugins", "container-tests.ts"));
});

interface Case {
  /** Microsoft's name of the case, and what differs here on purpose. */
  readonly name: string;
  readonly play: (containers: ContainerSessions, service: WslService) => Promise<Outcome | undefined>;
  readonly prints: string;
  readonly outcome?: object;
}

const created = "Session created, name=wslc-test, pid=4000, sid=set";
const stopping = "Session stopping, name=wslc-test";
const rejected = {
  ok: false,
  hresult: 0x80070005 | 0,
  text: expect.stringContaining("A fatal error was returned by plugin 'TestPlugin'"),
};

/** The last client leaves, and WSL looks through its sessions. */
async function end(containers: ContainerSessions): Promise<undefined> {
  await containers.endSession();
  await containers.listSessions();
}

const cases: readonly Case[] = [
  {
    name: "WslcSuccess (a relative mount point and a fourth stream reach no WSL here)",
    async play(containers) {
      await containers.createSession({ name: "wslc-test" });
      await containers.pullImage({ name: "debian:latest" });
      await containers.start({ name: "sleeper" });
      await containers.stop("sleeper");
      await containers.deleteImage("debian:latest");
      return end(containers);
    },
    prints: `${created}
      status 0 [ 'out\\n', 'err\\n' ]
      status 0 [ 'stdin-ok', '' ]
      status 12 [ '', '' ]
      status 0 [ 'env-ok', '' ]
      does-not-exist: 0x80004005 (E_FAIL), errno 2
      running: null
      RW mounted
      RO mounted, writing fails
      missing: 0x80070003 (ERROR_PATH_NOT_FOUND)
      Test completed
      Image created, id=sha256:, name=debian:latest
      Container started, name=sleeper, image=debian:latest, state=running
      Container stopping, id=64 digits
      Image deleted, id=sha256:
      ${stopping}`,
  },
  {
    name: "WslcPullImageNotification",
    async play(containers) {
      await containers.createSession({ name: "wslc-test" });
      await containers.pullImage({ name: "debian:latest" });
      await containers.pullImage({ name: "wslc-registry:latest" });
      await containers.start({ name: "registry", image: "wslc-registry:latest" });
      await containers.pullImage({ name: "127.0.0.1:5000/debian:latest" });
      return end(containers);
    },
    prints: `${created}
      Image created, id=sha256:, name=debian:latest
      Image created, id=sha256:, name=wslc-registry:latest
      Container started, name=registry, image=wslc-registry:latest, state=running
      Image created, id=sha256:, name=127.0.0.1:5000/debian:latest
      ${stopping}`,
  },
  {
    name: "WslcSessionRejected",
    async play(containers) {
      const outcome = await containers.createSession({ name: "wslc-test" });
      await containers.listSessions();
      return outcome;
    },
    prints: `${created}
      session rejected`,
    outcome: rejected,
  },
  {
    name: "WslcContainerRejected",
    async play(containers) {
      await containers.createSession({ name: "wslc-test" });
      await containers.pullImage({ name: "debian:latest" });
      const outcome = await containers.start({ name: "rejected" });
      await end(containers);
      return outcome;
    },
    prints: `${created}
      Image created, id=sha256:, name=debian:latest
      Container started, name=rejected, image=debian:latest, state=running
      container rejected
      ${stopping}`,
    outcome: rejected,
  },
  {
    name: "WslcVmRestart",
    async play(containers) {
      await containers.createSession({ name: "wslc-test" });
      await containers.pullImage({ name: "debian:latest" });
      await containers.idle();
      await containers.deleteImage("debian:latest");
      return end(containers);
    },
    prints: `${created}
      VM started, process ok, mount ok
      Image created, id=sha256:, name=debian:latest
      VM stopping, process ok, mount ok
      VM started, process ok, mount ok
      Image deleted, id=sha256:
      VM stopping, process 0x8004060F (WSLC_E_SESSION_NOT_FOUND), mount 0x8004060F (WSLC_E_SESSION_NOT_FOUND)
      ${stopping}`,
  },
  {
    name: "WslcVmStopCommitted (all calls on the hook's thread: scripts have no other)",
    async play(containers, service) {
      await containers.createSession({ name: "wslc-test" });
      await containers.pullImage({ name: "debian:latest" });
      await containers.idle();
      const leaked = () => service.eventsOf("process-exited").filter(({ signal }) => signal === "SIGKILL");
      await expect.poll(leaked, { timeout: 20_000 }).toHaveLength(1);
      await containers.deleteImage("debian:latest");
      return end(containers);
    },
    prints: `${created}
      VM started
      Image created, id=sha256:, name=debian:latest
      VM stopping
      leaked process ok
      stop-window caller ok
      VM started
      Image deleted, id=sha256:
      ${stopping}`,
  },
  {
    name: "WslcVmNeverStarted",
    async play(containers) {
      await containers.createSession({ name: "wslc-test" });
      return end(containers);
    },
    prints: `${created}
      no-vm caller: 0x80040610 (WSLC_E_VM_NOT_RUNNING)
      ${stopping}`,
  },
];

test.each(cases)("$name", async ({ name, play, prints, outcome }) => {
  const testType = name.replace(/ .*/, "");
  await using hosted = await DllPlugin.start({
    name: "TestPlugin",
    script: `const testType = "${testType}"; ${script}`,
    version: "2.9.5",
  });
  const result = await play(hosted.service.wsl.containers, hosted.service);
  if (outcome !== undefined) expect(result).toMatchObject(outcome);
  const expected = `Plugin loaded. TestMode=${testType}\n${prints}`;
  // The last hook does not keep WSL waiting.
  await expect.poll(() => hosted.printed(), { timeout: 20_000 }).toHaveLength(expected.split("\n").length);
  expectLines(await hosted.printed(), expected);
});
