/**
 * How the compiler derives what a requirement guarantees. Types only: plugins cannot use them, and no object has the
 * properties whose names start with a tilde.
 */
declare namespace WSLGating {
  /** Marks a type whose capabilities are known. */
  interface Guarantees<Guaranteed extends WSLCapabilityName> {
    readonly "~guarantees"?: { readonly [Name in Guaranteed]: WSLCapabilityVersions[Name] };
  }

  type Single = WSLCapability | WSLVersionText | WSLVersion;

  /** The capabilities that every WSL which meets the requirement has. */
  type GuaranteedBy<Requirement> = Guarantee<Requirement>["names"];
  type GuaranteedFields<Requirement> = GuaranteedBy<Requirement> & FieldCapability;

  // Messages of the compiler show a property's type itself; they would show an alias by its name.
  interface Guarantee<Requirement> {
    names: {
      [Name in WSLCapabilityName]: [Ensures<Requirement, WSLCapabilityVersions[Name]>] extends [true] ? Name : never;
    }[WSLCapabilityName];
  }

  /** Whether the requirement rules out all versions below the one given. */
  type Ensures<Requirement, Version extends string> = Requirement extends readonly unknown[]
    ? EnsuresOne<Requirement, Version>
    : Requirement extends WSLVersionCapability<infer Name>
      ? AtLeast<WSLCapabilityVersions[Name], Version>
      : Requirement extends WSLCapabilityName
        ? AtLeast<WSLCapabilityVersions[Requirement], Version>
        : Requirement extends string
          ? AtLeast<Requirement, Version>
          : false;

  type EnsuresOne<List, Version extends string> = List extends readonly [infer First, ...infer Rest]
    ? [Ensures<First, Version>] extends [true]
      ? true
      : EnsuresOne<Rest, Version>
    : false;

  /** Text that is not a literal can have any property name, none of which is required. */
  type AtLeast<Left, Right extends string> = Left extends string
    ? Record<never, never> extends Record<Left, unknown>
      ? false
      : AtLeastParts<Parts<Left>, Parts<Right>>
    : false;

  type AtLeastParts<Left, Right> = [Left, Right] extends [
    [infer A extends string, infer B extends string, infer C extends string],
    [infer X extends string, infer Y extends string, infer Z extends string],
  ]
    ? A extends X
      ? B extends Y
        ? C extends Z
          ? true
          : Greater<C, Z>
        : Greater<B, Y>
      : Greater<A, X>
    : false;

  type Parts<Text extends string> = Text extends `${infer Major}.${infer Minor}.${infer Revision}`
    ? [Plain<Major>, Plain<Minor>, Plain<Revision>]
    : Text extends `${infer Major}.${infer Minor}`
      ? [Plain<Major>, Plain<Minor>, "0"]
      : [Plain<Text>, "0", "0"];

  /** A number's text without leading zeros. */
  type Plain<Text extends string> = Text extends `0${infer Rest}` ? (Rest extends "" ? "0" : Plain<Rest>) : Text;

  /** Compares the texts of two numbers: the longer one is greater, else the first digit that differs decides. */
  type Greater<Left extends string, Right extends string> =
    Longer<Left, Right> extends true ? true : Longer<Right, Left> extends true ? false : LaterDigits<Left, Right>;

  type Longer<Left extends string, Right extends string> = Left extends `${infer _}${infer L}`
    ? Right extends `${infer _}${infer R}`
      ? Longer<L, R>
      : true
    : false;

  type LaterDigits<Left extends string, Right extends string> = [Left, Right] extends [
    `${infer A}${infer L}`,
    `${infer B}${infer R}`,
  ]
    ? A extends B
      ? LaterDigits<L, R>
      : "0123456789" extends `${string}${B}${string}${A}${string}`
        ? true
        : false
    : false;

  /** The fields that are guaranteed. */
  type Visible<Fields, Gates, Guaranteed> = {
    readonly [Field in keyof Fields as Field extends keyof Gates
      ? Gates[Field] extends Guaranteed
        ? Field
        : never
      : Field]: Fields[Field];
  };

  /** The requirement for the other fields. */
  interface Lack<Gates, Guaranteed> {
    requirements: {
      [Field in keyof Gates]: Gates[Field] extends Guaranteed
        ? never
        : Gates[Field] extends WSLCapabilityName
          ? RequiresCapability<Gates[Field]>
          : never;
    }[keyof Gates];
  }

  /** A hook that is required if it is guaranteed. */
  type Hook<Name extends WSLCapabilityName, Guaranteed, Method> = Name extends Guaranteed
    ? Method
    : RequiresCapability<Name>;
}
