// PermissionDeniedError: the host denied a call.

import { indexOf, makeTypeError, slice, splitText, stringifyJson } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import { type PermissionRule, permissionPlaces } from "../generated/permissions.ts";
import { CodedError, nameErrors } from "./errors.ts";
import { kAccessDenied } from "./hresult.ts";

/** What is missing, and where. */
interface Denial {
  readonly permission: string;
  readonly flags: readonly string[];
  readonly value: string;
  /** Empty where no permission helps. */
  readonly file: string;
  /** A remark for the message, or nothing. */
  readonly remark: string;
}

const kToken = Symbol("PermissionDeniedError");

export class PermissionDeniedError extends CodedError {
  readonly #denial: Denial;

  // The class is visible to scripts for instanceof, and they could call it with anything.
  constructor(token: symbol, message: string, denial: Denial) {
    if (token !== kToken) throw new makeTypeError("PermissionDeniedError objects come from calls");
    super(message, kAccessDenied);
    this.#denial = denial;
  }

  get permission(): string {
    return this.#denial.permission;
  }

  get value(): string {
    return this.#denial.value;
  }

  get file(): string {
    return this.#denial.file;
  }
}

nameErrors(PermissionDeniedError);

/** The error of a call that the host has just denied; undefined if the call failed for another reason. */
export function deniedError(natives: Natives, call: string): PermissionDeniedError | undefined {
  const text = natives._takeDenial();
  if (text === "") return undefined;
  const denial = readDenial(text);
  return new PermissionDeniedError(kToken, `${call}: ${messageOf(denial)}`, denial);
}

function readDenial(text: string): Denial {
  const parts = splitText(text, "\0");
  const permission = parts[0] as string;
  const space = indexOf(permission, " ");
  const names = splitText(space === -1 ? permission : slice(permission, 0, space), "+");
  const flags: string[] = [];
  for (let at = 1; at < names.length; at++) flags[at - 1] = names[at] as string;
  return {
    permission: names[0] as string,
    flags,
    value: space === -1 ? "" : slice(permission, space + 1),
    file: parts[1] as string,
    remark: parts[2] as string,
  };
}

/** With the lines to add, in the file's syntax. */
function messageOf(denial: Denial): string {
  const { file, permission, remark } = denial;
  if (file === "") return remark;
  const isScript = slice(file, file.length - 3) === ".js";
  const key = (name: string) => (isScript ? name : `"${name}"`);
  const dot = indexOf(permission, ".");
  const [place, kind] = [slice(permission, 0, dot), slice(permission, dot + 1)];
  const added =
    dot === -1
      ? stringifyJson(permission)
      : `{ ${key(place)}: { ${key(kind)}: ${valueText(denial, permissionPlaces[place]?.[kind], key)} } }`;
  const what = isScript
    ? `${file} does not declare that it needs this. Add to definePlugin`
    : `${file} does not grant this. Add to it`;
  return `${what}: ${key("permissions")}: ${added}${remark === "" ? "" : ` ${remark}`}`;
}

function valueText({ flags, value }: Denial, rule: PermissionRule | undefined, key: (name: string) => string): string {
  if (rule === "flag") return "true";
  if (rule !== "folders") return `[${stringifyJson(value)}]`;
  let entry = `${key("folder")}: ${stringifyJson(value)}`;
  for (let at = 0; at < flags.length; at++) entry += `, ${key(flags[at] as string)}: true`;
  return `[{ ${entry} }]`;
}
