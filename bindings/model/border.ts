/** The shape of the functions and objects that cross between C++ and the runtime: the rows of `bindings/border`. */

/** A function that one side of the border offers to the other. */
interface BorderFunction<Name extends string, Type extends string, Result extends string, Mark = unknown> {
  readonly name: Name;
  readonly summary: string;
  readonly parameters: readonly ({ readonly name: string; readonly type: Type; readonly text: string } & Mark)[];
  readonly result: Result;
  readonly returns: string;
}

/** A function of C++ that only the runtime may call. C++ drops the name's underscore and starts with a capital. */
export interface NativeRow extends BorderFunction<`_${string}`, NativeTypeName, NativeResultName, ContentMark> {
  /** Its result depends on its arguments and the script's text alone: recordings leave it out. */
  readonly isPure?: true;
  /** The bytes that it returns are content: recordings contain them only if they are to. */
  readonly returnsContent?: true;
}

/** The argument is content: what is passed to a program. */
interface ContentMark {
  readonly isContent?: true;
}

/** A function of the runtime that C++ calls. */
export type DispatchRow = BorderFunction<string, DispatchTypeName, DispatchResultName>;

/** An object that C++ and the runtime exchange. */
export interface RecordRow {
  readonly name: RecordName;
  readonly summary: string;
  /** The side that makes it. */
  readonly from: "host" | "runtime";
  readonly fields: readonly RecordFieldRow[];
}

export interface RecordFieldRow {
  readonly name: string;
  readonly type: RecordTypeName;
  readonly text: string;
  /** Only code in Node reads it. */
  readonly forTools?: boolean;
}

/** A number that C++ and TypeScript must agree on. */
export interface NumberRow {
  readonly name: string;
  readonly value: number;
  /** Its meaning and unit. */
  readonly text: string;
}

/** `bindings/model/border-types.ts` describes each of these on both sides. */
export type PlainTypeName = "uint32" | "boolean" | "utf16" | "utf8";

export type NativeTypeName = PlainTypeName | "int32" | "double" | "bytes";

export type NativeResultName = "void" | "int32" | "utf16" | "bytes" | "bytesOrStatus" | "viewOrStatus";

/** `values` are any number of arguments, at the end. */
export type DispatchTypeName = "uint32" | "utf16" | "utf8" | "optionalUtf16" | "value" | "values";

/** `Settings` is the content of the settings file. */
export type DispatchResultName =
  | "void"
  | "boolean"
  | "optionalUtf16"
  | "value"
  | "Settings"
  | "LoadResult"
  | "ErrorDescription";

type RecordName = "HostInfo" | Extract<DispatchResultName, "LoadResult" | "ErrorDescription">;

/** `failure` is an HRESULT that is a failure; `someLimits` contains only the limits that are set. */
export type RecordTypeName = PlainTypeName | "version" | "limits" | "someLimits" | "failure";
