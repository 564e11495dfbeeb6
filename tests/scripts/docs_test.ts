import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Command } from "../../lib/cli/command.ts";
import { CHANGE_FIELDS } from "../../lib/model/change.ts";
import { BEACON_FIELDS } from "../../lib/model/beacon.ts";
import { CHECK_FIELDS } from "../../lib/model/check.ts";
import { INSPECTION_FIELDS } from "../../lib/model/inspection.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { EPISODE_FIELDS } from "../../lib/model/episode.ts";
import { FIRST_SEEN_FIELDS } from "../../lib/model/first_seen.ts";
import { COUNT_FIELDS } from "../../lib/model/group_count.ts";
import { NAME_FIELDS } from "../../lib/model/name.ts";
import { OWNER_FIELDS } from "../../lib/model/owner.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { LOG_FIELDS } from "../../lib/model/logged_run.ts";
import { TIMELINE_FIELDS } from "../../lib/model/timeline.ts";
import { commandsPage, fieldsPage, permissionsPage, RECORD_TABLES } from "../../scripts/docs.ts";

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
    CHANGE_FIELDS,
    EPISODE_FIELDS,
    FIRST_SEEN_FIELDS,
    TIMELINE_FIELDS,
    LOG_FIELDS,
    CHECK_FIELDS,
    COUNT_FIELDS,
    BEACON_FIELDS,
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

Deno.test("permissionsPage gives each permission with its limits and its reason", () => {
  const page = permissionsPage([
    {
      target: "x86_64-pc-windows-msvc",
      flag: "--allow-env",
      only: ["A", "B"],
      reason: "Either | or.",
    },
  ]);
  assertStringIncludes(page, "## x86_64-pc-windows-msvc\n");
  assertStringIncludes(page, "| `--allow-env` | A, B | Either \\| or. |\n");
});
