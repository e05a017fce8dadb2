/**
 * Third-party components in the product: THIRD-PARTY-LICENSES.md and the SBOMs are generated from this table. The
 * lockfile lists what npm installs beside it.
 */

export interface Part {
  /** As the SBOM names it. */
  readonly name: string;
  readonly url: string;
  /** The name of the part that contains it, if any. */
  readonly within?: string;
  /** What of it is there, in Markdown, with its name as the link's text. */
  readonly what: string;
  /** An SPDX expression, and what people should know about it. */
  readonly licence: string;
  readonly remark?: string;
  readonly copyright?: string;
  /** Where the licence's text is, in Markdown. */
  readonly text: string;
  /** Its package URL, with `{version}` where that is known. */
  readonly purl: string;
  /** The source of its version (facts.ts). Without one, the part around it does not record the version. */
  readonly version?: VersionedPart;
  /** The archives and objects of the tool chain that the linker takes it from. */
  readonly archives?: readonly RegExp[];
}

export type VersionedPart = "quickjs-wasi" | "quickjs-ng" | "core-js-pure" | "wabt" | "gcc" | "mingw-w64";

const mit = "[below](#mit)";

/** Of wsl-script-host.dll, and of the tool that is linked of the same files. */
export const partsOfBinaries: readonly Part[] = [
  {
    name: "quickjs-wasi",
    url: "https://github.com/vercel-labs/quickjs-wasi",
    what: "[quickjs-wasi]: QuickJS for WebAssembly, with its `qjs_*` interface",
    licence: "MIT",
    copyright: "© 2026 Vercel, Inc.",
    text: mit,
    purl: "pkg:npm/quickjs-wasi@{version}",
    version: "quickjs-wasi",
  },
  {
    name: "quickjs-ng",
    url: "https://github.com/quickjs-ng/quickjs",
    within: "quickjs-wasi",
    what: "[quickjs-ng], which quickjs-wasi compiles",
    licence: "MIT",
    copyright:
      "© 2017-2026 Fabrice Bellard, © 2017-2024 Charlie Gordon, © 2023-2026 Ben Noordhuis, © 2023-2026 Saúl Ibarra Corretgé",
    text: mit,
    purl: "pkg:github/quickjs-ng/quickjs@v{version}",
    version: "quickjs-ng",
  },
  {
    name: "Unicode character database",
    url: "https://www.unicode.org/ucd/",
    within: "quickjs-ng",
    what: "Tables of the [Unicode character database], in quickjs-ng",
    licence: "Unicode-3.0",
    copyright: "© 1991-2026 Unicode, Inc.",
    text: "[below](#unicode-license-v3)",
    purl: "pkg:generic/unicode-character-database",
  },
  {
    name: "wasi-libc",
    url: "https://github.com/WebAssembly/wasi-libc",
    within: "quickjs-wasi",
    what: "Parts of [wasi-libc], the C library that quickjs-wasi is linked with",
    licence: "MIT",
    remark: "one of its three licences",
    text: `${mit}; \`LICENSE-MIT\` in its repository`,
    purl: "pkg:github/webassembly/wasi-libc",
  },
  {
    name: "musl",
    url: "https://musl.libc.org",
    within: "wasi-libc",
    what: "Parts of [musl], in wasi-libc",
    licence: "MIT",
    copyright: "© 2005-2020 Rich Felker, et al.",
    text: `${mit}; its file \`COPYRIGHT\` names all authors`,
    purl: "pkg:generic/musl",
  },
  {
    name: "dlmalloc",
    url: "https://gee.cs.oswego.edu/dl/html/malloc.html",
    within: "wasi-libc",
    what: "[dlmalloc], in wasi-libc",
    licence: "CC0-1.0",
    text: "`dlmalloc/src/malloc.c` in wasi-libc's repository",
    purl: "pkg:generic/dlmalloc",
  },
  {
    name: "wabt",
    url: "https://github.com/WebAssembly/wabt",
    what: "Code that wasm2c of [wabt] writes, and its header `wasm-rt.h`",
    licence: "Apache-2.0",
    copyright: "© WebAssembly Community Group participants",
    text: "<https://www.apache.org/licenses/LICENSE-2.0>, `LICENSE` in its repository",
    purl: "pkg:github/webassembly/wabt@{version}",
    version: "wabt",
  },
  {
    name: "GCC",
    url: "https://gcc.gnu.org",
    what: "libgcc and libstdc++ of [GCC]",
    licence: "GPL-3.0-or-later WITH GCC-exception-3.1",
    remark: "the exception leaves the licence of a compiled program to its author",
    copyright: "© Free Software Foundation, Inc.",
    text: "`COPYING3` and `COPYING.RUNTIME` in GCC's sources",
    purl: "pkg:generic/gcc@{version}",
    version: "gcc",
    archives: [/^lib(?:stdc\+\+|gcc|gcc_eh|ssp|ssp_nonshared)\.a$/, /^crt(?:begin|end|fastmath)\.o$/],
  },
  {
    name: "mingw-w64",
    url: "https://www.mingw-w64.org",
    what: "Start-up code, C library additions and import libraries of [mingw-w64]",
    licence: "ZPL-2.1",
    remark: "parts in the public domain or under their authors' notices",
    copyright: "© 2009-2016 the mingw-w64 project",
    text: "[below](#zope-public-license-21); `COPYING.MinGW-w64-runtime.txt` in its sources",
    purl: "pkg:generic/mingw-w64@{version}",
    version: "mingw-w64",
    archives: [
      /^dllcrt2\.o$/,
      /^crt2u?\.o$/,
      /^lib(?:mingw32|mingwex|moldname|msvcrt|ntdll|bcrypt|uuid|version|wintrust|[a-z]+32|ws2_32)\.a$/,
    ],
  },
  {
    name: "winpthreads",
    url: "https://www.mingw-w64.org",
    what: "[winpthreads], of mingw-w64",
    licence: "MIT AND BSD-3-Clause",
    remark: "BSD for its header",
    copyright: "© 2011-2016 mingw-w64 project, © 2010 Lockless Inc.",
    text: `${mit}, [below](#bsd-3-clause-lockless)`,
    purl: "pkg:generic/winpthreads@{version}",
    version: "mingw-w64",
    archives: [/^lib(?:win)?pthread\.a$/],
  },
];

export const partsOfWebGlobals: readonly Part[] = [
  {
    name: "core-js-pure",
    url: "https://github.com/zloirock/core-js",
    what: "URL and URLSearchParams of [core-js-pure]",
    licence: "MIT",
    copyright: "© 2013-2025 Denis Pushkarev, © 2025-2026 CoreJS Company",
    text: mit,
    purl: "pkg:npm/core-js-pure@{version}",
    version: "core-js-pure",
  },
];

/** The parts of the product that come from npm's packages for development; all other such packages are tools. */
export const packagesWithParts: readonly string[] = ["quickjs-wasi", "core-js-pure"];
