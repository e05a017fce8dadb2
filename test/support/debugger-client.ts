/** A debugger: Node's inspector protocol over a WebSocket, of which it needs text only. */

import { createHash, randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from "@jridgewell/trace-mapping";
import type { RunningProgram } from "./running-program.ts";

/** Less than a test's time, so that a failure says what was waited for. */
const patience = 40_000;

type Parameters = Readonly<Record<string, unknown>>;

export interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL: string;
}

export interface Paused {
  readonly callFrames: readonly { readonly callFrameId: string; readonly functionName: string }[];
  readonly hitBreakpoints: readonly string[];
}

/** Attaches to a program that waits for a debugger, and stops where the plugin begins. */
export async function attachTo(
  program: RunningProgram,
  file: string,
): Promise<{
  readonly client: DebuggerClient;
  readonly url: string;
  readonly script: ParsedScript;
  readonly atStart: Paused;
}> {
  await program.printed("Debugger listening on ws");
  const url = /Debugger listening on (ws:\S+)/.exec(program.output)?.[1] ?? "";
  const client = await DebuggerClient.connect(url);
  await client.send("Debugger.enable");
  await client.send("Runtime.runIfWaitingForDebugger");
  const script = await client.event<ParsedScript>("Debugger.scriptParsed", ({ url }) => url.endsWith(`/${file}.js`));
  return { client, url, script, atStart: await client.event<Paused>("Debugger.paused") };
}

export class DebuggerClient implements Disposable {
  readonly #socket: Socket;
  readonly #events = new EventEmitter();
  readonly #seen: { readonly method: string; readonly params: Parameters }[] = [];
  #received = Buffer.alloc(0);
  #id = 0;

  /** `url`: what Node prints behind "Debugger listening on". */
  static async connect(url: string): Promise<DebuggerClient> {
    const key = randomBytes(16).toString("base64");
    const asking = request(url.replace(/^ws:/, "http:"), {
      headers: { connection: "Upgrade", upgrade: "websocket", "sec-websocket-key": key, "sec-websocket-version": "13" },
      signal: AbortSignal.timeout(patience),
    }).end();
    const [answer, socket] = await once(asking, "upgrade");
    const accepted = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    if (answer.headers["sec-websocket-accept"] !== accepted) throw new Error("This is no WebSocket.");
    return new DebuggerClient(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#events.setMaxListeners(0);
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("error", (error) => this.#events.emit("broken", error));
  }

  async send<Result>(method: string, params: Parameters = {}): Promise<Result> {
    this.#id += 1;
    const id = this.#id;
    const answered = this.#next(`answer ${id}`, method);
    this.#write(JSON.stringify({ id, method, params }));
    const { error, result } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as Result;
  }

  /** The next event of this kind that passes, beginning with those that came already. Each is taken once. */
  async event<Event>(method: string, passes: (event: Event) => boolean = () => true): Promise<Event> {
    for (;;) {
      const at = this.#seen.findIndex((event) => event.method === method && passes(event.params as Event));
      const [found] = at < 0 ? [] : this.#seen.splice(at, 1);
      if (found !== undefined) return found.params as Event;
      await this.#next("event", method);
    }
  }

  /** Breaks at the first statement of a line of a source file, both counted from 1. Returns the breakpoint's id. */
  async breakAt({ scriptId, url, sourceMapURL }: ParsedScript, file: string, line: number): Promise<string> {
    const map = new TraceMap(Buffer.from(sourceMapURL.replace(/^.*?,/, ""), "base64").toString(), url);
    const source = map.resolvedSources.find((each) => each.endsWith(file)) ?? "";
    const place = generatedPositionFor(map, { source, line, column: 0, bias: LEAST_UPPER_BOUND });
    if (place.line === null) throw new Error(`No code comes from line ${line} of ${file}, of ${map.resolvedSources}.`);
    const location = { scriptId, lineNumber: place.line - 1, columnNumber: place.column };
    return (await this.send<{ breakpointId: string }>("Debugger.setBreakpoint", { location })).breakpointId;
  }

  /** What an expression is in the innermost function where the script has stopped. */
  async valueOf({ callFrames }: Paused, expression: string): Promise<unknown> {
    const parameters = { callFrameId: callFrames[0]?.callFrameId, expression };
    const { result } = await this.send<{ result: { value: unknown } }>("Debugger.evaluateOnCallFrame", parameters);
    return result.value;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #next(event: string, what: string): Promise<Parameters> {
    const signal = AbortSignal.timeout(patience);
    const broken = once(this.#events, "broken", { signal }).then(([error]) => Promise.reject(error));
    const [message] = await Promise.race([once(this.#events, event, { signal }), broken]).catch((error: Error) => {
      throw new Error(`${what} did not come: ${error.message}`, { cause: error });
    });
    return message;
  }

  /** One masked text frame. */
  #write(text: string): void {
    const payload = Buffer.from(text);
    const head = Buffer.alloc(8);
    head.writeUInt16BE(0x81fe);
    head.writeUInt16BE(payload.length, 2);
    // A mask of zeros leaves the text as it is.
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const frame = readFrame(this.#received);
      if (frame === null) return;
      this.#received = this.#received.subarray(frame.end);
      if (frame.isText) this.#take(JSON.parse(frame.payload.toString()));
    }
  }

  #take(message: { id?: number; method: string; params: Parameters }): void {
    if (message.id !== undefined) {
      this.#events.emit(`answer ${message.id}`, message);
      return;
    }
    this.#seen.push(message);
    this.#events.emit("event", message);
  }
}

/** A whole frame of a server, whose messages have one frame each; null as long as some of it is missing. */
function readFrame(bytes: Buffer): { isText: boolean; payload: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1);
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = start + length;
  return bytes.length < end ? null : { isText: bytes.readUInt8(0) === 0x81, payload: bytes.subarray(start, end), end };
}
