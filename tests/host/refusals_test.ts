import { assertEquals, assertThrows } from "@std/assert";
import { NotRecordedError } from "../../lib/errors.ts";
import { attempt, describeRefusal } from "../../lib/host/refusals.ts";
import { HostError, type HostErrorKind } from "../../lib/host/host.ts";

const throwing = (error: Error) => () => {
  throw error;
};

Deno.test("a refusal of the machine is a value, anything else is thrown", () => {
  const refusal = new HostError("notFound", "No file");
  assertEquals(attempt(() => 1), { value: 1, refusal: null });
  assertEquals(attempt(throwing(refusal)), { value: null, refusal });
  assertThrows(() => attempt(throwing(new NotRecordedError("proc read x"))), NotRecordedError);
  assertThrows(() => attempt(throwing(new TypeError("bug"))), TypeError);
});

Deno.test("a refusal has the same words everywhere", () => {
  const words = (kind: HostErrorKind, of: "file" | "folder" | "fileOrFolder" | "parent") =>
    describeRefusal(new HostError(kind, "Cannot read x: no"), { of });
  assertEquals(words("notFound", "file"), "there is no such file");
  assertEquals(words("notFound", "folder"), "there is no such folder");
  assertEquals(words("notFound", "fileOrFolder"), "there is no such file or folder");
  assertEquals(words("notFound", "parent"), "there is no folder to put it in");
  assertEquals(words("permissionDenied", "file"), "permission denied");
  assertEquals(words("noSpace", "file"), "no space left");
});

Deno.test("of other refusals the reason is told, without what was tried", () => {
  const cause = new Error("Too many levels of symbolic links");
  const refusal = new HostError("other", `Cannot read x: ${cause.message}`, { cause });
  assertEquals(describeRefusal(refusal, { of: "file" }), cause.message);
  const bare = new HostError("other", "it is a folder");
  assertEquals(describeRefusal(bare, { of: "file" }), "it is a folder");
});
