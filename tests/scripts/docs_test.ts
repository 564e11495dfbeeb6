import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Command } from "../../lib/cli/command.ts";
import { CHANGE_FIELDS } from "../../lib/model/change.ts";
import { BEACON_FIELDS } from "../../lib/model/beacon.ts";
import { CHECK_FIELDS } from "../../lib/model/check.ts";
import { INSPECTION_FIELDS } from "../../lib/model/inspection.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { ENDED_FIELDS } from "../../lib/model/ended_process.ts";
import { EPISODE_FIELDS } from "../../lib/model/episode.ts";
import { FIRST_SEEN_FIELDS } from "../../lib/model/first_seen.ts";
import { CLOSED_FIELDS } from "../../lib/model/closed_connection.ts";
import { COUNT_FIELDS } from "../../lib/model/group_count.ts";
import { LOG_FIELDS } from "../../lib/model/logged_run.ts";
import { FINDING_FIELDS } from "../../lib/model/finding.ts";
import { RULE_FIELDS } from "../../lib/model/rule_row.ts";
import { NAME_FIELDS } from "../../lib/model/name.ts";
import { OWNER_FIELDS } from "../../lib/model/owner.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { TIMELINE_FIELDS } from "../../lib/model/timeline.ts";
import { TASK_FIELDS } from "../../lib/model/task.ts";
import type { Rule } from "../../lib/audit/engine/rule.ts";
import { rulesPage } from "../../scripts/audit/rules_page.ts";
import { commandsPage, fieldsPage, RECORD_TABLES } from "../../scripts/docs.ts";

Deno.test("fieldsPage lists every field of every record", () => {
  const lines = fieldsPage(RECORD_TABLES).split("\n");
  const listed = lines.filter((line) => line.startsWith("| `")).length;
  const tables = [
    CONNECTION_FIELDS,
    SOCKET_FIELDS,
    PROCESS_FIELDS,
    NAME_FIELDS,
    OWNER_FIELDS,
    INSPECTION_FIELDS,
    FINDING_FIELDS,
    RULE_FIELDS,
    CHANGE_FIELDS,
    LOG_FIELDS,
    EPISODE_FIELDS,
    FIRST_SEEN_FIELDS,
    TIMELINE_FIELDS,
    TASK_FIELDS,
    CHECK_FIELDS,
    COUNT_FIELDS,
    BEACON_FIELDS,
    ENDED_FIELDS,
    CLOSED_FIELDS,
  ];
  assertEquals(listed, tables.reduce((sum, { length }) => sum + length, 0));
  assertEquals(
    lines.find((line) => line.startsWith("| `protocol`")),
    "| `protocol` | text | yes | TCP or UDP |",
  );
});

Deno.test("fieldsPage refuses a record that it has no title for", () => {
  assertThrows(
    () => fieldsPage({ OTHER_FIELDS: [] }),
    Error,
    "Cannot document OTHER_FIELDS: it has no title",
  );
});

Deno.test("commandsPage has the overview and each command's help", () => {
  const command: Command = {
    name: "greet",
    summary: "say hello",
    options: [{ name: "loud", about: "shout", group: "How" }],
    examples: [["netwho greet", "hello"], ["netwho greet --loud", "HELLO"]],
    run: () => Promise.resolve(0),
  };
  const page = commandsPage([command]);
  assertStringIncludes(page, "\n## greet\n\n```text\nnetwho greet: say hello\n");
  assertStringIncludes(page, "--loud");
  assertStringIncludes(page, "netwho [COMMAND] [OPTIONS]");
});

Deno.test("rulesPage has every rule in the table and in a section, and what was left out", () => {
  const rule: Rule = {
    id: "odd-port",
    title: "Odd | port",
    severity: "low",
    about: "It is *odd* in `some_file`.",
    falseAlarms: "Chance.",
    advice: "Look.",
    technique: "T1036.005",
    references: ["https://example.com/", "a book"],
    needs: ["direction"],
    os: "windows",
    judge: () => [],
  };
  const page = rulesPage({
    rules: [rule],
    leftOut: [{ rule: "Feeds", why: "They age." }],
    candidates: [["A port", ["odd-port"]], ["Feeds", []]],
    sigma: [["sigma_port", ["odd-port"]]],
    byHand: "## By hand\n",
  });
  for (
    const line of [
      "| [`odd-port`](#odd-port) | low | [T1036.005](https://attack.mitre.org/techniques/T1036/005/) | Odd \\| port |",
      "### odd-port",
      "**Odd | port** (low, windows alone). It is \\*odd\\* in `some_file`.",
      "- False alarm: Chance.",
      "- Do: Look.",
      "- Asks for: who began the connection",
      "- See: <https://example.com/>, a book",
      "## By hand",
      "| Feeds | They age. |",
      "| 1 | A port | [`odd-port`](#odd-port) |",
      "| 2 | Feeds | left out |",
      "| `sigma_port` | [`odd-port`](#odd-port) |",
    ]
  ) assertStringIncludes(page, `\n${line}\n`);
});
