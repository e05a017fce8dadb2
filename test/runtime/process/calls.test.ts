import { describe, expect, test } from "vitest";
import type { Natives } from "../../../src/runtime/generated/natives.ts";
import { createExecuteBinary } from "../../../src/runtime/process/execute-binary.ts";
import { OpenProcesses } from "../../../src/runtime/process/open-processes.ts";
import { EventLoop } from "../../../src/runtime/waiting/event-loop.ts";
import { Timers } from "../../../src/runtime/waiting/timers.ts";
import { createInformation } from "../../../src/runtime/wsl/information.ts";
import { createMountFolder } from "../../../src/runtime/wsl/mount-folder.ts";
import { WSLVersion } from "../../../src/runtime/wsl/versions.ts";
import { fakeNatives } from "../../support/runtime-natives.ts";

const guid = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
const version = new WSLVersion(2, 4, 4);
const information = createInformation({ version }, fakeNatives().natives);
const session = new information.WSLSessionInformation([42, "S-1-5-18"], 0);
const debian = new information.WSLDistributionInformation([guid, "Debian", 1n, null, 1, null, null], 0);

function plugin(overrides: Partial<Natives> = {}, running = version) {
  const { natives, calls } = fakeNatives(overrides);
  return {
    calls,
    MountFolder: createMountFolder(natives, { name: "hello" }),
    ...createExecuteBinary(natives, new OpenProcesses(), new EventLoop(natives, new Timers()), { version: running }),
  };
}

describe("MountFolder", () => {
  test("passes all arguments on", () => {
    const { MountFolder, calls } = plugin();
    MountFolder(session, "C:\\Tools", "/opt/tools", false, "tools");
    expect(calls).toEqual([["_mountFolder", 42, "C:\\Tools", "/opt/tools", false, "tools"]]);
  });

  test("mounts read-only under a generated name unless options say otherwise", () => {
    const { MountFolder, calls } = plugin();
    MountFolder(42, "C:\\Tools", "/opt/my tools/v1.0");
    expect(calls).toEqual([
      ["_mountFolder", 42, "C:\\Tools", "/opt/my tools/v1.0", true, "hello.opt.my_20_tools.v1_2e_0"],
    ]);
  });

  test("gives different mount points different names", () => {
    const { MountFolder, calls } = plugin();
    const deep = `/${"\u00e4".repeat(1000)}`;
    const points = ["/a/b", "/a-b", "/a.b", "/a_b", "/a b", "/a/b/", "/\u00e4", "/A/b", `${deep}a`, `${deep}b`];
    for (const point of points) MountFolder(42, "C:\\Tools", point);
    const names = calls.map((call) => call[5] as string);
    expect(new Set(names).size).toBe(points.length);
    expect(names.filter((name) => name.length > 255 || /[^\w.-]/.test(name))).toEqual([]);
  });

  test.each([
    "C:\\",
    "c:/tools",
    "Z:\\a b\\\u00e4",
    "\\\\server\\share",
    "//server/share",
    "\\\\?\\C:\\x",
    "\\\\.\\pipe",
  ])("accepts the Windows path %s", (path) => {
    const { MountFolder, calls } = plugin();
    MountFolder(42, path, "/x");
    expect(calls[0]?.[2]).toBe(path);
  });

  test.each(["", "Tools", "C:", "\\Tools", "/mnt/c", "\\\\", "\\\\\\x", "1:\\x", "CC:\\x"])(
    "rejects the Windows path %j",
    (path) => {
      const { MountFolder, calls } = plugin();
      expect(() => MountFolder(42, path, "/x")).toThrow(
        new TypeError(
          `MountFolder: windowsPath must be an absolute Windows path such as "C:\\\\Tools" or "\\\\\\\\server\\\\share", not "${path}"`,
        ),
      );
      expect(calls).toEqual([]);
    },
  );

  test("explains how to write a path whose backslashes are missing", () => {
    expect(() => plugin().MountFolder(42, "C:Tools", "/x")).toThrow('not "C:Tools"; a string has each backslash twice');
  });

  test("explains E_FAIL", () => {
    const { MountFolder } = plugin({ _mountFolder: () => 0x80004005 | 0 });
    expect(() => MountFolder(42, "C:\\x", "/x")).toThrow(
      'MountFolder("C:\\\\x" -> /x) failed: 0x80004005 (E_FAIL): Linux could not mount it',
    );
  });

  test.each([
    [["42", "C:\\x", "/x"], 'session must be a session or its sessionId, not "42"'],
    [[42, 5, "/x"], "windowsPath must be a string, not 5"],
    [[42, "C:\\a\0b", "/x"], "windowsPath must not contain NUL, as it does at index 4"],
    [[42, "C:\\\ud800", "/x"], "windowsPath contains half of a surrogate pair, which cannot be encoded"],
    [[42, `C:\\${"x".repeat(40_000)}`, "/x"], "windowsPath has 40003 characters; Windows allows 32766 in a path"],
    [[42, "C:\\x"], "linuxPath must be a string, not undefined"],
    [[42, "C:\\x", "opt"], 'linuxPath must be an absolute Linux path such as "/bin/sh", not "opt"'],
    [[42, "C:\\x", "/a\0"], "linuxPath must not contain NUL, as it does at index 2"],
    [[42, "C:\\x", `/${"\u00e4".repeat(2048)}`], "linuxPath has 4097 bytes; Linux allows at most 4095 in a path"],
    [[42, "C:\\x", "/x", 1], "readOnly must be true or false, not 1"],
    [[42, "C:\\x", "/x", null], "readOnly must be true or false, not null"],
    [[42, "C:\\x", "/x", true, ""], "name must not be empty; leave it out to get a generated one"],
    [[42, "C:\\x", "/x", true, 5], "name must be a string, not 5"],
    [[42, "C:\\x", "/x", true, "x".repeat(256)], "name has 256 characters; the maximum for a share's name is 255"],
    [
      [42, "C:\\x", "/x", true, "a,trans=virtio"],
      'name must not contain "," or ";", after which Linux reads options, not "a,trans=virtio"',
    ],
    [
      [42, "C:\\x", "/x", true, "a;fmask=0"],
      'name must not contain "," or ";", after which Linux reads options, not "a;fmask=0"',
    ],
  ])("%#: %j is reported as a mistake before it reaches WSL", (values, message) => {
    const { MountFolder, calls } = plugin();
    expect(() => MountFolder(...(values as Parameters<typeof MountFolder>))).toThrow(
      new TypeError(`MountFolder: ${message}`),
    );
    expect(calls).toEqual([]);
  });

  test("throws the call and the code if WSL refuses", () => {
    const { MountFolder } = plugin({ _mountFolder: () => 0x80070002 | 0 });
    expect(() => MountFolder(42, "C:\\x", "/x")).toThrow(
      expect.objectContaining({
        name: "WSLApiError",
        message: 'MountFolder("C:\\\\x" -> /x) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)',
        call: 'MountFolder("C:\\\\x" -> /x)',
        hresult: 0x80070002,
      }),
    );
  });
});

