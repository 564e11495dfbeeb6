// Command lines to copy: which, and that no name can make another command of them.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { findingRows } from "../../lib/audit/audit_rows.ts";
import { type CommandContext, commandsFor } from "../../lib/audit/next_commands.ts";
import type { Rule } from "../../lib/audit/engine/rule.ts";
import { RULES } from "../../lib/audit/rules.ts";
import { auditOf, madeUpRule } from "../support/audit_summaries.ts";

const HERE: CommandContext = { os: "windows", isLive: true, hasHistory: false };
const UPDATE = {
  severity: "high",
  pid: 4711,
  process: "update.exe",
  path: "C:\\Users\\Public\\update.exe",
  remoteAddress: "203.0.113.9",
  remoteScope: "public",
} as const;

Deno.test("commands of Windows: look at the program, its peer and its signature, then end it", () => {
  assertEquals(commandsFor(UPDATE, HERE), [
    "netwho inspect pid:4711",
    "netwho inspect 203.0.113.9",
    "Get-AuthenticodeSignature -LiteralPath (Get-Process -Id 4711).Path",
    "netwho kill 4711",
  ]);
});

Deno.test("commands of Linux: kill, and no PowerShell", () => {
  assertEquals(commandsFor(UPDATE, { ...HERE, os: "linux" }), [
    "netwho inspect pid:4711",
    "netwho inspect 203.0.113.9",
    "netwho kill 4711",
  ]);
});

Deno.test("nothing is ended for less than a high finding", () => {
  for (const severity of ["informational", "low", "medium", null] as const) {
    const commands = commandsFor({ ...UPDATE, severity }, HERE)!;
    assert(!commands.some((command) => command.startsWith("netwho kill")), `${severity}`);
  }
});

Deno.test("no process is ended without which the system stops, but a look-alike elsewhere is", () => {
  const ends = (
    process: string,
    path: string | null,
    { pid = 812, os = "windows" }: { pid?: number; os?: "windows" | "linux" } = {},
  ) =>
    commandsFor({ severity: "critical", pid, process, path }, { ...HERE, os })!
      .filter((command) => command.startsWith("netwho kill "));
  assertEquals(ends("svchost.exe", "C:\\Windows\\System32\\svchost.exe"), []);
  assertEquals(ends("LSASS.EXE", "c:\\windows\\system32\\lsass.exe"), []);
  // Where it lies is not known, so it may be the system's.
  assertEquals(ends("svchost.exe", null), []);
  assertEquals(ends("svchost.exe", "C:\\Users\\Public\\svchost.exe"), ["netwho kill 812"]);
  assertEquals(ends("System", null, { pid: 4 }), []);
  assertEquals(ends("systemd", "/usr/lib/systemd/systemd", { pid: 1, os: "linux" }), []);
});

Deno.test("of saved output and recordings, commands read the same again and end nothing", () => {
  assertEquals(commandsFor(UPDATE, { ...HERE, isLive: false, reading: "--from pc7.json" }), [
    "netwho inspect pid:4711 --from pc7.json",
    "netwho inspect 203.0.113.9 --from pc7.json",
  ]);
});

Deno.test("what has neither process nor public peer has no commands", () => {
  assertEquals(commandsFor({ severity: "high", pid: null }, HERE), null);
  assertEquals(commandsFor({ severity: "high", pid: 0 }, HERE), null);
  assertEquals(
    commandsFor({ severity: "high", remoteAddress: "192.168.1.4", remoteScope: "private" }, HERE),
    null,
  );
});

Deno.test("the history is asked by a name only where that needs no quotes", () => {
  const asked = (process: string) =>
    commandsFor({ severity: "low", process }, { ...HERE, hasHistory: true });
  assertEquals(asked("update.exe"), ["netwho history --process update.exe"]);
  for (
    const name of ["a b.exe", "$(calc).exe", "a;b", "`x`", "-x", "a'b", 'a"b', "한.exe", "a\nb"]
  ) {
    assertEquals(asked(name), null, name);
  }
});

Deno.test("whatever names and addresses hold, commands consist of harmless characters", () => {
  const hostile = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.tuple(hostile, hostile, hostile), fc.boolean(), (texts, isLive) => {
      const [process, path, address] = texts;
      const subject = { ...UPDATE, process, path, remoteAddress: address };
      for (const os of ["windows", "linux"] as const) {
        for (const command of commandsFor(subject, { os, isLive, hasHistory: true }) ?? []) {
          const rest = command.replace("-LiteralPath (Get-Process -Id 4711).Path", "");
          assert(/^[\w .:/-]+$/.test(rest), command);
        }
      }
    }),
  );
});

Deno.test("no program is ended of which a rule says not to, whatever else was found about it", () => {
  const rule = (id: string, more: Partial<Rule>) =>
    madeUpRule({ id, severity: "high", ...more }, () => ({ reason: "x" }));
  const rules = [rule("gone-file", { keepRunning: true }), rule("odd-port", {})];
  const ends = (rules: readonly Rule[]) =>
    findingRows(auditOf([{ pid: 4711 }, { pid: 4712 }], rules), HERE)
      .flatMap(({ commands }) => commands ?? []).filter((command) =>
        command.startsWith("netwho kill ")
      );
  assert(ends([rules[1]!]).length > 0);
  assertEquals(ends(rules), []);
});

Deno.test("each rule that advises not to end a program keeps it running", () => {
  for (const { id, advice, keepRunning } of RULES) {
    assertEquals(keepRunning === true, /\bdo not (?:end|kill|stop)\b/i.test(advice), id);
  }
});
