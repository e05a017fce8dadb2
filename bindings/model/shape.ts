/** The shape of a JSON file in one place: for the type, for the schema that editors read, and for the check. */

export type Shape =
  | { readonly kind: "text"; readonly pattern?: string; readonly examples?: readonly string[] }
  | { readonly kind: "flag" }
  | { readonly kind: "integer"; readonly minimum: number; readonly maximum: number }
  | { readonly kind: "choice"; readonly choices: readonly (string | number | null)[] }
  /** An object that is passed on unchecked. */
  | { readonly kind: "anyObject" }
  | { readonly kind: "list"; readonly of: Shape }
  /** Keys that the author chooses. */
  | { readonly kind: "map"; readonly of: Shape }
  | ObjectShape
  | { readonly kind: "either"; readonly of: readonly Shape[] }
  /** Objects of several kinds: the value of one key says which. */
  | { readonly kind: "variants"; readonly key: string; readonly of: Readonly<Record<string, ObjectShape>> };

export interface ObjectShape {
  readonly kind: "object";
  readonly text?: string;
  readonly members: Readonly<Record<string, Member>>;
}

export interface Member {
  readonly shape: Shape;
  /** Its meaning. */
  readonly text: string;
  readonly required?: true;
  /** Only the simulator writes it. */
  readonly simulatorOnly?: true;
}

/** The type of values with this shape. */
export type ValueOf<S extends Shape> = S extends { readonly kind: "text" }
  ? string
  : S extends { readonly kind: "flag" }
    ? boolean
    : S extends { readonly kind: "integer" }
      ? number
      : S extends { readonly kind: "choice"; readonly choices: readonly (infer Choice)[] }
        ? Choice
        : S extends { readonly kind: "anyObject" }
          ? object
          : S extends { readonly kind: "list"; readonly of: infer Of extends Shape }
            ? readonly ValueOf<Of>[]
            : S extends { readonly kind: "map"; readonly of: infer Of extends Shape }
              ? Readonly<Record<string, ValueOf<Of>>>
              : S extends { readonly kind: "either"; readonly of: readonly (infer Of extends Shape)[] }
                ? ValueOf<Of>
                : S extends { readonly kind: "variants"; readonly key: infer Key extends string; readonly of: infer Of }
                  ? VariantsOf<Key, Of>
                  : S extends ObjectShape
                    ? MembersOf<S["members"]>
                    : never;

type VariantsOf<Key extends string, Of> = {
  [Name in keyof Of]: Of[Name] extends ObjectShape
    ? { readonly [_ in Key]: Name } & MembersOf<Of[Name]["members"]>
    : never;
}[keyof Of];

type MembersOf<Members extends Readonly<Record<string, Member>>> = {
  readonly [Name in keyof Members as Members[Name] extends { required: true } ? Name : never]: ValueOf<
    Members[Name]["shape"]
  >;
} & {
  readonly [Name in keyof Members as Members[Name] extends { required: true } ? never : Name]?: ValueOf<
    Members[Name]["shape"]
  >;
};
