import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { NotRecordedError } from "../../lib/errors.ts";
import { appendLines } from "../../lib/host/deno/append_lines.ts";
import { makeFolder } from "../../lib/host/deno/user_folders.ts";
import { createFile } from "../../lib/host/deno/write_file.ts";
import { attempt, describeRefusal, toHostError } from "../../lib/host/refusals.ts";
import { HostError, type HostErrorKind } from "../../lib/host/host.ts";
import { inTemporaryFolder } from "../support/folders.ts";

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
  assertEquals(words("busy", "parent"), "another program has it open");
  assertEquals(words("readOnly", "parent"), "it is read-only");
});

Deno.test("of other refusals the reason is told, without what was tried", () => {
  const cause = new Error("Too many levels of symbolic links");
  const refusal = new HostError("other", `Cannot read x: ${cause.message}`, { cause });
  assertEquals(describeRefusal(refusal, { of: "file" }), cause.message);
  const bare = new HostError("other", "it is a folder");
  assertEquals(describeRefusal(bare, { of: "file" }), "it is a folder");
});

Deno.test("a file that is open elsewhere, and a disk that is read-only, are named in plain words", () => {
  const thrown = (message: string, code?: string) => Object.assign(new Error(message), { code });
  const cases = [
    [
      "EBUSY",
      "Sharing violation. (os error 32): open 'a.csv'",
      "busy",
      "another program has it open",
    ],
    [
      "ETXTBSY",
      "Text file busy (os error 26): open 'a.csv'",
      "busy",
      "another program has it open",
    ],
    ["EROFS", "Read-only file system (os error 30): open 'a.csv'", "readOnly", "it is read-only"],
  ] as const;
  for (const [code, message, kind, state] of cases) {
    const error = toHostError(thrown(message, code), "Cannot write a.csv");
    assertEquals([error.kind, error.message], [kind, `Cannot write a.csv: ${state}`]);
  }
});

Deno.test("a refusal in netwho's own words is told once, whoever says what was tried", async () => {
  await inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    const bytes = new Uint8Array();
    const cases: [state: string, action: () => unknown][] = [
      ["it is a folder", () => createFile(folder)],
      ["it is a folder", async () => await appendLines(folder, () => bytes)],
      ["a file is in its place", () => makeFolder(`${folder}/file`)],
    ];
    for (const [state, action] of cases) {
      const error = await assertRejects(async () => await action(), HostError, `: ${state}`);
      assertEquals(describeRefusal(error, { of: "parent" }), state);
    }
  });
});
