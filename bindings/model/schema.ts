/**
 * The shape of the description: the row types of all tables but those of `bindings/files` and `bindings/border`. One row
 * contains everything about a thing (C++, JavaScript, TypeScript, documentation, the WSL version and the place in WSL's
 * sources), so that no two emitters can contradict each other.
 */

/** A WSL version in full, for example "2.4.4". */
export type VersionText = `${number}.${number}.${number}`;

/** A code sample: the body of one hook of a plugin, or a whole plugin. Emitters print both as a whole plugin. */
export type Example =
  | { readonly hook: string; readonly body: string; readonly requires?: string; readonly permissions?: string }
  | { readonly plugin: string };

/** One way in which a call fails: the error's class or code, and when it is thrown. */
export interface ErrorDoc {
  readonly error: string;
  readonly when: string;
}

export interface ParameterDoc {
  readonly name: string;
  readonly text: string;
}

/** The documentation of every public thing. Texts are Markdown and contain units and ranges. */
export interface Doc {
  readonly summary: string;
  /** Paragraphs with an empty line between them. */
  readonly details?: string;
  readonly parameters?: readonly ParameterDoc[];
  readonly returns?: string;
  readonly errors?: readonly ErrorDoc[];
  readonly example?: Example;
}

/** Versions of WSL that are known to be broken. */
export interface BrokenVersionRow {
  /** Both are among them. */
  readonly first: VersionText;
  readonly last: VersionText;
  readonly what: string;
  readonly source: string;
}

export interface CapabilityRow {
  readonly name: string;
  readonly since: VersionText;
  readonly summary: string;
  readonly source: string;
}

/** The field types of WSL's structs. `bindings/model/types.ts` describes each in C++, JavaScript and TypeScript. */
export type FieldTypeName =
  | "uint32"
  | "uint64"
  | "guid"
  | "sessionId"
  | "containerSessionId"
  | "text"
  | "optionalText"
  | "sid"
  | "handle"
  | "userConfiguration";

export interface FieldRow {
  /** WSL's own spelling. */
  readonly name: string;
  /** The property's name in JavaScript, or null for a field that scripts never see. */
  readonly property: string | null;
  readonly type: FieldTypeName;
  /** The capability that the field belongs to, or null if every version has it. */
  readonly capability: string | null;
  readonly doc: Doc;
}

/** How the runtime makes a property that is not a field of WSL's. `bindings/model/types.ts` has its TypeScript type. */
export type DerivedTypeName = "account";

/** A property that the runtime makes from a field when it is first read, and keeps. */
export interface DerivedRow {
  readonly property: string;
  readonly type: DerivedTypeName;
  /** The name of its field in WSL. */
  readonly from: string;
  readonly doc: Doc;
}

export interface StructRow {
  /** WSL's own spelling. */
  readonly name: string;
  /** The name of the JavaScript class and of the TypeScript interface. */
  readonly typescript: string;
  readonly since: VersionText;
  readonly source: string;
  readonly doc: Doc;
  readonly fields: readonly FieldRow[];
  /** The members that scripts see besides the fields. */
  readonly derived: readonly DerivedRow[];
}

interface EnumMemberRow {
  readonly name: string;
  readonly value: number;
  /** The boolean property that this bit becomes in JavaScript, or null. */
  readonly property: string | null;
  readonly doc: Doc;
}

export interface EnumRow {
  readonly name: string;
  /** The name of the TypeScript interface that shows the bits as booleans. */
  readonly typescript: string;
  readonly source: string;
  readonly doc: Doc;
  readonly members: readonly EnumMemberRow[];
}

/** Hook parameters besides structs. `bindings/model/types.ts` has their TypeScript types. */
export type HookValueName = "narrowText" | "containerInspection" | "imageInspection";

/** A pointer to a struct, or to text in UTF-8. */
export type HookParameterRow = {
  readonly name: string;
  readonly text: string;
} & ({ readonly struct: string } | { readonly value: HookValueName });

