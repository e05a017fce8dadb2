// Files of Linux that helpers read.

import { expect, test } from "vitest";
import { linesOf } from "../../../src/runtime/command/command-result.ts";
import { parseMounts } from "../../../src/runtime/command/mounts.ts";
import { parseOsRelease } from "../../../src/runtime/command/os-release.ts";

test("os-release follows the quoting rules of os-release(5)", () => {
  const text = `# a comment
ID=debian
NAME="Debian GNU/Linux"
SINGLE='a "b" $c \\\\ d'
ESCAPED="a \\"b\\" \\$c \\\`d\\\` \\\\e \\f"
BARE=a\\ b
EMPTY=
EMPTY_TOO=""
  INDENTED=yes\t
not a variable
1BAD=x
WITH_EQUALS="a=b"
VERSION_ID="12"
VERSION_ID="13"
__proto__="harmless"`;
  expect({ ...parseOsRelease(text) }).toEqual({
    ID: "debian",
    NAME: "Debian GNU/Linux",
    SINGLE: 'a "b" $c \\\\ d',
    ESCAPED: 'a "b" $c `d` \\e \\f',
    BARE: "a b",
    EMPTY: "",
    EMPTY_TOO: "",
    INDENTED: "yes",
    WITH_EQUALS: "a=b",
    VERSION_ID: "13",
    ["__proto__"]: "harmless",
  });
});

test("os-release accepts all line ends, and a last line without one", () => {
  expect({ ...parseOsRelease('A="1"\r\nB=2') }).toEqual({ A: "1", B: "2" });
  expect({ ...parseOsRelease("") }).toEqual({});
});

test("escapes in /proc/self/mounts are decoded", () => {
  const text = `C:\\134 /mnt/c\\040d 9p rw,path=C:\\134\\040x,dirsync 0 0
tmpfs /a\\011b\\012c\\043 tmpfs ro 0 0
odd\\9 /odd\\ xfs rw 0 0
short line
`;
  expect(parseMounts(text)).toEqual([
    { source: "C:\\", target: "/mnt/c d", type: "9p", options: ["rw", "path=C:\\ x", "dirsync"] },
    { source: "tmpfs", target: "/a\tb\nc#", type: "tmpfs", options: ["ro"] },
    { source: "odd\\9", target: "/odd\\", type: "xfs", options: ["rw"] },
  ]);
});

test("lines end with LF or CRLF, and the last one may have no end", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("\n")).toEqual([""]);
  expect(linesOf("a\r\nb\n\nc\r")).toEqual(["a", "b", "", "c"]);
});
