// The document of SARIF: it fits the schema, and says what the rows say.
import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { findingRows, remainderRows } from "../../../lib/audit/audit_rows.ts";
import type { AuditSummary } from "../../../lib/audit/audit_summary.ts";
import { sarifLog } from "../../../lib/audit/sarif/sarif_log.ts";
import { messageText } from "../../../lib/audit/sarif/sarif_text.ts";
import { SEVERITIES } from "../../../lib/model/finding.ts";
import { VERSION } from "../../../lib/version.ts";
import { auditOf, madeUpRule } from "../../support/audit_summaries.ts";
import { sarifErrors } from "../../support/sarif_schema.ts";

const RUN = {
  startedAt: "2026-11-25T12:00:00.000Z",
  endedAt: "2026-11-25T12:00:01.000Z",
  warnings: [],
};
const HERE = { os: "windows", isLive: true, isSaved: false, hasHistory: false } as const;

/** A document as a reader of the file gets it. */
// deno-lint-ignore no-explicit-any
function documentOf(summary: AuditSummary, run = RUN): any {
  const rows = [...findingRows(summary, HERE), ...remainderRows(summary, HERE)];
  return JSON.parse(JSON.stringify(sarifLog(rows, summary, run)));
}

const BY_NAME = madeUpRule({ id: "by-name" }, ({ process }) => {
  const severity = SEVERITIES.find((word) => process?.startsWith(word));
  return severity === undefined ? null : { severity, reason: `${process} talks`, evidence: ["a"] };
});
const ASKS = madeUpRule(
  {
    id: "asks-path",
    severity: "critical",
    technique: null,
    references: ["see T1", "javascript:x"],
  },
  ({ path }) => path === null ? "path" : null,
);
const AUDIT = auditOf([
  { process: "high.exe", path: "C:\\Program Files\\Ü & co\\high.exe", pid: 7, computer: "PC/7" },
  { process: "high.exe", path: "C:\\Program Files\\Ü & co\\high.exe", pid: 7 },
  { process: "low.exe", path: null },
], [ASKS, BY_NAME]);

Deno.test("a document of findings fits the schema, and has what code scanning asks for", () => {
  const document = documentOf(AUDIT);
  assertEquals(sarifErrors(document), []);
  const [run] = document.runs;
  assertEquals([document.version, document.runs.length], ["2.1.0", 1]);
  assertEquals([run.tool.driver.name, run.tool.driver.version], ["netwho", VERSION]);
  assertEquals(run.automationDetails.id, "netwho-audit/PC_7/");
  const [high, low] = run.results;
  assertEquals(
    [high.ruleId, high.ruleIndex, high.level, high.rank, high.kind],
    ["by-name", 1, "error", 80, "fail"],
  );
  assertEquals(high.message.text, "high.exe talks. Seen: a.");
  assertEquals(high.occurrenceCount, 2);
  assertEquals(high.partialFingerprints, {
    "netwhoFinding/v1": AUDIT.findings[0]!.finding.id,
  });
  assertEquals(high.locations, [{
    physicalLocation: {
      artifactLocation: { uri: "file:///C:/Program%20Files/%C3%9C%20%26%20co/high.exe" },
    },
    logicalLocations: [{
      name: "high.exe",
      fullyQualifiedName: "C:\\Program Files\\Ü & co\\high.exe",
      kind: "module",
    }],
  }]);
  assertEquals([high.properties.severity, high.properties.pid], ["high", 7]);
  assertEquals(high.properties.commands[0], "netwho inspect pid:7");
  assertEquals(low.locations[0].physicalLocation.artifactLocation.uri, "low.exe");
});

Deno.test("each severity has a level", () => {
  const { results } = documentOf(
    auditOf(SEVERITIES.map((word) => ({ process: `${word}.exe` })), [BY_NAME]),
  ).runs[0];
  const levels = Object.fromEntries(
    // deno-lint-ignore no-explicit-any
    results.map(({ properties, level }: any) => [properties.severity, level]),
  );
  assertEquals(levels, {
    critical: "error",
    high: "error",
    medium: "warning",
    low: "note",
    informational: "note",
  });
});

