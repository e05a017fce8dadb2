// The stand-in for wslservice itself, with a plugin in C++: mounted folders.

import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NativeService } from "../../src/wslservice/native-service.ts";
import { sh } from "../support/native-plugin.ts";

describe("folders that a plugin mounts", () => {
  const files = { "note.txt": "through the mount" };
  const mount = (folder: { windowsPath(): string }, mode: "ro" | "rw") =>
    `mount|${folder.windowsPath()}|/test-plugin/deep/folder|${mode}|test`;

  test("are visible to processes, and nowhere else on this machine", async () => {
    await using native = await NativeService.start(
      (folder) => ({ OnVMStarted: [mount(folder, "ro"), sh("cat /test-plugin/deep/folder/note.txt")] }),
      { files },
    );
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x00000000", "output: through the mount"]);
    expect(existsSync("/test-plugin")).toBe(false);
  });

  test.each([
    ["ro", /: Read-only file system\n$/, false],
    ["rw", /^output: $/, true],
  ] as const)("mounted %s", async (mode, complaint, written) => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [mount(folder, mode), sh("touch /test-plugin/deep/folder/new 2>&1")],
      }),
      { files },
    );
    await native.service.startVm();
    expect(native.said.at(-1)).toMatch(complaint);
    expect(existsSync(`${native.folder.path}/new`)).toBe(written);
  });

  test("can have any name", async () => {
    await using native = await NativeService.start((folder) => ({
      OnVMStarted: [
        `mount|${folder.windowsPath("Ünï cödé 😀 'n' $x")}|/mnt/tärget $y|ro|x`,
        "execute||/bin/cat|cat|/mnt/tärget $y/note.txt",
      ],
    }));
    const odd = join(native.folder.path, "Ünï cödé 😀 'n' $x");
    await mkdir(odd);
    await writeFile(join(odd, "note.txt"), "found");
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x00000000", "output: found"]);
  });

  test("that are missing, files, or another session's cannot be mounted", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [
          "mount|C:\\does\\not\\exist|/x|ro|x",
          `mount|${folder.windowsPath("note.txt")}|/x|ro|x`,
          "as|51966",
          "mount|C:\\|/x|ro|x",
        ],
      }),
      { files },
    );
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x80070002", "mount: 0x8007010b", "mount: 0x80010108"]);
  });

  test("of one session are invisible in another", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [sh("ls /test-plugin 2>/dev/null")],
        OnVMStopping: [mount(folder, "ro"), sh("ls /test-plugin")],
      }),
      { files, sessions: 2 },
    );
    await native.service.startVm();
    await native.service.stopVm();
    await native.service.startVm({ session: 1 });
    expect(native.said).toEqual(["output: ", "mount: 0x00000000", "output: deep\n", "output: "]);
  });
});
