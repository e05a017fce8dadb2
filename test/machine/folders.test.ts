// Paths of the simulated machine, against Node's own functions for them.

import { win32 } from "node:path";
import { expect, test } from "vitest";
import { findFolder, fullFolderPath, hostPathOf } from "../../src/machine/folders.ts";

test.each([
  "C:\\",
  "c:/Tools/",
  "C:\\Tools\\.\\new\\..\\old\\",
  "C:\\..\\..\\Tools",
  "C:\\\\Tools\\\\new",
  "\\\\server\\share\\a\\..\\b",
  "//server/share/a/",
])("the full path of %s is Windows' own", (path) => {
  const full = win32.normalize(path);
  expect(fullFolderPath(path)).toBe(full.length === 3 ? full : full.replace(/\\+$/, ""));
});

test("a share's own folder, a long path and a relative path keep their names", () => {
  expect(fullFolderPath("\\\\server\\share\\")).toBe("\\\\server\\share");
  expect(fullFolderPath("\\\\?\\C:\\Tools\\")).toBe("C:\\Tools");
  expect(fullFolderPath("Tools\\..")).toBe("Tools\\..");
});

test("a folder is found by any spelling of its path", () => {
  expect(findFolder(["C:\\Tools"], "c:/x/../tools/")).toBeNull();
  expect(findFolder(["C:\\Tools"], "C:\\Tools2")).toBeUndefined();
  expect(findFolder({ "C:\\Tools": "/srv/tools" }, "C:\\TOOLS")).toBe("/srv/tools");
});

test("a Linux path is looked up in the deepest mount around it", () => {
  const mounts = [
    { linuxPath: "/mnt", folder: "/srv/all" },
    { linuxPath: "/mnt/tools", folder: "/srv/tools" },
    { linuxPath: "/mnt/none", folder: null },
  ];
  expect(hostPathOf(mounts, "/mnt/tools/a/../b")).toBe("/srv/tools/b");
  expect(hostPathOf(mounts, "/mnt/tools2/a")).toBe("/srv/all/tools2/a");
  expect(hostPathOf(mounts, "/mnt/none/a")).toBeNull();
  expect(hostPathOf(mounts, "/mnt/../etc")).toBeNull();
});
