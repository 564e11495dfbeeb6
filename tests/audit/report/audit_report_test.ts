// The report of an audit for people.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { findingRows, remainderRows } from "../../../lib/audit/audit_rows.ts";
import type { AuditSummary } from "../../../lib/audit/audit_summary.ts";
import type { FoundCase } from "../../../lib/audit/engine/judge.ts";
import { explainRows } from "../../../lib/audit/explain/explain_rows.ts";
import { type AuditReportOptions, auditText } from "../../../lib/audit/report/audit_report.ts";
import type { Severity } from "../../../lib/model/finding.ts";
import { SEVERITIES } from "../../../lib/model/finding.ts";
import { displayWidth } from "../../../lib/text/terminal_text.ts";
import type { AuditedRow } from "../../support/audited.ts";
import { auditOf, madeUpRule } from "../../support/audit_summaries.ts";

const HERE = { os: "windows", isLive: true, isSaved: false, hasHistory: false } as const;
const PLAIN = { columns: null, color: false };

/** The report of an audit, as lines. */
function report(summary: AuditSummary, options: Partial<AuditReportOptions> = {}): string[] {
  const rows = [...findingRows(summary, HERE), ...remainderRows(summary, HERE)];
  const text = auditText(rows, summary, { ...PLAIN, ...options });
  assert(text.endsWith("\n"));
  return text.split("\n").slice(0, -1);
}

/** Finds what has the rule's ID in its process name, with the severity at its end. */
const BY_NAME = madeUpRule({ id: "by-name" }, ({ process, remotePort }) => {
  const severity = SEVERITIES.find((word) => process?.startsWith(word));
  return severity === undefined
    ? null
    : { severity, reason: `${process} is connected to port ${remotePort}`, evidence: ["a", "b"] };
});
const ASKS = madeUpRule({ id: "asks-path" }, ({ path }) => path === null ? "path" : null);

const named = (process: string, more: AuditedRow = {}): AuditedRow => ({
  process,
  path: `C:\\Apps\\${process}`,
  ...more,
});
const CALM = named("calm.exe");

Deno.test("the report of a finding: verdict, first steps, the case, commands, and what is not seen", () => {
  const audit = auditOf([
    { ...CALM, path: null, pid: 10 },
    named("critical.exe", { pid: 4711, localPort: 50_012, remotePort: 4444 }),
    named("critical.exe", { pid: 4711, localPort: 50_013, remotePort: 4444 }),
  ], [BY_NAME, ASKS]);
  assertEquals(report(audit), [
    "Worry: 1 critical finding; 2 rules judged 3 connections of 2 programs",
    "",
    "If you believe that somebody is in this computer: first unplug the network, then save your " +
    "data, then look",
    "",
    "critical.exe  PID 4711",
    "  C:\\Apps\\critical.exe",
    "  !!! critical: Title of by-name (by-name, T1000)",
    "    critical.exe is connected to port 4444",
    "    Seen: a; b",
    "      TCP 192.0.2.7:50012 -> 203.0.113.9:4444 ESTABLISHED",
    "      TCP 192.0.2.7:50013 -> 203.0.113.9:4444 ESTABLISHED",
    "    Means: What it means.",
    "    False alarm: When it means nothing.",
    "    Do: What to do.",
    "    More: https://example.com/rule",
    "  Next:",
    "    netwho inspect pid:4711",
    "    netwho inspect 203.0.113.9",
    "    Get-AuthenticodeSignature -LiteralPath (Get-Process -Id 4711).Path",
    "    netwho kill 4711",
    "",
    "Not judged:",
    "  Where the program lies: 1 connection, 1 rule. Run netwho as administrator (root)",
    "",
    "Nobody can see from here:",
    "  What a rootkit in the kernel hides",
    "  Raw sockets and ICMP",
    "  Connections of virtual machines, WSL 2 and containers with a network of their own",
    "  Connections that were closed before, or begin later",
    "  netwho log keeps watching; for a rootkit look from outside: at the router, or from another " +
    "system started from a disk",
  ]);
});