describe("ExecuteBinary", () => {
  test("passes the path and the whole argument vector", () => {
    const { ExecuteBinary, calls } = plugin();
    ExecuteBinary(session, "/bin/echo", ["a b", "", "\u00e4"]);
    expect(calls).toEqual([["_executeBinary", 42, "", "/bin/echo", "/bin/echo\0a b\0\0\u00e4"]]);
  });

  test("argv[0] is the path unless arg0 says otherwise", () => {
    const { ExecuteBinary, calls } = plugin();
    ExecuteBinary(42, "/bin/busybox");
    ExecuteBinary(42, "/bin/busybox", ["-1"], { arg0: "ls" });
    ExecuteBinary(42, "/bin/busybox", undefined, { arg0: undefined });
    expect(calls.map((call) => call[4])).toEqual(["/bin/busybox", "ls\0-1", "/bin/busybox"]);
  });

  test("accepts arguments up to Linux's limits", () => {
    const { ExecuteBinary, calls } = plugin();
    ExecuteBinary(42, "/bin/true", ["x".repeat(131_071), "\u00e4".repeat(65_535)]);
    ExecuteBinary(42, "/bin/true", Array(15).fill("x".repeat(131_071)));
    expect(calls).toHaveLength(2);
  });

  test.each([
    [[], "session must be a session or its sessionId, not undefined"],
    [[42], "path must be a string, not undefined"],
    [[42, "bin/sh"], 'path must be an absolute Linux path such as "/bin/sh", not "bin/sh"'],
    [[42, ""], 'path must be an absolute Linux path such as "/bin/sh", not ""'],
    [[42, "/bin/sh\0"], "path must not contain NUL, as it does at index 7"],
    [[42, "/bin/sh", "-c"], 'args must be an array of strings, not "-c"'],
    [[42, "/bin/sh", null], "args must be an array of strings, not null"],
    [[42, "/bin/sh", { 0: "-c", length: 1 }], "args must be an array of strings, not an object"],
    [[42, "/bin/sh", ["-c", 5]], "args[1] must be a string, not 5"],
    [[42, "/bin/sh", Array(1)], "args[0] must be a string, not undefined"],
    [[42, "/bin/sh", ["a\0b"]], "args[0] must not contain NUL, as it does at index 1"],
    [[42, "/bin/sh", ["\udc00"]], "args[0] contains half of a surrogate pair, which cannot be encoded"],
    [[42, "/bin/sh", ["x".repeat(131_072)]], "args[0] has 131072 bytes; Linux allows at most 131071 in one argument"],
    [
      [42, "/bin/sh", ["\u00e4".repeat(65_536)]],
      "args[0] has 131072 bytes; Linux allows at most 131071 in one argument",
    ],
    [
      [42, "/bin/sh", Array(16).fill("x".repeat(131_071))],
      "args has 2097159 bytes; Linux allows at most 2097151 in all arguments together",
    ],
    [[42, "/bin/sh", Array(2 ** 32 - 1)], "args has 4294967295 items, more than Linux allows"],
    [[42, "/bin/sh", [], null], "options must be an object, not null"],
    [[42, "/bin/sh", [], { argv0: "x" }], 'options cannot have "argv0"; did you mean "arg0"?'],
    [[42, "/bin/sh", [], { arg0: 1 }], "options.arg0 must be a string, not 1"],
  ])("mistake %# is reported before it reaches WSL", (values, message) => {
    const { ExecuteBinary, calls } = plugin();
    expect(() => ExecuteBinary(...(values as Parameters<typeof ExecuteBinary>))).toThrow(
      new TypeError(`ExecuteBinary: ${message}`),
    );
    expect(calls).toEqual([]);
  });

  test.each([
    ["/bin/cat", [], "/bin/cat"],
    ["/bin/my cat", ["--a=b", "x y", "", '"'], '"/bin/my cat" --a=b "x y" "" "\\""'],
    ["/bin/x", Array(22).fill("a"), `/bin/x ${"a ".repeat(20)}... (2 more arguments)`],
    ["/bin/x", ["y".repeat(150)], `/bin/x "${"y".repeat(100)}... (50 more characters)"`],
  ])("shows the command line of %s if WSL refuses", (path, args, shown) => {
    const { ExecuteBinary } = plugin({ _executeBinary: () => 0x80004005 | 0 });
    expect(() => ExecuteBinary(42, path, args)).toThrow(
      expect.objectContaining({
        name: "WSLApiError",
        message: `ExecuteBinary(${shown}) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started`,
      }),
    );
  });
});

