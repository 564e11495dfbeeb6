import { assertEquals } from "@std/assert";
import { writeFilters } from "../../../lib/rows/choose/written_filters.ts";

Deno.test("filters are written as they are typed", () => {
  assertEquals(
    writeFilters({
      listening: true,
      state: ["TIME_WAIT"],
      port: ["53-139,443", "80"],
      ipv4: false,
    }),
    "--listening --state TIME_WAIT --port 53-139,443,80",
  );
});

Deno.test("a value that a shell would take apart is quoted", () => {
  assertEquals(writeFilters({ process: ["npm exec*"] }), '--process "npm exec*"');
  assertEquals(writeFilters({ process: ["!svchost*"] }), "--process !svchost*");
  assertEquals(writeFilters({ process: [""] }), '--process ""');
});

Deno.test("no filters are nothing", () => {
  assertEquals(writeFilters({}), "");
  assertEquals(writeFilters({ port: [], public: false, sort: ["pid"], limit: 3 }), "");
});

Deno.test("what excludes stands apart, since ! holds for a whole list", () => {
  assertEquals(writeFilters({ port: ["!443", "80"] }), "--port !443 --port 80");
  assertEquals(writeFilters({ port: ["!443,80"] }), "--port !443,80");
});

Deno.test("a backslash in a quoted value stays one, as shells and readFilterText take it", () => {
  assertEquals(writeFilters({ user: ["NT AUTHORITY\\*"] }), '--user "NT AUTHORITY\\*"');
  assertEquals(writeFilters({ path: ["C:\\Program Files\\"] }), '--path "C:\\Program Files\\\\"');
  assertEquals(writeFilters({ process: ['the "best"'] }), "--process 'the \"best\"'");
});