Deno.test("rules are described, with links that are links", () => {
  const [asks, byName] = documentOf(AUDIT).runs[0].tool.driver.rules;
  assertEquals(asks.helpUri, undefined);
  assertEquals(byName.helpUri, "https://example.com/rule");
  assertEquals([asks.name, byName.name], ["AsksPath", "ByName"]);
  assertEquals(asks.defaultConfiguration, { level: "error", rank: 95 });
  assertEquals([asks.properties.tags, byName.properties.tags], [["security"], [
    "security",
    "T1000",
  ]]);
  assertEquals(
    byName.help.text,
    [
      "What it means.",
      "False alarm: When it means nothing.",
      "Do: What to do.",
    ].join("\n"),
  );
});

Deno.test("a reference that is no address of the web is no link", () => {
  const helpUri = (...references: string[]) =>
    documentOf(auditOf([{ process: "high.exe" }], [{ ...BY_NAME, references }]))
      .runs[0].tool.driver.rules[0].helpUri;
  const bad = ["javascript:alert(1)", "https://x/\x1b[31m", "https://x/\u202e", "https://x/<a>"];
  assertEquals(helpUri(...bad), undefined);
  assertEquals(helpUri(...bad, "http://example.com/a?b=%20#c"), "http://example.com/a?b=%20#c");
});

Deno.test("what was not judged is a notification, and a run without it was no less successful", () => {
  const [invocation] = documentOf(AUDIT).runs[0].invocations;
  assertEquals(invocation.executionSuccessful, true);
  assertEquals([invocation.startTimeUtc, invocation.endTimeUtc], [RUN.startedAt, RUN.endedAt]);
  const told = invocation.toolExecutionNotifications;
  // deno-lint-ignore no-explicit-any
  assertEquals(told.map(({ descriptor, level }: any) => [descriptor.id, level]), [
    ["not-judged-path", "warning"],
    ["not-judged-unseen", "note"],
  ]);
  assertEquals(
    told[0].message.text,
    "Not known of 1 connection: where the program lies; 1 rule hangs on it: asks-path. Run netwho " +
      "as administrator (root).",
  );
  const failed = documentOf(AUDIT, { ...RUN, warnings: ["tasklist failed"] as never });
  assertEquals(sarifErrors(failed), []);
  assertEquals(failed.runs[0].invocations[0].executionSuccessful, false);
});

Deno.test("without findings the document has no results, which is not the same as none", () => {
  const document = documentOf(auditOf([{ process: "calm.exe" }], [BY_NAME]));
  assertEquals(sarifErrors(document), []);
  assertEquals(document.runs[0].results, []);
});

Deno.test("in messages, braces are doubled, links are none, and what hides is visible", () => {
  assertEquals(messageText("{0} of 3"), "{{0}} of 3");
  assertEquals(messageText("[click](http://x)"), "\\[click\\](http://x)");
  assertEquals(messageText("[2001:db8::1]:443"), "[2001:db8::1]:443");
  assertEquals(messageText("a\x1b[31m\u202eexe"), "a\\x1b[31m\\u{{202e}}exe");
});

Deno.test("whatever programs, rules and computers are called, the document fits the schema", () => {
  const anything = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.tuple(anything, anything, anything, anything), (strings) => {
      const [process, path, text, computer] = strings;
      const rule = madeUpRule(
        {
          id: text,
          title: process,
          about: path,
          author: text,
          references: [text, path],
          technique: text,
        },
        () => ({ reason: text, evidence: [path] }),
      );
      const summary = {
        ...auditOf([{ process, path, remoteHost: text, computer }], [rule, ASKS]),
        leftOut: [rule],
      };
      const document = documentOf(summary);
      assertEquals(sarifErrors(document), []);
      const { results, tool } = document.runs[0];
      const texts = [results[0].message.text, tool.driver.rules[0].shortDescription.text];
      for (const message of texts) {
        assert(!/(?<!\\)\]\(/.test(message), message);
        // deno-lint-ignore no-control-regex
        assertMatch(message, /^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]*$/);
      }
      const { uri } = results[0].locations[0].physicalLocation.artifactLocation;
      assertMatch(uri, /^[\w.~%!*'():/-]*$/);
    }),
    { numRuns: 60 },
  );
});
