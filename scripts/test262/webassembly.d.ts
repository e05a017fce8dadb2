/** What of WebAssembly's interface only test262's engine uses; see src/engine/webassembly.d.ts. */
declare namespace WebAssembly {
  class RuntimeError extends Error {}

  interface Table {
    /** Returns the length before. */
    grow(count: number): number;
    set(index: number, value: unknown): void;
  }
}
