import { scenario } from "../files/scenario.ts";
import type { Member, ObjectShape, Shape } from "../model/shape.ts";
import { header } from "./text.ts";

/** bindings/generated/scenario.schema.json, for editors. */
export function emitScenarioSchema(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: header.replace("// ", ""),
    title: "A scenario of wsl-script-host",
    description: "What plugins are there, what is done to WSL, and what happens.",
    ...schemaOf(scenario),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function schemaOf(shape: Shape): object {
  switch (shape.kind) {
    case "text":
      return {
        type: "string",
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
        ...(shape.examples === undefined ? {} : { examples: shape.examples }),
      };
    case "flag":
      return { type: "boolean" };
    case "integer":
      return { type: "integer", minimum: shape.minimum, maximum: shape.maximum };
    case "choice":
      return { enum: shape.choices };
    case "anyObject":
      return { type: "object" };
    case "list":
      return { type: "array", items: schemaOf(shape.of) };
    case "map":
      return { type: "object", additionalProperties: schemaOf(shape.of) };
    case "object":
      return objectSchema(shape, {});
    case "either":
      return { anyOf: shape.of.map(schemaOf) };
    case "variants":
      return {
        oneOf: Object.entries(shape.of).map(([name, variant]) =>
          objectSchema(variant, { [shape.key]: { const: name, description: variant.text } }),
        ),
      };
  }
}

function objectSchema({ members }: ObjectShape, key: Record<string, object>): object {
  const required = Object.entries(members).flatMap(([name, member]: [string, Member]) =>
    member.required ? [name] : [],
  );
  const properties = Object.entries(members).map(([name, { shape, text }]) => [
    name,
    { description: text, ...schemaOf(shape) },
  ]);
  return {
    type: "object",
    additionalProperties: false,
    required: [...Object.keys(key), ...required],
    properties: { ...key, ...Object.fromEntries(properties) },
  };
}
