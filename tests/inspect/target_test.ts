import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { readTarget, readTargets } from "../../lib/inspect/target.ts";

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

Deno.test("a bare number may be a port too, unless no port has it or pid: is before it", () => {
  const orPort = (text: string) => {
    const target = readTarget(text);
    return target.kind === "pid" ? target.orPort : target.kind;
  };
  assertEquals(["443", "65535", "1"].map(orPort), [true, true, true]);
  assertEquals(["0", "65536", "pid:443", "PID:443"].map(orPort), [false, false, false, false]);
  assertThrows(() => readTarget("pid:4294967296"), UsageError);
});

Deno.test("an address with a port, as tables print it", () => {
  const read = (text: string) => {
    const target = readTarget(text);
    return target.kind === "address" ? `${target.address} ${target.port}` : target.kind;
  };
  assertEquals(read("203.0.113.7:443"), "203.0.113.7 443");
  assertEquals(read("[::1]:443"), "::1 443");
  assertEquals(read("[fe80::1%12]:445"), "fe80::1%12 445");
  assertEquals(read("[::1]"), "::1 null");
  assertEquals(read("::1:443"), "::1:443 null");
  assertEquals(read("*:443"), "port");
});

Deno.test("a block or a range of addresses is a network", () => {
  const addresses = [null, "10.0.0.9", "10.1.2.3", "11.0.0.1", "2001:db8::7", "2001:db9::7"];
  assertEquals(matchesOf("10.0.0.0/8", addresses), ["10.0.0.9", "10.1.2.3"]);
  assertEquals(matchesOf("10.0.0.1-10.0.0.9", addresses), ["10.0.0.9"]);
  assertEquals(matchesOf("2001:db8::/32", addresses), ["2001:db8::7"]);
  assertEquals(matchesOf("[2001:db8::]/32", addresses), ["2001:db8::7"]);
});

Deno.test("commas separate targets", () => {
  const kinds = (...texts: string[]) =>
    readTargets(texts).map(({ kind, text }) => `${kind} ${text}`);
  assertEquals(kinds("443,chrome", ":80"), ["pid 443", "process chrome", "port :80"]);
  assertEquals(kinds("80, 443"), ["pid 80", "pid  443"]);
  // PowerShell takes 80, 443 apart into "80," and "443".
  assertEquals(kinds("80,", "443"), ["pid 80", "pid 443"]);
  assertThrows(() => readTargets([","]), UsageError, "it is empty");
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
  const cases: [text: string, expected: string][] = [
    ["203.0.113.7:70000", "Cannot inspect 203.0.113.7:70000: the highest port is 65535 / null"],
    [":70000", "Cannot inspect :70000: the highest is 65535 / null"],
    [":443-", "Cannot inspect :443-: it is not a port / Write a port like :443, :53-60 or :https"],
    [":abc", "Cannot inspect :abc: it is not a port / Write a port like :443, :53-60 or :https"],
    [":9-3", "Cannot inspect :9-3: the range ends before it starts, write 3-9 / null"],
    [
      "203.0.113.0/33",
      "Cannot inspect 203.0.113.0/33: it is not a network / " +
      "The number after the slash goes from 0 to 32",
    ],
    [
      "10.0.*",
      "Cannot inspect 10.0.*: it is not an address / " +
      "Write a network like 10.0.0.0/8 or a range like 10.0.0.1-10.0.0.99",
    ],
    [
      "80-90",
      "Cannot inspect 80-90: it is a range of numbers / " +
      "Write :80-90 for ports; for process IDs netwho --pid 80-90",
    ],
    ["443/tcp", "Cannot inspect 443/tcp: it is not a target / For the port write :443"],
    ["tcp:443", "Cannot inspect tcp:443: it is not a target / For the port write :443"],
    [
      "https://www.example.com/a",
      "Cannot inspect https://www.example.com/a: it is a URL / " +
      "Find the addresses of the host with netwho nslookup www.example.com, and inspect these",
    ],
    [
      "'chrome'",
      "Cannot inspect 'chrome': the quotes are part of the value / " +
      'Write "chrome"',
    ],
    [
      "$p",
      "Cannot inspect $p: it is the name of a variable, not its value / " +
      "For a list in PowerShell write ($p -join ',')",
    ],
  ];
  for (const [text, expected] of cases) assertEquals(hint(text), expected);
  for (const text of ["300.0.0.1", "2001:db8:::7", "1:2:3", "4294967296", ":65536", ":9-3", ":"]) {
    assertThrows(() => readTarget(text), UsageError);
  }
  assertEquals(hint(" ").split(" / ")[0], "Cannot inspect the target: it is empty");
});
