import type { Description } from "../index.ts";
import type { ApiFunctionRow, HookRow, StructRow, VersionText } from "../model/schema.ts";
import { fieldTypes } from "../model/types.ts";
import { later, oldestVersion, sinceOf } from "../wsl/versions.ts";

/** A member of a struct or of a table of WSL, with its offset in 64-bit Windows, in bytes. */
interface Member {
  readonly name: string;
  readonly cpp: string;
  readonly offset: number;
  readonly size: number;
  readonly alignment: number;
  readonly since: VersionText;
  readonly note: string;
}

export interface Layout {
  readonly name: string;
  readonly source: string;
  readonly summary: string;
  readonly size: number;
  readonly members: readonly Member[];
}

type Unplaced = Omit<Member, "offset">;

export function layoutOfStruct(struct: StructRow): Layout {
  const members = struct.fields.map((field): Unplaced => {
    const type = fieldTypes[field.type];
    const since = field.capability === null ? struct.since : later(struct.since, sinceOf(field.capability));
    return {
      name: field.name,
      cpp: type.cpp,
      size: type.size,
      alignment: type.alignment,
      since,
      note: field.capability ?? "",
    };
  });
  return place(struct.name, struct.source, struct.doc.summary, members);
}

/** WSLPluginAPIV1: the version, then function pointers. */
export function layoutOfApi(description: Description): Layout {
  const version: Unplaced = {
    name: "Version",
    cpp: "WSLVersion",
    size: 12,
    alignment: 4,
    since: oldestVersion,
    note: "",
  };
  const functions = description.apiFunctions.map((row) => pointer(row));
  return place("WSLPluginAPIV1", "WslPluginApi.h: struct WSLPluginAPIV1", "What WSL offers to plugins.", [
    version,
    ...functions,
  ]);
}

/** WSLPluginHooksV1: function pointers only. */
export function layoutOfHooks(description: Description): Layout {
  const hooks = description.hooks.map((row) => pointer(row));
  return place("WSLPluginHooksV1", "WslPluginApi.h: struct WSLPluginHooksV1", "The hooks that WSL calls.", hooks);
}

function pointer({ name, pointer: cpp, capability }: ApiFunctionRow | HookRow): Unplaced {
  return { name, cpp, size: 8, alignment: 8, since: sinceOf(capability), note: capability ?? "" };
}

function place(name: string, source: string, summary: string, unplaced: readonly Unplaced[]): Layout {
  const members: Member[] = [];
  let end = 0;
  let alignment = 1;
  for (const member of unplaced) {
    const offset = roundUp(end, member.alignment);
    members.push({ ...member, offset });
    end = offset + member.size;
    alignment = Math.max(alignment, member.alignment);
  }
  return { name, source, summary, members, size: roundUp(end, alignment) };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
