/**
 * Generates the pages of docs/ that come from tables: `deno task docs`. With `--check` it writes nothing
 * and fails if a page is out of date.
 *
 * @module
 */
import { configSchema } from "../lib/audit/config/config_schema.ts";
import { COMMANDS } from "../lib/cli/commands.ts";
import { commandHelp, overview } from "../lib/cli/help_text.ts";
import type { Command } from "../lib/cli/command.ts";
import { BEACON_FIELDS } from "../lib/model/beacon.ts";
import { CHECK_FIELDS } from "../lib/model/check.ts";
import { INSPECTION_FIELDS } from "../lib/model/inspection.ts";
import { CHANGE_FIELDS } from "../lib/model/change.ts";
import { CONNECTION_FIELDS } from "../lib/model/connection.ts";
import { CLOSED_FIELDS } from "../lib/model/closed_connection.ts";
import { COUNT_FIELDS } from "../lib/model/group_count.ts";
import { ENDED_FIELDS } from "../lib/model/ended_process.ts";
import { EPISODE_FIELDS } from "../lib/model/episode.ts";
import type { Field } from "../lib/model/field.ts";
import { FINDING_FIELDS } from "../lib/model/finding.ts";
import { FIRST_SEEN_FIELDS } from "../lib/model/first_seen.ts";
import { LOG_FIELDS } from "../lib/model/logged_run.ts";
import { NAME_FIELDS } from "../lib/model/name.ts";
import { OWNER_FIELDS } from "../lib/model/owner.ts";
import { PROCESS_FIELDS } from "../lib/model/process.ts";
import { SOCKET_FIELDS } from "../lib/model/socket.ts";
import { TIMELINE_FIELDS } from "../lib/model/timeline.ts";
import { LEFT_OUT } from "../lib/audit/left_out.ts";
import { RULES } from "../lib/audit/rules.ts";
import { RULE_FIELDS } from "../lib/model/rule_row.ts";
import { CANDIDATES, SIGMA_RULES } from "./audit/candidates.ts";
import { rulesPage } from "./audit/rules_page.ts";
import { withScoreTable } from "./beacons/score_table.ts";
import { withKeysTable } from "./keys_table.ts";
import { TASK_FIELDS } from "../lib/model/task.ts";
import { formatFile } from "./module/format_file.ts";
import { withParameters } from "./module/parameters.ts";
import { timeFieldsFile } from "./module/time_fields.ts";
import { typesFile } from "./module/types_file.ts";
import { MODULE_VIEWS } from "./module/views.ts";
import { watchPicture } from "./pictures/watch_picture.ts";

/** The width of the help without a terminal. */
const COLUMNS = { columns: 80 };

/** The title of each record by the name of its table, and the command that lists it. */
const RECORDS: Readonly<Record<string, readonly [title: string, command: string]>> = {
  CONNECTION_FIELDS: ["Connection", "netwho connections"],
  SOCKET_FIELDS: ["Socket", "netwho netstat"],
  PROCESS_FIELDS: ["Process", "netwho tasklist"],
  NAME_FIELDS: ["Name", "netwho nslookup"],
  OWNER_FIELDS: ["Owner", "netwho whois"],
  INSPECTION_FIELDS: ["Inspection", "netwho inspect"],
  FINDING_FIELDS: ["Finding", "netwho audit"],
  RULE_FIELDS: ["Rule", "netwho audit --list-rules"],
  CHANGE_FIELDS: ["Change", "netwho diff"],
  EPISODE_FIELDS: ["Episode", "netwho history"],
  FIRST_SEEN_FIELDS: ["First seen", "netwho history --first-seen"],
  TIMELINE_FIELDS: ["Piece of a timeline", "netwho history --timeline"],
  BEACON_FIELDS: ["Beacon", "netwho history --beacons"],
  LOG_FIELDS: ["Look", "netwho log"],
  TASK_FIELDS: ["Task", "netwho schedule list"],
  CHECK_FIELDS: ["Check", "netwho doctor"],
  ENDED_FIELDS: ["Ended process", "netwho kill"],
  CLOSED_FIELDS: ["Closed connection", "netwho close"],
  COUNT_FIELDS: ["Count", "netwho --count-by LIST"],
};

/** The tables of fields by name. */
export const RECORD_TABLES = {
  CONNECTION_FIELDS,
  SOCKET_FIELDS,
  PROCESS_FIELDS,
  NAME_FIELDS,
  OWNER_FIELDS,
  INSPECTION_FIELDS,
  FINDING_FIELDS,
  RULE_FIELDS,
  CHANGE_FIELDS,
  EPISODE_FIELDS,
  FIRST_SEEN_FIELDS,
  TIMELINE_FIELDS,
  LOG_FIELDS,
  TASK_FIELDS,
  CHECK_FIELDS,
  ENDED_FIELDS,
  CLOSED_FIELDS,
  COUNT_FIELDS,
  BEACON_FIELDS,
};

/** The functions of the PowerShell module, whose parameters come from the tables of options. */
const FUNCTIONS = Array.from(
  Deno.readDirSync(`${import.meta.dirname}/NetWho/functions`),
  ({ name }) => `../scripts/NetWho/functions/${name}`,
).sort();

