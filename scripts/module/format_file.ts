/**
 * The format file of the PowerShell module, written from the table of views and the tables of fields.
 *
 * What rows hold comes from outside, and PowerShell writes control characters to the terminal as they are.
 * So every text goes through Format-Text of the module where it is not plain ASCII.
 *
 * @module
 */
import type { Field } from "../../lib/model/field.ts";
import { escapeXml } from "../../lib/text/xml_text.ts";
import type { CellKind, ModuleColumn } from "./views.ts";

/** The tables of fields and the columns of each type. */
export interface FormatTables {
  /** The fields of each type. */
  readonly fields: Readonly<Record<string, readonly Field[]>>;
  /** The columns of each type that has a view. */
  readonly views: Readonly<Record<string, readonly ModuleColumn[]>>;
}

/** The format file: for each type a table, and a list of the fields that have a value. */
export function formatFile({ fields, views }: FormatTables): string {
  const written = Object.entries(views).flatMap(([type, columns]) => [
    ...view(type, tableControl(columns)),
    ...view(type, listControl(fields[type]!)),
  ]);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<!-- Written by `deno task docs` from scripts/module/views.ts. -->",
    "<Configuration>",
    "  <ViewDefinitions>",
    ...written.map((line) => `    ${line}`),
    "  </ViewDefinitions>",
    "</Configuration>",
    "",
  ].join("\n");
}

function view(type: string, control: readonly string[]): string[] {
  return [
    "<View>",
    `  <Name>NetWho.${type}</Name>`,
    "  <ViewSelectedBy>",
    `    <TypeName>NetWho.${type}</TypeName>`,
    `    <TypeName>Deserialized.NetWho.${type}</TypeName>`,
    "  </ViewSelectedBy>",
    ...control.map((line) => `  ${line}`),
    "</View>",
  ];
}

const RIGHT: ReadonlySet<CellKind> = new Set<CellKind>(["number", "bytes"]);

function tableControl(columns: readonly ModuleColumn[]): string[] {
  const headers = columns.map(({ label, shows = "text", width }) => {
    const parts = [
      `<Label>${escapeXml(label)}</Label>`,
      ...width === undefined ? [] : [`<Width>${width}</Width>`],
      ...RIGHT.has(shows) ? ["<Alignment>Right</Alignment>"] : [],
    ];
    return `    <TableColumnHeader>${parts.join("")}</TableColumnHeader>`;
  });
  const items = columns.map((column) =>
    `        <TableColumnItem>${tableCell(column)}</TableColumnItem>`
  );
  return [
    "<TableControl>",
    "  <TableHeaders>",
    ...headers,
    "  </TableHeaders>",
    "  <TableRowEntries>",
    "    <TableRowEntry>",
    "      <Wrap />",
    "      <TableColumnItems>",
    ...items,
    "      </TableColumnItems>",
    "    </TableRowEntry>",
    "  </TableRowEntries>",
    "</TableControl>",
  ];
}

function listControl(fields: readonly Field[]): string[] {
  const items = fields.flatMap(({ name, kind }) => [
    "        <ListItem>",
    `          <Label>${name}</Label>`,
    `          <ItemSelectionCondition>${script(`$null -ne $_.${name}`)}</ItemSelectionCondition>`,
    `          ${kind === "text" || kind === "list" ? script(textScript([name])) : property(name)}`,
    "        </ListItem>",
  ]);
  return [
    "<ListControl>",
    "  <ListEntries>",
    "    <ListEntry>",
    "      <ListItems>",
    ...items,
    "      </ListItems>",
    "    </ListEntry>",
    "  </ListEntries>",
    "</ListControl>",
  ];
}

/** The module, however it was imported: a module that imports it for itself hides it from others. */
const MODULE = "(@(Get-Module NetWho -All)[0])";

function tableCell({ shows = "text", fields }: ModuleColumn): string {
  const [field = "", other] = fields;
  switch (shows) {
    case "text":
      return script(textScript(fields));
    case "number":
      return property(field);
    case "bytes":
      return script(`& ${MODULE} Format-Size $_.${field}`);
    case "time":
      return script(timeScript(field, "yyyy-MM-dd HH:mm"));
    case "second":
      return script(timeScript(field, "HH:mm:ss"));
    case "state":
    case "severity":
      return script(
        `& ${MODULE} Format-Word $_.${field}${other === undefined ? "" : ` $_.${other}`}`,
      );
    case "ends":
    case "change":
    case "result":
    case "remote":
      return script(`& ${MODULE} Format-${ENDS_FUNCTIONS[shows]} $_`);
  }
}

const ENDS_FUNCTIONS = { ends: "Ends", change: "Change", result: "Result", remote: "Remote" };

/** Asking the module costs a tenth of a millisecond: plain text, which most is, does without it. */
function textScript([first, ...others]: readonly string[]): string {
  const next = others.map((name) => `; if ($null -eq $v) { $v = $_.${name} }`).join("");
  return `$v = $_.${first}${next}; $t = @($v) -join '; '; ` +
    `if ($t -cmatch '[^ -~]') { & ${MODULE} Format-Text $t } else { $t }`;
}

function timeScript(field: string, format: string): string {
  return `if ($_.${field} -is [datetime]) { $_.${field}.ToString('${format}', [cultureinfo]::InvariantCulture) }`;
}

function property(name: string): string {
  return `<PropertyName>${name}</PropertyName>`;
}

function script(text: string): string {
  return `<ScriptBlock>${escapeXml(text)}</ScriptBlock>`;
}
