import { describe, expect, test } from "vitest";
import { parseProxy } from "../../../src/runtime/windows/proxy.ts";
import { SID } from "../../../src/runtime/windows/sid.ts";

describe("SID", () => {
  test.each([
    ["S-1-5-32-544", "S-1-5-32-544"],
    ["s-1-1-0", "S-1-1-0"],
    ["S-1-5-21-4294967295-0-1-500", "S-1-5-21-4294967295-0-1-500"],
    ["S-1-0x0123456789AB-7", "S-1-0x0123456789ab-7"],
    [`S-1-5${"-1".repeat(15)}`, `S-1-5${"-1".repeat(15)}`],
  ])("accepts %s", (text, expected) => {
    expect(SID.parse(text).toString()).toBe(expected);
    expect(JSON.stringify({ sid: new SID(text) })).toBe(JSON.stringify({ sid: expected }));
  });

  test.each([
    "",
    "S-1",
    "S-2-5-32",
    "S-1-05-32",
    "S-1-5-4294967296",
    "S-1-4294967296-1",
    "S-1-5-",
    "S-1-5--1",
    "S-1-5-1 ",
    "Administrators",
    `S-1-5${"-1".repeat(16)}`,
    null,
    5,
    { sid: "S-1-5-18" },
  ])("rejects %j", (value) => {
    expect(() => SID.parse(value)).toThrow(
      /^SID.parse: text must be a security identifier such as "S-1-5-32-544", not /,
    );
  });

  test("equals texts and SIDs of the same identifier, and nothing else", () => {
    const users = SID.parse("S-1-5-32-545");
    expect(
      [users, "S-1-5-32-545", "s-1-5-32-545", "S-1-5-32-544", "users", null].map((each) => users.equals(each)),
    ).toEqual([true, true, true, false, false, false]);
  });

  test("has names for identifiers that are the same everywhere", () => {
    expect(SID.parse("S-1-5-32-544").name).toBe("Administrators");
    expect(SID.parse("S-1-5-32-9").name).toBeNull();
  });

  test("finds itself in a list, whose items must all be identifiers", () => {
    expect(SID.parse("S-1-1-0").isIn(["S-1-5-18", SID.parse("S-1-1-0")])).toBe(true);
    expect(SID.parse("S-1-1-0").isIn([])).toBe(false);
    expect(() => SID.parse("S-1-1-0").isIn(["S-1-1-0", "users"])).toThrow("SID.isIn: list[1] must be a security");
    expect(() => SID.parse("S-1-1-0").isIn("S-1-1-0")).toThrow("SID.isIn: list must be an array");
  });
});

describe("the proxy setting of Windows", () => {
  test.each([
    ["proxy:8080\0", { http: "proxy:8080", https: "proxy:8080", bypass: [] }],
    ["http=a:1;https=b:2\0x;y", { http: "a:1", https: "b:2", bypass: ["x", "y"] }],
    ["HTTP=a:1 c:3\0", { http: "a:1", https: "c:3", bypass: [] }],
    ["https=b:2\0<local> ; *.example", { http: null, https: "b:2", bypass: ["<local>", "*.example"] }],
    ["ftp=f:21\0", { http: null, https: null, bypass: [] }],
  ])("is parsed: %j", (text, expected) => {
    expect(parseProxy(text)).toEqual(expected);
  });
});
