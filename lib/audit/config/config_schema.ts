/**
 * The JSON Schema of `netwho.json`, by which editors complete and check it.
 *
 * @module
 */
import {
  CONDITION_NAMES,
  CONNECTION_CONDITIONS,
  DATE,
  RULE_CONDITION,
  RULE_SEVERITIES,
} from "./config_format.ts";

/** A part of a JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

const NOT_BLANK: JsonSchema = { type: "string", pattern: "\\S" };
const PORT: JsonSchema = { type: "integer", minimum: 0, maximum: 65_535 };
const EXCLUDES = "; ! before a value excludes it";

/** Returns the schema. */
export function configSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "netwho.json",
    description: "What netwho audit is to allow, and how much its rules matter",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string", description: "Where this schema is, for editors" },
      allow: {
        type: "array",
        description: "The findings that are wanted: they are counted, and not listed",
        items: entrySchema(),
      },
      severity: {
        type: "object",
        description: "How much rules matter, by their IDs as GLOBs; off: they do not judge. Of " +
          "several that fit a rule the last one counts",
        propertyNames: NOT_BLANK,
        additionalProperties: { enum: RULE_SEVERITIES },
      },
      placeholders: {
        type: "object",
        description: "The values of the placeholders of Sigma rules, by their names without %",
        propertyNames: { pattern: "^[^%\\s]+$" },
        additionalProperties: oneOrMore({ type: "string" }),
      },
    },
  };
}

function entrySchema(): JsonSchema {
  const conditions = Object.entries(CONNECTION_CONDITIONS).map(
    ([name, { about, examples, isPort }]) => {
      const value = isPort ? { anyOf: [NOT_BLANK, PORT] } : NOT_BLANK;
      return [name, { description: `${about}${EXCLUDES}`, examples, ...oneOrMore(value) }];
    },
  );
  const { about, examples } = RULE_CONDITION;
  return {
    type: "object",
    description: "Allows a finding if all its conditions hold for each of its connections",
    required: ["reason"],
    anyOf: CONDITION_NAMES.map((name) => ({ required: [name] })),
    additionalProperties: false,
    properties: {
      rule: { description: `${about}${EXCLUDES}`, examples, ...oneOrMore(NOT_BLANK) },
      ...Object.fromEntries(conditions),
      reason: { ...NOT_BLANK, description: "Why it is wanted" },
      until: {
        type: "string",
        format: "date",
        pattern: DATE.source,
        description: "The last day on which it is, YYYY-MM-DD",
      },
    },
  };
}

/** A value, or a list of at least one. */
function oneOrMore(value: JsonSchema): JsonSchema {
  return { anyOf: [value, { type: "array", minItems: 1, items: value }] };
}
