import { assertEquals, assertStringIncludes } from "@std/assert";
import { screenObstacle } from "../../../lib/output/screen/screen_obstacle.ts";
import { runMain } from "../../support/run_main.ts";

const withTerm = (term: string | undefined) => ({
  env: (name: string) => name === "TERM" ? term : undefined,
});

Deno.test("a terminal that cannot move its cursor shows no screen", () => {
  for (const term of ["xterm-256color", "linux", "screen", "vt100", "cygwin", "", undefined]) {
    assertEquals(screenObstacle(withTerm(term)), null);
  }
  for (const term of ["dumb", "unknown"]) {
    assertStringIncludes(screenObstacle(withTerm(term))!, term);
  }
});

Deno.test("watch says so, and what works there", async () => {
  const host = { ...withTerm("dumb"), isTerminal: () => true };
  assertEquals(await runMain(["watch"], { host }), {
    code: 2,
    stdout: "",
    stderr: "netwho: Cannot show the screen: this terminal cannot move its cursor (TERM=dumb)\n" +
      "To write each change as a line instead: --format ndjson\n" +
      "Try netwho watch --help\n",
    written: {},
  });
});
