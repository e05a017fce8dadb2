// The arguments that a script passes to WSL's calls: mistakes are TypeErrors before anything reaches WSL, and
// everything else arrives unchanged.

import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

/** A call in a hook that has `session` and `distribution`, and its TypeError. */
type Mistake = readonly [call: string, message: string];

const absolute = 'must be an absolute Linux path such as "/bin/sh"';
const half = "contains half of a surrogate pair, which cannot be encoded";
/** Ten million letters, as the source of a script. */
const huge = '"x".repeat(10_000_000)';

const mountMistakes: readonly Mistake[] = [
  ['MountFolder("0", "C:\\\\x", "/x")', 'session must be a session or its sessionId, not "0"'],
  ['MountFolder({ sessionId: 0 }, "C:\\\\x", "/x")', "session must be a session or its sessionId, not an object"],
  ['MountFolder(distribution, "C:\\\\x", "/x")', "session must be a session or its sessionId, not an object"],
  ['MountFolder(session, 5, "/x")', "windowsPath must be a string, not 5"],
  ['MountFolder(session, new String("C:\\\\x"), "/x")', "windowsPath must be a string, not an object"],
  ['MountFolder(session, { toString: () => "C:\\\\x" }, "/x")', "windowsPath must be a string, not an object"],
  [
    'MountFolder(session, "Tools", "/x")',
    'windowsPath must be an absolute Windows path such as "C:\\\\Tools" or "\\\\\\\\server\\\\share", not "Tools"',
  ],
  ['MountFolder(session, "C:\\\\a\\0b", "/x")', "windowsPath must not contain NUL, as it does at index 4"],
  ['MountFolder(session, "C:\\\\\\ud800", "/x")', `windowsPath ${half}`],
  [
    `MountFolder(session, "C:\\\\" + ${huge}, "/x")`,
    "windowsPath has 10000003 characters; Windows allows 32766 in a path",
  ],
  ['MountFolder(session, "C:\\\\x", 5)', "linuxPath must be a string, not 5"],
  ['MountFolder(session, "C:\\\\x", "x")', `linuxPath ${absolute}, not "x"`],
  ['MountFolder(session, "C:\\\\x", "/\\0")', "linuxPath must not contain NUL, as it does at index 1"],
  ['MountFolder(session, "C:\\\\x", "/\\udfff")', `linuxPath ${half}`],
  [
    `MountFolder(session, "C:\\\\x", "/" + ${huge})`,
    "linuxPath has 10000001 bytes; Linux allows at most 4095 in a path",
  ],
  ['MountFolder(session, "C:\\\\x", "/x", "yes")', 'readOnly must be true or false, not "yes"'],
  ['MountFolder(session, "C:\\\\x", "/x", true, null)', "name must be a string, not null"],
  ['MountFolder(session, "C:\\\\x", "/x", true, "a\\0")', "name must not contain NUL, as it does at index 1"],
  [
    `MountFolder(session, "C:\\\\x", "/x", true, ${huge})`,
    "name has 10000000 characters; the maximum for a share's name is 255",
  ],
];

