import { describe, expect, test } from "vitest";
import { nothing, reset, started, text } from "../../support/fake-process.ts";
import { eachStream, readInterests } from "../../support/runtime-natives.ts";

/** A program that copies its input to its output through buffers of the given size, and blocks while one is full. */
function copying(capacity: number) {
  let inbox = new Uint8Array(0);
  let outbox = new Uint8Array(0);
  let inputEnded = false;
  const join = (left: Uint8Array, right: Uint8Array) => new Uint8Array(Buffer.concat([left, right]));
  const run = () => {
    const moved = Math.min(inbox.length, capacity - outbox.length);
    outbox = join(outbox, inbox.subarray(0, moved));
    inbox = inbox.slice(moved);
  };
  return started({
    _streamSend: (_, bytes) => {
      const taken = Math.min(bytes.length, capacity - inbox.length);
      inbox = join(inbox, bytes.subarray(0, taken));
      run();
      return taken;
    },
    _streamReceive: () => {
      run();
      const taken = outbox;
      outbox = new Uint8Array(0);
      return taken.length > 0 || (inputEnded && inbox.length === 0) ? taken : nothing;
    },
    _streamsWait: eachStream((_, events) => {
      run();
      return events & ((outbox.length > 0 || inputEnded ? 1 : 0) | (inbox.length < capacity ? 2 : 0));
    }),
    _streamEnd: () => {
      inputEnded = true;
      return 0;
    },
  });
}

describe("writing", () => {
  test("sends text as UTF-8, and bytes of every kind", () => {
    const { process, calls } = started({ _streamSend: (_, bytes) => bytes.length });
    process.write("\u20ac");
    process.write(Uint8Array.of(1, 2));
    process.write(Uint8Array.of(9, 1, 2, 9).buffer.slice(1, 3));
    process.write(new DataView(Uint8Array.of(9, 1, 2, 9).buffer, 1, 2));
    process.write(Uint16Array.of(0x0201));
    process.write("");
    const sends = calls.filter(([name]) => name === "_streamSend");
    expect(sends.map(([, , bytes]) => bytes)).toEqual([text("\u20ac"), ...Array(4).fill(Uint8Array.of(1, 2))]);
  });

  test.each([
    [5, "5"],
    [null, "null"],
    [[1, 2], "an array"],
    [{ length: 1 }, "an object"],
  ])("%j is reported as a mistake", (data, shown) => {
    const { process, calls } = started();
    expect(() => process.write(data as never)).toThrow(
      new TypeError(`WSLProcess.write: data must be a string or bytes, not ${shown}`),
    );
    expect(calls).toEqual([]);
  });

  test("continues where the stream accepted a part, in pieces of 1 MiB", () => {
    const sizes: number[] = [];
    const { process } = started({
      _streamSend: (_, bytes) => {
        sizes.push(bytes.length);
        return Math.min(bytes.length, 500_000);
      },
    });
    process.write("x".repeat(1_100_000));
    expect(sizes).toEqual([1_048_576, 600_000, 100_000]);
  });

  test("to a program that answers while it reads never blocks, however much it is", () => {
    const { process } = copying(1000);
    const sent = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);
    process.write(sent);
    expect(Buffer.compare(process.bytes(), sent)).toBe(0);
  });

  test("reaches a program that has ended its output but still reads", () => {
    let room = 0;
    const { process, calls } = started({
      _streamSend: (_, bytes) => Math.min(bytes.length, room),
      _streamReceive: () => new Uint8Array(0),
      _streamsWait: eachStream((_, events) => {
        if ((events & 1) === 0) room = 10;
        return events & 1 ? 1 : 2;
      }),
    });
    process.write("0123456789");
    expect(
      calls.filter(([name]) => name === "_streamsWait").map(([, pairs]) => readInterests(pairs as Uint8Array)),
    ).toEqual([[[7, 3]], [[7, 2]]]);
  });

  test("lasts until everything accepted has been sent, and keeps output that arrives meanwhile", () => {
    const sending = [1, 1, 0];
    const pieces = [text("an"), text("swer"), new Uint8Array(0)];
    const { process, calls } = started({
      _streamSend: (_, bytes) => bytes.length,
      _streamSending: () => sending.shift() ?? 0,
      _streamReceive: () => pieces.shift() ?? nothing,
      _streamsWait: eachStream((_, events) => events),
    });
    process.write("x");
    expect(calls.map(([name]) => name)).toEqual([
      "_streamSend",
      "_streamSending",
      "_streamsWait",
      "_streamReceive",
      "_streamSending",
      "_streamsWait",
      "_streamReceive",
      "_streamSending",
    ]);
    expect(process.text()).toBe("answer");
  });

  test("fails if accepted data cannot be sent", () => {
    const { process } = started({ _streamSend: (_, bytes) => bytes.length, _streamSending: () => reset });
    expect(() => process.write("x")).toThrow("ExecuteBinary(/bin/x).write failed: 0x80072746 (WSAECONNRESET)");
  });

  test("to a program that has ended fails", () => {
    const { process } = started({ _streamSend: () => reset });
    expect(() => process.write("x")).toThrow(
      expect.objectContaining({
        name: "WSLApiError",
        message: "ExecuteBinary(/bin/x).write failed: 0x80072746 (WSAECONNRESET)",
        hresult: 0x80072746,
      }),
    );
  });

  test("closing the input of a program that has ended fails", () => {
    expect(() => started({ _streamEnd: () => reset }).process.closeInput()).toThrow(
      "ExecuteBinary(/bin/x).closeInput failed: 0x80072746 (WSAECONNRESET)",
    );
  });

  test("after the end of input is reported as a mistake", () => {
    const { process, names } = started();
    process.closeInput();
    process.closeInput();
    expect(names()).toEqual(["_streamEnd"]);
    expect(() => process.write("x")).toThrow(
      new TypeError("ExecuteBinary(/bin/x).write: the process's input has been closed"),
    );
  });
});
