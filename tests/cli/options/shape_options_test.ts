import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../../lib/cli/options/parse_arguments.ts";
import { listFields, readFields, SHAPE_OPTIONS } from "../../../lib/cli/options/shape_options.ts";
import { UsageError } from "../../../lib/errors.ts";
import type { Field } from "../../../lib/model/field.ts";

const FIELDS: Field[] = [
  { name: "pid", kind: "integer", about: "the process ID" },
  { name: "process", kind: "text", about: "the image name" },
  { name: "services", kind: "list", about: "what it hosts" },
];

function read(...args: string[]): string[] | null {
  const { options } = parseArguments(args, { name: "test", options: SHAPE_OPTIONS });
  return readFields(options.fields, FIELDS);
}

Deno.test("fields are listed with kind and meaning", () => {
  assertEquals(
    listFields(FIELDS),
    "pid       integer  the process ID\n" +
      "process   text     the image name\n" +
      "services  list     what it hosts\n",
  );
  assertEquals(listFields([]), "");
});

Deno.test("fields are read in the order given, each once, ignoring case", () => {
  assertEquals(read("--fields", "process,pid"), ["process", "pid"]);
  assertEquals(read("--fields", "PID,process,pid"), ["pid", "process"]);
  assertEquals(read(), null);
});

Deno.test("an unknown field names the nearest", () => {
  const error = assertThrows(() => read("--fields", "pid,proces"), UsageError);
  assertEquals(error.message, "Unknown field proces: did you mean process?");
  assertEquals(error.hint, "--fields without a value lists the fields");
  assertThrows(() => read("--fields", "zebra"), UsageError, "Unknown field zebra");
});
