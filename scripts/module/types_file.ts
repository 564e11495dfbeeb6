/**
 * The types file of the PowerShell module: properties that every object of a type has besides its fields.
 *
 * There must never be a ProcessName: it would bind to `Get-Process -Name` before the ID does.
 *
 * @module
 */
import type { Field } from "../../lib/model/field.ts";

/** The names under which PowerShell's own commands take a process ID. */
const IDS = ["Id", "OwningProcess"] as const;

/**
 * The types file.
 *
 * @param tables the fields of each type.
 */
export function typesFile(tables: Readonly<Record<string, readonly Field[]>>): string {
  const types = Object.entries(tables).flatMap(([type, fields]) => {
    const members = membersOf(new Set(fields.map(({ name }) => name)));
    if (members.length === 0) return [];
    return [
      "  <Type>",
      `    <Name>NetWho.${type}</Name>`,
      "    <Members>",
      ...members.map((line) => `      ${line}`),
      "    </Members>",
      "  </Type>",
    ];
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<!-- Written by `deno task docs`. There must never be a ProcessName: it would bind to Get-Process -Name. -->",
    "<Types>",
    ...types,
    "</Types>",
    "",
  ].join("\n");
}

function membersOf(fields: ReadonlySet<string>): string[] {
  const members: string[] = [];
  if (fields.has("pid")) {
    // A finding has an id of its own, which PowerShell does not tell from Id.
    members.push(...IDS.filter((name) => !fields.has(name.toLowerCase())).map(alias));
  }
  if (fields.has("localPort")) members.push(...scriptProperty("Local", LOCAL));
  if (fields.has("remotePort")) {
    members.push(...scriptProperty("Remote", REMOTE));
  }
  return members;
}

function alias(name: string): string {
  return `<AliasProperty><Name>${name}</Name><ReferencedMemberName>pid</ReferencedMemberName></AliasProperty>`;
}

function scriptProperty(name: string, lines: readonly string[]): string[] {
  return [
    "<ScriptProperty>",
    `  <Name>${name}</Name>`,
    "  <GetScriptBlock>",
    ...lines.map((line) => `    ${line}`),
    "  </GetScriptBlock>",
    "</ScriptProperty>",
  ];
}

/** Writes a place and a port as people do: `192.0.2.1:443`, `[2001:db8::1]:443`, `*:53`. */
const endOf = (port: string): string[] => [
  "if ($null -eq $place) { $place = '*' }",
  'if ("$place".Contains(\':\')) { $place = "[$place]" }',
  `if ($null -eq $this.${port}) { $place } else { "$($place):$($this.${port})" }`,
];

const LOCAL = [
  "$place = $this.localAddress",
  "if ($null -eq $place) { $place = $this.localHost }",
  "if ($null -eq $place -and $null -eq $this.localPort) { return }",
  ...endOf("localPort"),
];

const REMOTE = [
  "$place = $this.remoteHost",
  "if ($null -eq $place) {",
  "  $place = $this.remoteAddress",
  "  if (-not $this.remotePort -and ($null -eq $place -or $place -in '0.0.0.0', '::')) {",
  "    if ($null -eq $this.protocol) { return }",
  "    return '*'",
  "  }",
  "}",
  ...endOf("remotePort"),
];
