// What travels between the driver, the stand-in for wslservice and the Linux agent.

import { expect, test } from "vitest";
import { LineSplitter } from "../../src/wslservice/line-splitter.ts";
import { Message } from "../../src/wslservice/protocol.ts";

test("a message of the stand-in is read as it was written, whatever its values contain", () => {
  const value = ' =%\r\n\t\0é€😀~!"\\';
  const line = new Message("7", "hook", {
    plain: "OnVMStarted",
    odd: value,
    list: ["a", "", "b"],
    flag: true,
  }).toString();
  expect(line).toMatch(/^7 hook [!-~]+ [!-~]+ [!-~]+ [!-~]+ [!-~]+ [!-~]+$/);
  const message = Message.parse(line);
  expect(message.verb).toBe("hook");
  expect(message.text("odd")).toBe(value);
  expect(message.all("list")).toEqual(["a", "", "b"]);
  expect(message.number("flag")).toBe(1);
});

test("null in a message is an absent key, and an absent key is null", () => {
  const message = Message.parse(new Message("1", "hook", { none: null, missing: undefined, empty: "" }).toString());
  expect(message.toString()).toBe("1 hook empty=");
  expect(message.find("none")).toBeNull();
  expect(() => message.text("none")).toThrow("hook lacks none");
});

test.each(["", "1", "1 hook word", "1 hook a=b=c"])("%j is not a message", (line) => {
  expect(() => Message.parse(line)).toThrow(SyntaxError);
});

test("lines are complete, however the stream cuts them", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const byte of Buffer.from("one\ntwö\n\nthree")) {
    splitter.push(Buffer.from([byte]));
  }
  splitter.end();
  expect(lines).toEqual(["one", "twö", "", "three"]);
});

test("lines have a maximum length and number", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.push(Buffer.from("x".repeat(10_000)));
  splitter.push(Buffer.from("\ny".repeat(5000)));
  splitter.end();
  expect(Math.max(...lines.map((line) => line.length))).toBe(4096);
  expect(lines).toHaveLength(1000);
});
