import { StringDecoder } from "node:string_decoder";

/** Splits a stream into lines. Bounded: a line that is too long is cut, and after too many lines nothing follows. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #count = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > longestLine) {
      lines.push(this.#rest);
      this.#rest = "";
    }
    for (const line of lines) {
      this.#emit(line);
    }
  }

  /** Returns a last line without a line end. */
  end(): void {
    const last = this.#rest + this.#decoder.end();
    this.#rest = "";
    if (last !== "") {
      this.#emit(last);
    }
  }

  #emit(line: string): void {
    this.#count += 1;
    if (this.#count <= mostLines) {
      this.#onLine(line.slice(0, longestLine));
    }
  }
}

const longestLine = 4096;
const mostLines = 1000;
