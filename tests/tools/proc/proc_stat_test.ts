import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseBootTime, parseProcStat } from "../../../lib/tools/proc/proc_stat.ts";

const FIXTURES = new URL("../../fixtures/proc/", import.meta.url);
const encoder = new TextEncoder();
const REST = "S 1 812 640 0 -1 4194560 1000 0 5 0 250 75 3 4 20 0 1 0 4250 15794176 1650";

Deno.test("the stat file of a process", () => {
  const stat = parseProcStat(Deno.readFileSync(new URL("sshd_stat", FIXTURES)));
  assertEquals(stat, {
    comm: encoder.encode("sshd"),
    state: "S",
    parent: 1,
    session: 812,
    cpuTicks: 325,
    startTicks: 4250,
  });
});

Deno.test("a command name may hold anything, also what looks like the rest of the line", () => {
  for (const comm of ["", "a b", "((", "a) R 1 2 3 (b", ") S 1 2", "tab\there", "line\nfeed"]) {
    const stat = parseProcStat(encoder.encode(`812 (${comm}) ${REST}\n`));
    assertEquals(new TextDecoder().decode(stat?.comm), comm);
    assertEquals([stat?.state, stat?.session, stat?.startTicks], ["S", 640, 4250]);
  }
});

Deno.test("a session of another PID namespace is a number too", () => {
  const stat = parseProcStat(encoder.encode(`2 (kthreadd) ${REST.replace("640", "-1")}`));
  assertEquals(stat?.session, -1);
});

Deno.test("what is not a stat file is null", () => {
  const texts = ["", "812", "812 (x", "812 )x(", "812 (x)", "812 (x) S 1 2", `812 (x) ?? ${REST}`];
  texts.push(`812 (x) ${REST.replace("4250", "never")}`, `812 (x) ${REST.replace("250", "x")}`);
  for (const text of texts) assertEquals(parseProcStat(encoder.encode(text)), null, text);
});

Deno.test("any bytes give a description or null", () => {
  const prefix = encoder.encode(`812 (x) ${REST}`);
  const anyBytes = fc.oneof(
    fc.uint8Array(),
    fc.tuple(fc.nat(prefix.length), fc.uint8Array()).map(([keep, tail]) =>
      Uint8Array.of(...prefix.subarray(0, keep), ...tail)
    ),
  );
  fc.assert(fc.property(anyBytes, (bytes) => {
    const stat = parseProcStat(bytes);
    if (stat !== null) assertEquals(Number.isInteger(stat.startTicks + stat.cpuTicks), true);
  }));
});

Deno.test("the boot time", () => {
  const text = Deno.readTextFileSync(new URL("boot_stat", FIXTURES));
  assertEquals(parseBootTime(text), Date.UTC(2026, 0, 1) / 1000);
  for (const text of ["", "btime", "btime x", "xbtime 1"]) assertEquals(parseBootTime(text), null);
});
