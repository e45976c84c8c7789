import { z } from "zod";
import { API_SHAPES } from "./api-shapes.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The shapes of the JSON as they stand in docs/api.md, each a type of TypeScript. */
export function shapesText(): string {
  const named = new Map<string, string>();
  for (const [name, shape] of Object.entries(API_SHAPES)) {
    const { $defs, ...schema } = z.toJSONSchema(shape) as Schema;
    for (const [id, one] of Object.entries(($defs ?? {}) as Readonly<Record<string, Schema>>))
      named.set(id, `type ${id} = ${typeOf(one)};`);
    named.set(name, `type ${name} = ${typeOf(schema)};`);
  }
  return [...named.values()].join("\n\n");
}

function typeOf(schema: Schema, depth = 0): string {
  const { $ref, const: only, enum: some, anyOf, oneOf, type } = schema;
  if (typeof $ref === "string") return $ref.slice($ref.lastIndexOf("/") + 1);
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(some)) return some.map((one) => JSON.stringify(one)).join(" | ");
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return either.map((one: Schema) => typeOf(one, depth)).join(" | ");
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one }, depth)).join(" | ");
  if (type === "array") return listOf(schema, depth);
  if (type === "object") return objectOf(schema, depth);
  if (type === "integer") return "number";
  return schema.format === "date-time" ? "Moment" : typeof type === "string" ? type : "never";
}

function listOf({ items, prefixItems }: Schema, depth: number): string {
  if (Array.isArray(prefixItems))
    return `[${prefixItems.map((one: Schema) => typeOf(one, depth)).join(", ")}]`;
  const item = typeOf(items as Schema, depth);
  return /[|]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
}

function objectOf({ properties, additionalProperties, required }: Schema, depth: number): string {
  const entries = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>);
  if (entries.length === 0) return `Record<string, ${typeOf(additionalProperties as Schema)}>`;
  const needed = Array.isArray(required) ? required : [];
  const indent = "  ".repeat(depth + 1);
  const lines = entries.map(
    ([name, one]) => `${indent}${name}${needed.includes(name) ? "" : "?"}: ${typeOf(one, depth + 1)};`,
  );
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}
