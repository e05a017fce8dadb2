// A program's output, and the report after it, however the bytes are cut.

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { searchFor } from "../../../src/runtime/command/byte-search.ts";
import { MarkedOutput } from "../../../src/runtime/command/marked-output.ts";
import { signalOfExitCode } from "../../../src/runtime/command/signal-names.ts";

const secret = "00112233445566778899aabbccddeeff";

function read(chunks: readonly Uint8Array[]): { printed: string; report: string | null } {
  const output = new MarkedOutput(Buffer.from(secret));
  for (const chunk of chunks) output.push(chunk);
  const printed = Buffer.from(output.printed.take(output.printed.length)).toString("latin1");
  return { printed, report: output.report === undefined ? null : Buffer.from(output.report).toString() };
}

describe("a report after a program's output", () => {
  const outputs = [
    "",
    "hello\n",
    secret.slice(0, 31),
    `${secret.slice(1)}\n`,
    "0".repeat(100),
    `${secret.slice(0, 16)}${secret.slice(0, 20)}`,
  ];

  test.each(outputs)("is found after %j, cut at any two places", (printed) => {
    const bytes = Buffer.from(`${printed}${secret} 17\n`);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        expect(read(chunks)).toEqual({ printed, report: "17" });
      }
    }
  });

  test("is found byte by byte", () => {
    const bytes = Buffer.from(`some output${secret} cwd\n`);
    expect(read([...bytes].map((byte) => Buffer.of(byte)))).toEqual({ printed: "some output", report: "cwd" });
  });

  test("ends the output: everything after it is dropped", () => {
    const bytes = Buffer.from(`one${secret} 0\ntwo${secret} 1\n`);
    expect(read([bytes, Buffer.from("three")])).toEqual({ printed: "one", report: "0" });
  });

  test("may be empty", () => {
    expect(read([Buffer.from(`err${secret} \n`)])).toEqual({ printed: "err", report: "" });
  });

  test("is not found before it is complete", () => {
    expect(read([Buffer.from(`one${secret} 0`)])).toEqual({ printed: "one", report: null });
    // The part that could be the start of the secret is held back.
    expect(read([Buffer.from("x".repeat(100))]).printed).toBe("x".repeat(69));
  });
});

test("the search for bytes finds the same places as Buffer", () => {
  for (let round = 0; round < 2_000; round++) {
    const alphabet = 1 + (round % 5);
    const random = (length: number) => randomBytes(length).map((byte) => byte % alphabet);
    const bytes = random(round % 60);
    const sequence = random(1 + (round % 7));
    expect(searchFor(sequence)(bytes)).toBe(Buffer.from(bytes).indexOf(sequence));
  }
});

test("exit codes name signals as a shell does", () => {
  const codes = [0, 1, 126, 127, 128, 129, 137, 139, 143, 159, 160, 255];
  expect(codes.map(signalOfExitCode)).toEqual([
    ...[null, null, null, null, null],
    ...["SIGHUP", "SIGKILL", "SIGSEGV", "SIGTERM", "SIGSYS"],
    ...[null, null],
  ]);
});
