/**
 * Checks documents by the schema of SARIF 2.1.0.
 *
 * @module
 */
import { Validator } from "@cfworker/json-schema";

const SCHEMA = new URL("../fixtures/sarif/sarif-schema-2.1.0.json", import.meta.url);
const validator = new Validator(JSON.parse(Deno.readTextFileSync(SCHEMA)), "2020-12", false);

/** What is wrong with a document; empty where it fits the schema. */
export function sarifErrors(document: unknown): string[] {
  return validator.validate(document).errors
    .map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}
