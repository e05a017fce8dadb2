import { freeze } from "../model/freeze.ts";

/** Methods of the language that take locales and options, and ignore them here. */
export interface IgnoredLocale {
  /** The interface as TypeScript declares it. */
  readonly owner: string;
  readonly methods: readonly string[];
  /** The parameters before the locales. */
  readonly before?: string;
  readonly result: string;
}

export const ignoredLocales: readonly IgnoredLocale[] = freeze([
  { owner: "Array<T>", methods: ["toLocaleString"], result: "string" },
  { owner: "BigInt", methods: ["toLocaleString"], result: "string" },
  { owner: "Date", methods: ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"], result: "string" },
  { owner: "Number", methods: ["toLocaleString"], result: "string" },
  { owner: "String", methods: ["toLocaleLowerCase", "toLocaleUpperCase"], result: "string" },
  { owner: "String", methods: ["localeCompare"], before: "that: string", result: "number" },
]);