const executeMistakes: readonly Mistake[] = [
  ['ExecuteBinary(-1, "/bin/true")', "session must be a session or its sessionId, not -1"],
  ["ExecuteBinary(session, 5)", "path must be a string, not 5"],
  ['ExecuteBinary(session, "bin/true")', `path ${absolute}, not "bin/true"`],
  ['ExecuteBinary(session, "/bin/true\\0")', "path must not contain NUL, as it does at index 9"],
  ['ExecuteBinary(session, "/\\ud83d")', `path ${half}`],
  [`ExecuteBinary(session, "/" + ${huge})`, "path has 10000001 bytes; Linux allows at most 4095 in a path"],
  ['ExecuteBinary(session, "/bin/true", "-a")', 'args must be an array of strings, not "-a"'],
  ['ExecuteBinary(session, "/bin/true", [5])', "args[0] must be a string, not 5"],
  ['ExecuteBinary(session, "/bin/true", [, "b"])', "args[0] must be a string, not undefined"],
  ['ExecuteBinary(session, "/bin/true", ["a", "b\\0c"])', "args[1] must not contain NUL, as it does at index 1"],
  ['ExecuteBinary(session, "/bin/true", ["\\udc00\\ud800"])', `args[0] ${half}`],
  [
    `ExecuteBinary(session, "/bin/true", [${huge}])`,
    "args[0] has 10000000 bytes; Linux allows at most 131071 in one argument",
  ],
  [
    'ExecuteBinary(session, "/bin/true", Array(100).fill("x".repeat(100_000)))',
    "args has 10000109 bytes; Linux allows at most 2097151 in all arguments together",
  ],
  ['ExecuteBinary(session, "/bin/true", [], { arg0: 5 })', "options.arg0 must be a string, not 5"],
  [
    `ExecuteBinary(session, "/bin/true", [], { arg0: ${huge} })`,
    "options.arg0 has 10000000 bytes; Linux allows at most 131071 in one argument",
  ],
  ['ExecuteBinary(session, "/bin/true", [], { cwd: "/" })', 'options cannot have "cwd"; allowed: arg0'],
  [
    'ExecuteBinaryInDistribution(session, "Debian", "/bin/true")',
    'distribution must be a distribution or its id, a GUID, not "Debian"',
  ],
  [
    'ExecuteBinaryInDistribution(session, session, "/bin/true")',
    "distribution must be a distribution or its id, a GUID, not an object",
  ],
  [`ExecuteBinaryInDistribution(session, distribution, "true")`, `path ${absolute}, not "true"`],
];

const mistakes = [...mountMistakes, ...executeMistakes];

test("mistakes are reported before anything reaches WSL", async () => {
  const attempts = mistakes.map(([call]) => `() => ${call}`);
  // A busy machine takes many times as long.
  const script =
    plugin(`limits: { scriptTime: 50_000, hookTime: 50_000 }, onDistributionStarted(session, distribution) {
    for (const attempt of [${attempts.join(",\n")}]) {
      try { attempt(); console.log("no error"); } catch (error) { console.log(error.name + ": " + error.message); }
    }
  }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(
    mistakes.map(([call, message]) => `TypeError: ${call.slice(0, call.indexOf("("))}: ${message}`),
  );
  expect(hosted.service.eventsOf("call", "process-started")).toEqual([]);
});

test("the longest arguments that Linux allows arrive complete", async () => {
  const script = plugin(`onVmStarted(session) {
    const argument = "\\u00e4".repeat(65_535) + "x";
    const path = "/bin" + "/.".repeat(2_043) + "/true";
    const count = (args) => ExecuteBinary(session, "/usr/bin/perl", ["-e", 'print join ",", map { length } @ARGV', ...args]).text();
    console.log(count([argument]));
    console.log(count(Array(15).fill(argument)));
    ExecuteBinary(session, path).close();
  }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual(["131071", Array(15).fill("131071").join(",")]);
  expect(hosted.service.eventsOf("call").at(-1)).toMatchObject({
    path: expect.stringMatching(/^.{4095}$/),
    hresult: 0,
  });
});

test("MountFolder accepts the longest Windows path, and does not pass on a missing folder", async () => {
  const script = plugin(`onVmStarted(session) {
    MountFolder(session, "C:\\\\" + "\\u{1f600}".repeat(16_381) + "x", "/mnt/x");
  }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: 0x80070002 | 0 });
  expect(hosted.service.eventsOf("call").map(({ call }) => call)).toEqual(["PluginError"]);
});

test("MountFolder passes on a share name of maximum length", async () => {
  const script = plugin(`onVmStarted(session) {
    MountFolder(session, "C:\\\\windows", "/mnt/x", false, "\\u00e4".repeat(255));
  }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toMatchObject({ ok: true });
  expect(hosted.service.eventsOf("call")[0]).toMatchObject({
    windowsPath: "C:\\windows",
    linuxPath: "/mnt/x",
    readOnly: false,
    name: "\u00e4".repeat(255),
  });
});