Deno.test("the verdict: nothing found, nothing found where one could look, and not looked differ", () => {
  const verdict = (rows: readonly AuditedRow[], rules = [BY_NAME], more = {}) =>
    report({ ...auditOf(rows, rules), ...more })[0];
  assertEquals(verdict([CALM]), "Nothing found: 1 rule judged 1 connection of 1 program");
  assertEquals(
    verdict([{ ...CALM, path: null }], [BY_NAME, ASKS]),
    "Nothing found in what could be judged: 2 rules judged 1 connection of 1 program; 1 of the " +
      "rules could not judge all of it",
  );
  assertEquals(verdict([]), "Nothing was judged: there are no connections");
  assertEquals(verdict([CALM], []), "Nothing was judged: no rule is left that could judge");
  const ofLinux = { ...BY_NAME, os: "linux" } as const;
  assertEquals(verdict([CALM], [ofLinux]), "Nothing was judged: no rule is left that could judge");
  assertEquals(
    verdict([CALM], [BY_NAME, ofLinux]),
    "Nothing found: 1 rule judged 1 connection of 1 program",
  );
});

Deno.test("the verdict worries from high, asks to look at medium, and calms below", () => {
  const verdict = (...names: Severity[]) =>
    report(auditOf(names.map((name) => named(`${name}.exe`)), [BY_NAME]))[0]!.split(";")[0];
  assertEquals(verdict("critical", "low"), "Worry: 1 critical and 1 low findings");
  assertEquals(verdict("high"), "Worry: 1 high finding");
  assertEquals(
    verdict("medium", "low", "informational"),
    "Look at it: 1 medium, 1 low and 1 informational findings",
  );
  assertEquals(verdict("low"), "Nothing that worries: 1 low finding");
  assertEquals(verdict("informational"), "Nothing that worries: 1 informational finding");
});

Deno.test("the first steps stand where it is serious, and only there", () => {
  for (const severity of SEVERITIES) {
    const text = report(auditOf([named(`${severity}.exe`)], [BY_NAME])).join("\n");
    const isSerious = severity === "critical" || severity === "high";
    assertEquals(text.includes("first unplug the network"), isSerious, severity);
  }
});

Deno.test("findings of one program stand together, the worst program first; the rule is explained once", () => {
  const audit = auditOf([
    named("low.exe", { pid: 1 }),
    named("high.exe", { pid: 2, remoteAddress: "198.51.100.1" }),
    named("low.exe", { pid: 3, remoteAddress: "198.51.100.2" }),
  ], [BY_NAME]);
  const lines = report(audit);
  const headings = lines.filter((line) => / {2}PID /.test(line) && !line.startsWith(" "));
  assertEquals(headings, ["high.exe  PID 2", "low.exe  PID 1, 3"]);
  assertEquals(lines.filter((line) => line.includes("Means: ")).length, 1);
});

Deno.test("colours come with marks and words, and are nothing but colours", () => {
  const audit = auditOf(SEVERITIES.map((word) => named(`${word}.exe`)), [BY_NAME, ASKS]);
  const colored = report(audit, { color: true }).join("\n");
  // deno-lint-ignore no-control-regex
  assertEquals(colored.replace(/\x1b\[\d+m/g, ""), report(audit).join("\n"));
  assertStringIncludes(colored, "\x1b[31m");
  for (const mark of ["!!! critical:", "!! high:", "! medium:", "- low:", "- informational:"]) {
    assertStringIncludes(colored, `  ${mark}`);
  }
  assert(/^\p{ASCII}*$/u.test(colored), "it is ASCII");
});

Deno.test("no line is wider than the terminal but for addresses, links and commands; none is cut", () => {
  const long = "2001:db8:1234:5678:9abc:def0:1234:5678";
  const audit = auditOf([
    named("high 한국어 프로그램 이름 😀.exe", { remoteAddress: long, pid: 77 }),
    named("medium-" + "x".repeat(90) + ".exe", { remoteHost: "host.example" }),
    named("low.exe", { path: null }),
  ], [BY_NAME, ASKS]);
  const summary = {
    ...audit,
    remarks: ["A remark that is longer than forty columns of a terminal"],
  };
  for (const columns of [40, 80, 200]) {
    const rows = [
      ...findingRows(summary, HERE),
      ...remainderRows(summary, HERE),
      ...explainRows(summary),
    ];
    const text = auditText(rows, summary, { columns, color: false });
    for (const line of text.split("\n")) {
      const isWhole = /^ *(?:netwho |Get-|https:|\[?2001:db8)/.test(line);
      assert(isWhole || displayWidth(line) <= columns, `${columns}: ${line}`);
    }
    assertStringIncludes(text, `[${long}]:443`);
    assertStringIncludes(text, `netwho inspect ${long}`);
    assertStringIncludes(text, "https://example.com/rule");
  }
});

Deno.test("nothing that a program is called reaches the terminal as it is", () => {
  const anything = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(fc.array(anything, { minLength: 6, maxLength: 6 }), fc.constantFrom(40, 80, null), (
      texts,
      columns,
    ) => {
      const [process, path, host, service, reason, title] = texts as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      const rule = madeUpRule(
        { id: `id ${title}`, title, about: reason, advice: host, author: service },
        () => ({ reason, evidence: [path, host] }),
      );
      const row = { process, path, remoteHost: host, services: [service], user: path };
      const summary: AuditSummary = {
        ...auditOf([row, { ...row, state: "LISTENING", remoteAddress: null }], [rule]),
        leftOut: [rule],
        baseline: path,
        config: host,
        remarks: [reason],
        sigma: {
          rules: 1,
          passedOver: { [host]: 2 },
          broken: [{ file: path, line: 1, problem: title }],
        },
      };
      const rows = [
        ...findingRows(summary, HERE),
        ...remainderRows(summary, HERE),
        ...explainRows(summary),
      ];
      const allowed = summary.findings.map((found) => ({ found, because: title }));
      const told = { ...summary, allowed, old: summary.findings };
      const text = auditText(rows, told, { columns, color: false });
      assert(!/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), JSON.stringify(text));
    }),
    { numRuns: 50 },
  );
});

