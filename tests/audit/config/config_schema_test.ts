/**
 * Tests that the schema for editors and the reader agree: the schema by an independent validator.
 *
 * @module
 */
import { type Schema, Validator } from "@cfworker/json-schema";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { configSchema } from "../../../lib/audit/config/config_schema.ts";
import { readConfig } from "../../../lib/audit/config/read_config.ts";
import { ParseError } from "../../../lib/errors.ts";

const validator = new Validator(configSchema() as Schema, "7");
const isValid = (value: unknown) => validator.validate(value).valid;
const read = (value: unknown) =>
  readConfig(JSON.stringify(value), { label: "netwho.json", ruleIds: ["beacon"] });

Deno.test("the schema in docs/ is the one that follows from the tables", async () => {
  const page = await Deno.readTextFile(
    new URL("../../../docs/netwho.schema.json", import.meta.url),
  );
  assertEquals(JSON.parse(page), JSON.parse(JSON.stringify(configSchema())));
});

Deno.test("schema and reader refuse the same shapes", () => {
  const bad: readonly unknown[] = [
    [],
    null,
    { alow: [] },
    { allow: {} },
    { allow: ["*"] },
    { allow: [{ port: 1 }] },
    { allow: [{ reason: "x" }] },
    { allow: [{ until: "2027-01-01", reason: "x" }] },
    { allow: [{ port: 1, reason: "" }] },
    { allow: [{ port: 1, reason: 5 }] },
    { allow: [{ port: [], reason: "x" }] },
    { allow: [{ port: 65536, reason: "x" }] },
    { allow: [{ port: -1, reason: "x" }] },
    { allow: [{ port: 1.5, reason: "x" }] },
    { allow: [{ port: true, reason: "x" }] },
    { allow: [{ process: 5, reason: "x" }] },
    { allow: [{ process: [null], reason: "x" }] },
    { allow: [{ prot: 1, port: 1, reason: "x" }] },
    { allow: [{ port: 1, reason: "x", until: "soon" }] },
    { severity: [] },
    { severity: { beacon: "hihg" } },
    { severity: { beacon: null } },
    { placeholders: { "%a%": "x" } },
    { placeholders: { a: 1 } },
    { placeholders: { a: [] } },
    { $schema: 1 },
  ];
  for (const value of bad) {
    assertEquals(isValid(value), false, JSON.stringify(value));
    assertThrows(() => read(value), ParseError, "Cannot use", JSON.stringify(value));
  }
});

Deno.test("what the reader takes, the schema takes", () => {
  const words = fc.oneof(
    fc.constantFrom("a*", "!b", "C:\\x", "192.0.2.1", "beacon", "443", "", " ", "x.example"),
    fc.integer({ min: -1, max: 70_000 }),
    fc.constant(null),
  );
  const value = fc.oneof(words, fc.array(words, { maxLength: 2 }));
  const entry = fc.dictionary(
    fc.constantFrom(
      "rule",
      "process",
      "path",
      "port",
      "peer",
      "host",
      "owner",
      "reason",
      "until",
      "x",
    ),
    fc.oneof(value, fc.constantFrom("2027-12-31", "why")),
    { maxKeys: 4 },
  );
  const config = fc.dictionary(
    fc.constantFrom("$schema", "allow", "severity", "placeholders", "x"),
    fc.oneof(
      fc.array(entry, { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("beacon", "a"), value),
      words,
    ),
    { maxKeys: 2 },
  );
  let taken = 0;
  fc.assert(
    fc.property(config, (config) => {
      try {
        read(config);
      } catch (error) {
        assert(error instanceof ParseError);
        return;
      }
      taken++;
      assert(isValid(config), JSON.stringify(config));
    }),
    { numRuns: 3000 },
  );
  assert(taken > 50, `${taken}`);
});
