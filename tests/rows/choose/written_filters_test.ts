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
