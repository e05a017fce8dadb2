import type { MemberRow } from "../model/schema.ts";

/** A member with an example in a hook that starts with the VM. */
export function member(
  name: string,
  declaration: string | readonly string[],
  summary: string,
  { body, ...more }: { readonly body: string } & Omit<MemberRow["doc"], "summary" | "example">,
): MemberRow {
  const declarations = typeof declaration === "string" ? [declaration] : declaration;
  return { name, declarations, doc: { summary, ...more, example: { hook: "onVmStarted", body } } };
}
