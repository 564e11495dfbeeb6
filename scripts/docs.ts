/**
 * Writes the pages of docs/ that are made from tables: `deno task docs`. With `--check` it only compares
 * and fails where a page is not as the tables say.
 *
 * @module
 */
import { COMMANDS } from "../lib/cli/commands.ts";
import { commandHelp, overview } from "../lib/cli/help_text.ts";
import type { Command } from "../lib/cli/command.ts";
import { CHECK_FIELDS } from "../lib/model/check.ts";
import { INSPECTION_FIELDS } from "../lib/model/inspection.ts";
import { CONNECTION_FIELDS } from "../lib/model/connection.ts";
import type { Field } from "../lib/model/field.ts";
import { NAME_FIELDS } from "../lib/model/name.ts";
import { OWNER_FIELDS } from "../lib/model/owner.ts";
import { PROCESS_FIELDS } from "../lib/model/process.ts";
import { SOCKET_FIELDS } from "../lib/model/socket.ts";
import { type Permission, PERMISSIONS } from "./permissions.ts";

/** Lines as wide as the help has them where there is no terminal. */
const COLUMNS = { columns: 80 };

/** The records by the names of their tables, and the command that gives them. */
const RECORDS: Readonly<Record<string, readonly [title: string, command: string]>> = {
  CONNECTION_FIELDS: ["Connection", "netwho connections"],
  SOCKET_FIELDS: ["Socket", "netwho netstat"],
  PROCESS_FIELDS: ["Process", "netwho tasklist"],
  NAME_FIELDS: ["Name", "netwho nslookup"],
  OWNER_FIELDS: ["Owner", "netwho whois"],
  INSPECTION_FIELDS: ["Inspection", "netwho inspect"],
  CHECK_FIELDS: ["Check", "netwho doctor"],
};

/** The tables of fields by name. */
export const RECORD_TABLES = {
  CONNECTION_FIELDS,
  SOCKET_FIELDS,
  PROCESS_FIELDS,
  NAME_FIELDS,
  OWNER_FIELDS,
  INSPECTION_FIELDS,
  CHECK_FIELDS,
};

/** Every generated page by its name in docs/, and how it is made. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "commands.md": () => commandsPage(COMMANDS),
  "fields.md": () => fieldsPage(RECORD_TABLES),
  "permissions.md": () => permissionsPage(PERMISSIONS),
};

/** The page of commands: what their help prints. */
export function commandsPage(commands: readonly Command[]): string {
  return page("Commands", "What `netwho help` and `netwho help COMMAND` print.", [
    codeBlock(overview(commands, COLUMNS)),
    ...commands.flatMap((command) => [
      `## ${command.name}`,
      codeBlock(commandHelp(command, COLUMNS)),
    ]),
  ]);
}

/**
 * The page of fields, one table a record.
 *
 * @param tables the tables by name; those whose name does not end in `_FIELDS` are passed over.
 */
export function fieldsPage(tables: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(tables).filter((name) => name.endsWith("_FIELDS"));
  const unknown = names.find((name) => RECORDS[name] === undefined);
  if (unknown !== undefined) throw new Error(`${unknown} has no title in scripts/docs.ts`);
  const intro =
    "One word is the JSON key, the CSV header, the `--fields` value and the PowerShell property. " +
    "Every row has every field; absent is `null` (in CSV and tables, empty). A `list` is an array of " +
    "strings in JSON, joined with `; ` in CSV and tables; a `time` is ISO 8601 in UTC.";
  const records = Object.entries(RECORDS).filter(([name]) => names.includes(name));
  return page(
    "Fields",
    intro,
    records.flatMap(([name, [title, command]]) => [
      `## ${title}`,
      `What \`${command}\` gives.`,
      table(
        ["field", "kind", "never null", "what it holds"],
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

/** The page of permissions, one table an executable. */
export function permissionsPage(permissions: readonly Permission[]): string {
  const targets = [...new Set(permissions.map(({ target }) => target))];
  return page(
    "Permissions of the executables",
    "What is not listed is denied, without a prompt.",
    targets.flatMap((target) => [
      `## ${target}`,
      table(
        ["permission", "limited to", "why"],
        permissions.filter((permission) => permission.target === target)
          .map(({ flag, only, reason }) => [`\`${flag}\``, (only ?? []).join(", "), reason]),
      ),
    ]),
  );
}

function page(title: string, intro: string, blocks: readonly string[]): string {
  const notice = "<!-- Made by `deno task docs`: edit the tables, not this page. -->";
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
    const path = `${import.meta.dirname}/../docs/${name}`;
    const wanted = await make();
    if (readText(path) === wanted) continue;
    if (args.includes("--check")) {
      console.error(`docs/${name} is not as the tables say: run deno task docs`);
      stale++;
    } else {
      Deno.writeTextFileSync(path, wanted);
      console.log(`docs/${name} written`);
    }
  }
  return stale === 0 ? 0 : 1;
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
