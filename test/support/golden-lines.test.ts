import { expect, it } from "vitest";
import { expectLines } from "./golden-lines.ts";

const golden = `
  start, pid *
  [a.b] ends`;

it.each([
  ["anything", ["start, pid 7", "[a.b] ends"]],
  ["nothing", ["start, pid ", "[a.b] ends"]],
])("a star is %s", (_, lines) => {
  expectLines(lines, golden);
});

it.each([
  ["a line too few", ["start, pid 7"]],
  ["a line too many", ["start, pid 7", "[a.b] ends", ""]],
  ["another order", ["[a.b] ends", "start, pid 7"]],
  ["more around a line", ["start, pid 7", "x [a.b] ends"]],
  ["letters where the pattern has punctuation", ["start, pid 7", "a ends"]],
  ["two lines where the star is", ["start, pid 7\n8", "[a.b] ends"]],
])("%s is told", (_, lines) => {
  expect(() => expectLines(lines, golden)).toThrow();
});