/** The type of each record in the PowerShell module: `FirstSeen` for `FIRST_SEEN_FIELDS`. */
export const TYPE_NAMES: Readonly<Record<keyof typeof RECORD_TABLES, string>> = {
  CONNECTION_FIELDS: "Connection",
  SOCKET_FIELDS: "Socket",
  PROCESS_FIELDS: "Process",
  NAME_FIELDS: "Name",
  OWNER_FIELDS: "Owner",
  INSPECTION_FIELDS: "Inspection",
  FINDING_FIELDS: "Finding",
  RULE_FIELDS: "Rule",
  CHANGE_FIELDS: "Change",
  EPISODE_FIELDS: "Episode",
  FIRST_SEEN_FIELDS: "FirstSeen",
  TIMELINE_FIELDS: "TimelinePiece",
  BEACON_FIELDS: "Beacon",
  LOG_FIELDS: "Look",
  TASK_FIELDS: "Task",
  CHECK_FIELDS: "Check",
  ENDED_FIELDS: "EndedProcess",
  CLOSED_FIELDS: "ClosedConnection",
  COUNT_FIELDS: "Count",
};

/** The fields of each type of the PowerShell module. */
export const MODULE_FIELDS: Readonly<Record<string, readonly Field[]>> = Object.fromEntries(
  Object.entries(TYPE_NAMES).map((
    [table, type],
  ) => [type, RECORD_TABLES[table as keyof typeof RECORD_TABLES]]),
);

/** The generator of each page by its path in docs/. */
export const PAGES: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    FUNCTIONS.map((path) => [path, () => withParameters(readText(pathOf(path))!)]),
  ),
  "../scripts/NetWho/time_fields.psd1": () => timeFieldsFile(MODULE_FIELDS),
  "../scripts/NetWho/NetWho.Types.ps1xml": () => typesFile(MODULE_FIELDS),
  "../scripts/NetWho/NetWho.Format.ps1xml": () =>
    formatFile({ fields: MODULE_FIELDS, views: MODULE_VIEWS }),
  "commands.md": () => commandsPage(COMMANDS),
  "fields.md": () => fieldsPage(RECORD_TABLES),
  "rules.md": () =>
    rulesPage({
      rules: RULES,
      leftOut: LEFT_OUT,
      candidates: CANDIDATES,
      sigma: SIGMA_RULES,
      byHand: readText(`${import.meta.dirname}/audit/rules_by_hand.md`)!,
    }),
  "watch.md": () => withKeysTable(readText(pathOf("watch.md"))!),
  "beacons.md": () => withScoreTable(readText(pathOf("beacons.md"))!),
  "pictures/watch.svg": watchPicture,
  "netwho.schema.json": () => `${JSON.stringify(configSchema(), null, 2)}\n`,
};

/** The page of commands: their help. */
export function commandsPage(commands: readonly Command[]): string {
  return page("Commands", "The output of `netwho help` and `netwho help COMMAND`.", [
    codeBlock(overview(commands, COLUMNS)),
    ...commands.flatMap((command) => [
      `## ${command.name}`,
      codeBlock(commandHelp(command, COLUMNS)),
    ]),
  ]);
}

/**
 * The page of fields, one table per record.
 *
 * @param tables the tables by name; names that do not end in `_FIELDS` are ignored.
 */
export function fieldsPage(tables: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(tables).filter((name) => name.endsWith("_FIELDS"));
  const unknown = names.find((name) => RECORDS[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`Cannot document ${unknown}: it has no title in scripts/docs.ts`);
  }
  const intro =
    "The name of a field is its JSON key, CSV header, `--fields` value and PowerShell property. " +
    "Every row has every field; a missing value is `null`, or empty in CSV and tables. A `list` is an " +
    "array of strings in JSON and joined with `; ` in CSV and tables; a `time` is ISO 8601 in UTC.";
  const records = Object.entries(RECORDS).filter(([name]) => names.includes(name));
  return page(
    "Fields",
    intro,
    records.flatMap(([name, [title, command]]) => [
      `## ${title}`,
      `The rows of \`${command}\`.`,
      table(
        ["field", "kind", "never null", "meaning"],
        (tables[name] as readonly Field[]).map(({ name, kind, about, required }) => [
          `\`${name}\``,
          kind,
          required ? "yes" : "",
          about,
        ]),
      ),
    ]),
  );
}

function page(title: string, intro: string, blocks: readonly string[]): string {
  const notice = "<!-- Generated by `deno task docs`: edit the tables, not this page. -->";
  return `${[`# ${title}`, notice, intro, ...blocks].join("\n\n")}\n`;
}

function codeBlock(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(`docs: Unknown argument ${unknown}`);
    return 2;
  }
  let stale = 0;
  for (const [name, make] of Object.entries(PAGES)) {
    const path = pathOf(name);
    const wanted = await make();
    if (readText(path) === wanted) continue;
    if (args.includes("--check")) {
      console.error(`docs/${name} is out of date: run deno task docs`);
      stale++;
    } else {
      Deno.writeTextFileSync(path, wanted);
      console.log(`docs/${name} written`);
    }
  }
  return stale === 0 ? 0 : 1;
}

function pathOf(page: string): string {
  return `${import.meta.dirname}/../docs/${page}`;
}

function readText(path: string): string | null {
  try {
    return Deno.readTextFileSync(path).replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
