/**
 * The parameters of the PowerShell module's functions, written from the tables of options between two
 * lines of each function's file, so that a function has what its command has.
 *
 * @module
 */
import { COMMANDS } from "../../lib/cli/commands.ts";
import { findCommand } from "../../lib/cli/command.ts";
import type { Option } from "../../lib/model/option.ts";

/** The line that begins the part: which command's options, and which of them are left out. */
const BEGIN = /^( *)#region options of netwho ([a-z]+(?: [a-z]+)*?)(?:, without (.+))?$/;
/** The line that ends it. */
const END = /^ *#endregion$/;
/** The line that ends all parameters. */
const CLOSE = /^ *\)$/;

/** The length of a line of a comment. */
const WIDTH = 100;

/**
 * What no function has: output is objects, which `Select-Object`, `Sort-Object`, `Group-Object` and
 * `Export-Csv` shape; a recording is made by the program itself.
 */
export const NOT_FOR_OBJECTS: readonly string[] = [
  ...["format", "fields", "out", "append", "delimiter", "no-header", "bom", "excel", "color"],
  ...["count-by", "sort", "limit", "record"],
];

/** Options whose name is that of a variable of PowerShell's own, or says too little in PowerShell. */
const RENAMED: Readonly<Record<string, string>> = {
  pid: "Id",
  host: "HostName",
  db: "Database",
  ipv4: "IPv4",
  ipv6: "IPv6",
};

/** What stands before a parameter besides its type. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  pid: ["[Parameter(ValueFromPipelineByPropertyName)]", "[Alias('Pid', 'OwningProcess')]"],
};

/** Where a function runs: the last parameters of each. */
const FAR = [
  {
    name: "ComputerName",
    type: "[string[]]",
    about: "The computers to ask, through PowerShell remoting, instead of this one.",
  },
  {
    name: "Session",
    type: "[System.Management.Automation.Runspaces.PSSession[]]",
    about:
      "The sessions of PowerShell remoting to ask in; New-PSSession makes them, also over SSH.",
  },
  {
    name: "Credential",
    type: "[pscredential]",
    about: "The account for -ComputerName.",
  },
  {
    name: "CopyExecutable",
    type: "[switch]",
    about: "Copy netwho to computers that do not have it, for this one use.",
  },
] as const;

/** The name of an option's parameter: `LocalPort` for `local-port`. */
export function parameterName(option: string): string {
  return RENAMED[option] ??
    option.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** A function's file with the parameters that its command has now. */
export function withParameters(source: string): string {
  const lines = source.split("\n");
  const begin = lines.findIndex((line) => BEGIN.test(line));
  if (begin < 0) return source;
  const end = lines.findIndex((line, at) => at > begin && END.test(line));
  if (end < 0) throw new Error(`Cannot write parameters: no #endregion after line ${begin + 1}`);
  const [, indent, name, without] = BEGIN.exec(lines[begin]!)!;
  const left = without?.split(", ") ?? [];
  // Behind the command an action can stand: `schedule add`.
  const { options } = findCommand(name!.split(" ")[0]!, COMMANDS);
  const unknown = left.find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) {
    throw new Error(`Cannot leave out ${unknown}: ${name} has no --${unknown}`);
  }
  const kept = options.filter((option) =>
    !NOT_FOR_OBJECTS.includes(option.name) && !left.includes(option.name)
  );
  const parameters = [
    ...kept.map((option) => ({
      about: inPowerShell(sentence(option), kept),
      written: [
        ...ATTRIBUTES[option.name] ?? [],
        `${typeOf(option)} $${parameterName(option.name)}`,
      ],
    })),
    ...FAR.map(({ name, type, about }) => ({ about, written: [`${type} $${name}`] })),
  ];
  const blocks = parameters.map(({ about, written }, at) => {
    const comma = at < parameters.length - 1 ? "," : "";
    return [...comment(about, WIDTH - indent!.length), `${written.join(" ")}${comma}`]
      .map((line) => `${indent}${line}`);
  });
  const inside = blocks.flatMap((block) => [...block, ""]).slice(0, -1);
  // PowerShell takes comments beside a parameter for its help: a blank line stands below the region's first
  // line, and its last one behind the parenthesis that ends all parameters.
  const rest = lines.slice(end + 1);
  const close = CLOSE.test(lines[end - 1]!) ? lines[end - 1]! : rest.shift()!;
  if (!CLOSE.test(close)) throw new Error(`Cannot write parameters: no ) beside line ${end + 1}`);
  const mark = close.replace(")", "#endregion");
  return [...lines.slice(0, begin + 1), "", ...inside, close, mark, ...rest].join("\n");
}

function typeOf(option: Option): string {
  if (option.value === undefined) return "[switch]";
  // A date or a span of time is written for netwho by the module.
  if (option.value === "MOMENT" || option.value === "DURATION") return "[object]";
  if (option.list || option.repeatable) return "[string[]]";
  if (option.number === "integer") return "[int]";
  return option.number === "seconds" ? "[double]" : "[string]";
}

function sentence({ about, choices, words }: Option): string {
  const values = choices ?? words;
  const text = values === undefined ? about : `${about}: ${values.join(", ")}`;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** A text that speaks of options, with the names that their parameters have in this function. */
function inPowerShell(text: string, options: readonly Option[]): string {
  return text
    .replace(
      /--([a-z0-9]+(?:-[a-z0-9]+)*)/g,
      (written, name: string) =>
        options.some((option) => option.name === name) ? `-${parameterName(name)}` : written,
    )
    // An option is repeated, a parameter takes a list.
    .replace(/\brepeatable\b/g, "can be several");
}

function comment(text: string, width: number): string[] {
  const lines = ["#"];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`# ${word}`);
  }
  return lines;
}
