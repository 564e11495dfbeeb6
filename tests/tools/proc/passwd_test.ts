import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parsePasswd } from "../../../lib/tools/proc/passwd.ts";

Deno.test("user names by ID; of two that share one, the first", () => {
  const text = Deno.readTextFileSync(new URL("../../fixtures/proc/passwd", import.meta.url));
  assertEquals([...parsePasswd(text)], [
    [0, "root"],
    [33, "www-data"],
    [101, "resolver"],
    [1000, "anna"],
    [4294967294, "big"],
  ]);
});

Deno.test("any text gives users with names and whole numbers", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("a:x:1", ":x:1:", "a:x:-1:", "a::7:7"));
  fc.assert(fc.property(fc.array(line), (lines) => {
    for (const [uid, name] of parsePasswd(lines.join("\n"))) {
      assertEquals([Number.isSafeInteger(uid), name !== ""], [true, true]);
    }
  }));
  assertEquals([...parsePasswd("a:x:1\n:x:2:\nb:x:-3:\nc::7:7")], [[1, "a"], [7, "c"]]);
});