Deno.test("10,000 findings stay readable: the first of each are told, the others counted", () => {
  const rows = Array.from({ length: 10_000 }, (_, number) =>
    named(`medium${number % 500}.exe`, {
      pid: 1000 + number % 500,
      localPort: 1024 + number,
      remoteAddress: `198.51.${100 + number % 100}.${number >> 8}`,
    }));
  const lines = report(auditOf(rows, [BY_NAME]), { columns: 80 });
  assert(lines.length < 500, `${lines.length} lines`);
  assertStringIncludes(lines[0]!, "medium findings");
  const text = lines.join("\n");
  assertStringIncludes(text, "more findings by this rule");
  assertStringIncludes(text, "and 460 more programs: ");
  assertStringIncludes(text, "Every finding: --format table, or --out findings.csv");
});

Deno.test("what was left out on purpose is told: filters, severity, baseline, config, Sigma", () => {
  const whole = auditOf([named("high.exe"), named("low.exe")], [BY_NAME]);
  const [high, low] = whole.findings as [typeof whole.findings[0], typeof whole.findings[0]];
  const summary: AuditSummary = {
    ...whole,
    findings: [high],
    milder: [low],
    old: [low, low],
    baseline: "monday.json",
    allowed: [{ found: low, because: "our own backup" }],
    config: "C:\\netwho.json",
    sigma: { rules: 3, passedOver: { process_creation: 12 }, broken: [] },
  };
  const filtered = auditText(remainderRows(summary, HERE), summary, {
    ...PLAIN,
    filters: "--process x",
  });
  assertStringIncludes(
    filtered,
    "Nothing found among those chosen by --process x (left out: 4 low): ",
  );
  const from = filtered.indexOf("Left out:");
  assertEquals(filtered.slice(from).split("\n"), [
    "Left out:",
    "  1 finding that --process x does not choose",
    "  1 finding below --min-severity",
    "  2 findings that monday.json has already",
    "  1 finding that C:\\netwho.json allows:",
    "  - low.exe: Title of by-name: our own backup",
    "",
    "Also:",
    "  3 Sigma rules judged; passed over: 12 of process_creation",
    "",
  ]);
});

Deno.test("the verdict does not hide what the config, the baseline, severity or --limit leave out", () => {
  const whole = auditOf([named("high.exe"), named("low.exe"), named("medium.exe")], [BY_NAME]);
  const [high, medium, low] = whole.findings as [FoundCase, FoundCase, FoundCase];
  const verdict = (more: Partial<AuditSummary>, limit = Infinity) => {
    const summary = { ...whole, ...more };
    return auditText(findingRows(summary, HERE).slice(0, limit), summary, PLAIN).split("\n")[0];
  };
  const judged = "1 rule judged 3 connections of 3 programs";
  assertEquals(
    verdict({
      findings: [],
      milder: [low],
      old: [medium],
      allowed: [{ found: high, because: "x" }],
    }),
    `Nothing found (left out: 1 high, 1 medium and 1 low): ${judged}`,
  );
  assertEquals(
    verdict({ findings: [low], old: [high] }),
    `Nothing that worries: 1 low finding (left out: 1 high); ${judged}`,
  );
  assertEquals(verdict({}, 1), `Worry: 1 high finding (left out: 1 medium and 1 low); ${judged}`);
  assertEquals(verdict({}), `Worry: 1 high, 1 medium and 1 low findings; ${judged}`);
});

