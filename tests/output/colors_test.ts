import { assertEquals } from "@std/assert";
import { decideColor } from "../../lib/output/colors.ts";

function decide(
  setting: string | null,
  { env = {}, terminal = true, toFile = false }: {
    env?: Record<string, string>;
    terminal?: boolean;
    toFile?: boolean;
  } = {},
): boolean {
  const host = { env: (name: string) => env[name], canColor: () => terminal };
  return decideColor(setting, host, { toFile });
}

Deno.test("a terminal that can be is coloured, a pipe and a file are not", () => {
  for (const setting of [null, "auto"]) {
    assertEquals(decide(setting), true);
    assertEquals(decide(setting, { terminal: false }), false);
    assertEquals(decide(setting, { toFile: true }), false);
  }
});

Deno.test("--color settles it", () => {
  assertEquals(decide("always", { terminal: false, env: { NO_COLOR: "1", TERM: "dumb" } }), true);
  assertEquals(decide("never", { env: { FORCE_COLOR: "1" } }), false);
});

Deno.test("the environment has a say", () => {
  assertEquals(decide("auto", { env: { NO_COLOR: "1" } }), false);
  assertEquals(decide("auto", { env: { NO_COLOR: "" } }), true);
  assertEquals(decide("auto", { env: { TERM: "dumb" } }), false);
  assertEquals(decide("auto", { terminal: false, env: { FORCE_COLOR: "1" } }), true);
  assertEquals(decide("auto", { env: { FORCE_COLOR: "0" } }), false);
  assertEquals(decide("auto", { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }), false);
});
