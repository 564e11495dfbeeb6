import { assertEquals } from "@std/assert";
import { netstatArguments } from "../../../lib/tools/netstat/parse_netstat.ts";

Deno.test("all sockets with their PIDs, numbers only, unless told otherwise", () => {
  assertEquals(netstatArguments(), ["-ano"]);
  assertEquals(netstatArguments({ resolveNames: true }), ["-afo"]);
  assertEquals(netstatArguments({ components: true, bound: true, offload: true }), ["-anobqt"]);
});
