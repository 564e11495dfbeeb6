import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { readTarget } from "../../lib/inspect/target.ts";

/** A target as text, with what it matches out of some values. */
function matchesOf<Value>(text: string, values: readonly Value[]): Value[] {
  const target = readTarget(text);
  assert("matches" in target);
  const matches = target.matches as (value: Value) => boolean;
  return values.filter((value) => matches(value));
}

Deno.test("a number is a process", () => {
  const read = (text: string) => {
    const target = readTarget(text);
    return target.kind === "pid" ? target.pid : target.kind;
  };
  assertEquals([read("0"), read("4711"), read(" 4711 "), read("4294967295")], [
    0,
    4711,
    4711,
    4294967295,
  ]);
});

Deno.test("a colon makes a port of it", () => {
  const ports = [null, 52, 53, 56, 60, 61, 443, 445];
  assertEquals(matchesOf(":443", ports), [443]);
  assertEquals(matchesOf(":53-60", ports), [53, 56, 60]);
  assertEquals(matchesOf(":https", ports), [443]);
  assertEquals(matchesOf(":microsoft-ds", ports), [445]);
  for (const text of [":443", ":53-60", ":https"]) assertEquals(readTarget(text).kind, "port");
});

Deno.test("an address, with brackets or without, however it is written", () => {
  const read = (text: string) => {
    const target = readTarget(text);
    return target.kind === "address" ? target.address : target.kind;
  };
  assertEquals(read("203.0.113.7"), "203.0.113.7");
  assertEquals(read("[2001:DB8:0::7]"), "2001:db8::7");
  assertEquals(read("::1"), "::1");
  assertEquals(read("::"), "::");
  assertEquals(read("fe80::1%12"), "fe80::1%12");
  const addresses = [null, "203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8", "2001:db8::7"];
  assertEquals(matchesOf("203.0.113.7", addresses), ["203.0.113.7", "::ffff:203.0.113.7"]);
  assertEquals(matchesOf("[2001:db8:0:0::7]", addresses), ["2001:db8::7"]);
});

Deno.test("all else is a program, with or without .exe, in any case", () => {
  const names = [null, "chrome.exe", "Chrome.EXE", "chromedriver.exe", "svchost.exe", "sshd"];
  assertEquals(matchesOf("chrome", names), ["chrome.exe", "Chrome.EXE"]);
  assertEquals(matchesOf("CHROME.exe", names), ["chrome.exe", "Chrome.EXE"]);
  assertEquals(matchesOf("chrome*", names), ["chrome.exe", "Chrome.EXE", "chromedriver.exe"]);
  assertEquals(matchesOf("s???", names), ["sshd"]);
  // The kernel's threads and people's programs have such names.
  for (const name of ["kworker/0:1", "System Idle Process", "7z", "1.2.3", "プロセス.exe"]) {
    assertEquals(readTarget(name).kind, "process", name);
  }
});

Deno.test("what is nearly an address or a port is told so", () => {
  const hint = (text: string) => {
    const error = assertThrows(() => readTarget(text), UsageError);
    return `${error.message} / ${error.hint}`;
  };
  assertEquals(
    hint("203.0.113.7:443"),
    "Cannot inspect 203.0.113.7:443: an address or a port alone was wanted / " +
      "Write 203.0.113.7 or :443",
  );
  assertEquals(hint("[2001:db8::7]:443").split(" / ")[1], "Write 2001:db8::7 or :443");
  assertEquals(
    hint("203.0.113.0/24").split(" / ")[1],
    "All connections of a network: netwho connections --address 203.0.113.0/24",
  );
  for (const text of ["300.0.0.1", "2001:db8:::7", "1:2:3", "4294967296", ":65536", ":9-3", ":"]) {
    assertThrows(() => readTarget(text), UsageError);
  }
  assertEquals(hint(" ").split(" / ")[0], "Cannot inspect the target: it is empty");
});
