import { assertEquals } from "@std/assert";
import { endWatch } from "../../lib/cli/end_watch.ts";

/** How a watch that waits for `port 1` ends: its exit code, and what it says. */
function end(
  ending: "found" | "timedOut",
  { hasLooked, exitCode }: { hasLooked: boolean; exitCode: number },
): [number, string] {
  let said = "";
  const host = { writeError: (text: string) => void (said += text) };
  const code = endWatch(host, { looks: { ending, hasLooked }, exitCode, until: "port 1" });
  return [code, said];
}

const NOT_FOUND = "netwho: Cannot find what --until waits for: port 1\n";

Deno.test("what did not come in time is told, also where the first look takes longer", () => {
  assertEquals(end("timedOut", { hasLooked: true, exitCode: 0 }), [1, NOT_FOUND]);
  assertEquals(end("timedOut", { hasLooked: false, exitCode: 0 }), [1, NOT_FOUND]);
});

Deno.test("where every look failed, nobody knows whether it came", () => {
  assertEquals(end("timedOut", { hasLooked: false, exitCode: 3 }), [3, ""]);
  assertEquals(end("timedOut", { hasLooked: true, exitCode: 3 }), [1, NOT_FOUND]);
});

Deno.test("what came ends it with 0", () => {
  assertEquals(end("found", { hasLooked: true, exitCode: 3 }), [0, ""]);
});
