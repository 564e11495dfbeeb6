import { assertEquals } from "@std/assert";
import { immutableUrl } from "../../../lib/host/deno/sqlite_database.ts";

Deno.test("the URL of a database that nothing changes names its file, whatever is in the path", () => {
  const linux = (path: string) => immutableUrl(path, "linux")?.href;
  assertEquals(linux("/home/anna/h.db"), "file:///home/anna/h.db?immutable=1");
  assertEquals(linux("/a b/50%?#/h.db"), "file:///a%20b/50%25%3F%23/h.db?immutable=1");
  assertEquals(linux("/back\\slash"), "file:///back%5Cslash?immutable=1");
  const windows = (path: string) => immutableUrl(path, "windows")?.href;
  // SQLite takes the letter for a drive after it has decoded the colon.
  assertEquals(
    windows("C:\\Users\\Anna Ö\\h.db"),
    "file:///C%3A/Users/Anna%20%C3%96/h.db?immutable=1",
  );
  assertEquals(windows("\\\\server\\logs\\h.db"), undefined);
});