Deno.test("what is not judged takes few lines: what the same advice helps against stands together", () => {
  const facts = ["path", "commandLine", "parent", "file", "version"] as const;
  const audit = auditOf(
    [{}],
    facts.map((fact, place) => madeUpRule({ id: `rule-${place}` }, () => fact)),
  );
  const saved = { ...HERE, isLive: false, isSaved: true };
  const text = auditText(remainderRows(audit, saved), audit, PLAIN);
  assertEquals(text.split("Not judged:\n")[1]!.split("\n\n")[0]!.split("\n"), [
    "  The program's command line: 1 connection, 1 rule; the program's parent: 1 connection, 1 rule; " +
    "where the program lies: 1 connection, 1 rule. Save netwho tasklist --details " +
    "--format json there too, as administrator (root)",
    "  The program's file: 1 connection, 1 rule; what the program's file says of itself: " +
    "1 connection, 1 rule. Run netwho audit there: the files of programs are on that computer",
  ]);
});

Deno.test("a match of a Sigma rule names its author", () => {
  const rule = { ...BY_NAME, id: "4cdd8a2b-1111-4222-8333-944455556666", author: "A. Author" };
  const text = report(auditOf([named("high.exe")], [rule])).join("\n");
  assertStringIncludes(text, `(${rule.id}, T1000, by A. Author)`);
});

Deno.test("an owner that could not be seen is unknown, which is not the same as no program", () => {
  const summary = auditOf([
    { process: null, path: null, pid: null, state: "TIME_WAIT" },
    { process: null, path: null, pid: null, state: "ESTABLISHED" },
    { process: null, path: null, pid: 0, state: "TIME_WAIT", localPort: 1 },
  ], [BY_NAME]);
  const text = auditText(explainRows(summary), summary, PLAIN);
  const lines = text.split("\n").filter((line) => /^ {2}\w| TCP /.test(line));
  assertEquals(lines.slice(0, 5).map((line) => line.trim().split(" -> ")[0]), [
    "No program",
    "TCP 192.0.2.7:50000",
    "TCP 192.0.2.7:1",
    "Unknown program",
    "TCP 192.0.2.7:50001",
  ]);
});

Deno.test("the path of a program stands in its block once, and nothing else of what was seen is lost", () => {
  const rule = (evidence: string[]) => madeUpRule({ id: "a-b" }, () => ({ reason: "x", evidence }));
  const seen = (...evidence: string[]) =>
    report(auditOf([named("a.exe")], [rule(evidence)])).filter((line) => /Seen:/.test(line));
  const path = "C:\\Apps\\a.exe";
  for (const words of ["path: ", "its path: ", "it runs from "]) {
    assertEquals(seen(words + path, "it is new"), ["    Seen: it is new"]);
  }
  assertEquals(seen(`path: ${path}`), []);
  assertEquals(seen("path: C:\\b.exe", `${path} is gone`), [
    `    Seen: path: C:\\b.exe; ${path} is gone`,
  ]);
});

Deno.test("a connection that is over has no program, whatever number Windows prints for it", () => {
  const rule = madeUpRule({ id: "no-owner" }, () => ({ reason: "It was there" }));
  const row = { pid: 0, process: null, path: null, state: "TIME_WAIT" } as const;
  const lines = report(auditOf([row], [rule]));
  assert(lines.includes("No program is known of"), lines.join("\n"));
  assert(!lines.some((line) => /PID 0/.test(line)));
});

Deno.test("what belongs to no program has its own heading", () => {
  const rule = madeUpRule({ id: "no-owner" }, () => ({ reason: "Nobody owns it" }));
  const lines = report(auditOf([{ pid: null, process: null, path: null }], [rule]));
  assert(lines.includes("No program is known of"), lines.join("\n"));
  assert(lines.includes("    netwho inspect 203.0.113.9"));
});