describe("ExecuteBinaryInDistribution", () => {
  test("passes the distribution's id", () => {
    const { ExecuteBinaryInDistribution, calls } = plugin();
    ExecuteBinaryInDistribution(session, debian, "/bin/id", ["-u"]);
    ExecuteBinaryInDistribution(42, `{${guid.toUpperCase()}}`, "/bin/id");
    expect(calls).toEqual([
      ["_executeBinary", 42, guid, "/bin/id", "/bin/id\0-u"],
      ["_executeBinary", 42, guid, "/bin/id", "/bin/id"],
    ]);
  });

  test("names the distribution when WSL refuses", () => {
    const { ExecuteBinaryInDistribution } = plugin({ _executeBinary: () => 0x80040313 | 0 });
    expect(() => ExecuteBinaryInDistribution(42, debian, "/bin/id")).toThrow(
      "ExecuteBinaryInDistribution(Debian: /bin/id) failed: 0x80040313 (WSL_E_VM_MODE_INVALID_STATE)",
    );
    expect(() => ExecuteBinaryInDistribution(42, guid, "/bin/id")).toThrow(
      `ExecuteBinaryInDistribution(${guid}: /bin/id) failed`,
    );
  });

  test("needs WSL 2.1.2", () => {
    const { ExecuteBinaryInDistribution, calls } = plugin({}, new WSLVersion(2, 1, 1));
    expect(() => ExecuteBinaryInDistribution(42, debian, "/bin/id")).toThrow(
      'ExecuteBinaryInDistribution needs WSL 2.1.2 or newer, and WSL 2.1.1 runs here; "wsl --update" updates it',
    );
    expect(calls).toEqual([]);
    plugin({}, new WSLVersion(2, 1, 2)).ExecuteBinaryInDistribution(42, debian, "/bin/id");
  });

  test("reports what is wrong with its arguments", () => {
    const { ExecuteBinaryInDistribution, calls } = plugin();
    expect(() => ExecuteBinaryInDistribution(42, "Debian", "/bin/id")).toThrow(
      new TypeError('ExecuteBinaryInDistribution: distribution must be a distribution or its id, a GUID, not "Debian"'),
    );
    expect(() => ExecuteBinaryInDistribution(42, debian, "id")).toThrow(
      new TypeError('ExecuteBinaryInDistribution: path must be an absolute Linux path such as "/bin/sh", not "id"'),
    );
    expect(calls).toEqual([]);
  });
});