export interface HookRow {
  /** The slot's name in WSLPluginHooksV1. */
  readonly name: string;
  /** The plugin's method. */
  readonly method: string;
  /** WSL's name of the function pointer's type. */
  readonly pointer: string;
  /** What brought it, or null if every version has it. */
  readonly capability: string | null;
  readonly parameters: readonly HookParameterRow[];
  /**
   * WSL shows the message of PluginError() only after these hooks; after any other hook it would appear at the next
   * start.
   */
  readonly messageConsumed: boolean;
  /** A failure stops the start. */
  readonly fatal: boolean;
  /**
   * The host fills the slot also for a script without this hook, and uses the call to retry a script that could not be
   * loaded.
   */
  readonly alwaysRegistered: boolean;
  /**
   * Whether the session is over once the hook has been called: with "always" the host answers at once, and the hook runs
   * later, on a thread of the host's own.
   */
  readonly endsSession: "never" | "on failure" | "always";
  /** Milliseconds that loading and hook may take together, whatever the limits say, or null. */
  readonly longest: number | null;
  /** When WSL calls it, and what exists at that time. */
  readonly called: string;
  /** How often it is called. */
  readonly repeats: string;
  /** What WSL does when it fails. */
  readonly failure: string;
  readonly source: string;
  readonly doc: Omit<Doc, "details" | "parameters">;
}

interface AbiParameterRow {
  readonly name: string;
  readonly cpp: string;
}

/** A type that WSL declares for its functions: another name of one, or an enumeration of `int` with its values. */
export interface ApiTypeRow {
  readonly name: string;
  readonly definition: string | Readonly<Record<string, number>>;
  readonly source: string;
}

/** A function of WSLPluginAPIV1, as WSL declares it. */
export interface ApiFunctionRow {
  readonly name: string;
  /** WSL's name of the function pointer's type. */
  readonly pointer: string;
  /** What brought it, or null if every version has it. */
  readonly capability: string | null;
  readonly parameters: readonly AbiParameterRow[];
  /** An HRESULT if absent. */
  readonly result?: "void";
  readonly source: string;
}

export interface HresultRow {
  readonly name: string;
  /** The code as an unsigned number, as WSL prints it. */
  readonly value: number;
  readonly meaning: string;
  readonly source: string;
}

/** A failure, and what WSL and its user see of it. */
export interface FailureRow {
  readonly cause: string;
  /** The name of the code, or where the code comes from. */
  readonly code: string;
  readonly message: string;
}

/** A member of a class, an object or an interface that scripts see. */
export interface MemberRow {
  readonly name: string;
  /** The member in TypeScript without a semicolon, one text per overload. */
  readonly declarations: readonly string[];
  readonly doc: Doc;
  readonly source?: string;
  /** Generated from a row of another table, which the reference shows instead. */
  readonly tabled?: boolean;
}

/** A global of scripts. Nothing else exists: a test compares this with the real globals. */
export type GlobalRow =
  | {
      readonly kind: "function";
      readonly name: string;
      /** What follows the name in TypeScript. */
      readonly signature: string;
      readonly capability: string | null;
      readonly source: string | null;
      /** The engine provides it. */
      readonly builtIn?: boolean;
      readonly doc: Doc;
    }
  | {
      readonly kind: "class";
      readonly name: string;
      /** The engine provides it. */
      readonly builtIn?: boolean;
      readonly parameters?: string;
      readonly heritage: string;
      readonly members: readonly MemberRow[];
      readonly doc: Doc;
    }
  | {
      readonly kind: "object";
      readonly name: string;
      /** The engine provides it. */
      readonly builtIn?: boolean;
      /** Its type, if that has a name; then it has no members here. */
      readonly type?: string;
      readonly members: readonly MemberRow[];
      readonly doc: Doc;
    };

/** A type that only the compiler uses. */
export type TypeRow =
  | {
      readonly kind: "interface";
      readonly name: string;
      readonly parameters: string;
      readonly heritage: string;
      readonly members: readonly MemberRow[];
      readonly doc: Doc;
    }
  | {
      readonly kind: "alias";
      readonly name: string;
      readonly parameters: string;
      readonly text: string;
      readonly doc: Doc;
    };

/** The content of a reference chapter besides the sections of its rows. */
type ChapterPart = "hooks" | "failures" | "information" | "capabilities" | "hresults" | "limits" | "settings";

/** A chapter of the reference. Every global and every type belongs to one. */
export interface ChapterRow {
  readonly title: string;
  /** Paragraphs to read before the sections. */
  readonly text: readonly string[];
  readonly part?: ChapterPart;
  /** The names of globals and types. One name can be both. */
  readonly rows: readonly string[];
  /** The rows among them whose methods have their examples in the reference, too; editors show one for each member. */
  readonly methodExamples?: readonly string[];
}

/** Closes a switch: an unknown row is a compiler error, and an error in the emitter if it gets through. */
export function unknownRow(row: never): never {
  throw new Error(`The description has a row that no emitter knows: ${JSON.stringify(row)}`);
}
