/** The part of WebAssembly's interface that is used here; neither the language nor Node's types declare it. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { readonly module: string; readonly name: string }[];
    static exports(module: Module): { readonly name: string }[];
  }

  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }

  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  interface Global {
    value: number;
  }
}
