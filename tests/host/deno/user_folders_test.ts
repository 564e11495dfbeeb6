import { assertEquals, assertThrows } from "@std/assert";
import { currentFolder, makeFolder, removeFile } from "../../../lib/host/deno/user_folders.ts";
import { HostError } from "../../../lib/host/host.ts";
import { inTemporaryFolder } from "../../support/folders.ts";

Deno.test("a folder is made with those above it; one that is there stays", async () => {
  await inTemporaryFolder((folder) => {
    makeFolder(`${folder}/a/b`);
    Deno.writeTextFileSync(`${folder}/a/b/file`, "x");
    makeFolder(`${folder}/a/b`);
    assertEquals(Deno.readTextFileSync(`${folder}/a/b/file`), "x");
    const path = `${folder}/a/b/file`;
    const message = `Cannot make the folder ${path}: a file is in its place`;
    assertThrows(() => makeFolder(path), HostError, message);
  });
});

Deno.test("a file is removed; one that is not there is no error, a full folder is one", async () => {
  await inTemporaryFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "x");
    removeFile(`${folder}/file`);
    removeFile(`${folder}/file`);
    assertEquals([...Deno.readDirSync(folder)], []);
    makeFolder(`${folder}/a/b`);
    assertThrows(() => removeFile(`${folder}/a`), HostError, "Cannot remove ");
  });
});

Deno.test("the current folder is absolute", () => {
  assertEquals(currentFolder(), Deno.cwd());
});
