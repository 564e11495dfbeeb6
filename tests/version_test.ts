import { assertEquals } from "@std/assert";
import { VERSION } from "../lib/version.ts";
import config from "../deno.json" with { type: "json" };

Deno.test("the version is that of deno.json", () => {
  assertEquals(VERSION, config.version);
});
