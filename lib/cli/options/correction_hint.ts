/**
 * The hint of an error about a command line: the line to write instead, and why.
 *
 * @module
 */
import { sameItems } from "../../model/field.ts";
import { readDuration } from "../../text/durations.ts";
import { listInWords, quoteSpaces } from "../../text/wording.ts";
import { correctLine } from "./corrected_line.ts";
import { acceptsArguments, type Syntax } from "./parse_line.ts";

/** A command line that may be meant. */
interface Candidate {
  readonly command: Syntax;
  /** The arguments after the command's name. */
  readonly args: readonly string[];
}

/** A hint with the command line to write instead of a wrong one; null if it is not known. */
export function correctionHint(args: readonly string[], syntax: Syntax): string | null {
  const { name, commands = [] } = syntax;
  const late = lateCommand(args, syntax);
  if (late !== undefined) {
    return `Write ${["netwho", late.command.name, ...late.args].map(quoteSpaces).join(" ")}`;
  }
  const line = correctLine(args, syntax);
  if (line === null) return null;
  const [absent = null] = line.absent;
  if (absent !== null && line.command === null) return absent;
  const isSame = sameItems(line.args, args);
  const own = line.command ?? name;
  const candidates: readonly Candidate[] = [
    ...commands.filter((command) => command.name === own && !(isSame && own === name)),
    ...commands.filter((command) => command.name !== own && isMeant(command, line.args, syntax)),
  ].map((command) => ({ command, args: line.args }));
  const all = absent === null
    ? [
      ...sideCandidates(line.args, syntax),
      ...valueCandidates(line.args, syntax),
      ...candidates,
      ...targetCandidates(line.args, syntax),
      ...looseTargetCandidates(line.args, syntax),
    ]
    : candidates.filter(({ command }) => command.name === own);
  const right = all.find(({ command, args }) => isWholeLine(command, args));
  if (right === undefined) return absent;
  const { command, args: rightArgs } = right;
  const written = [
    "netwho",
    ...commandWords(command.name, rightArgs),
    ...rightArgs,
    ...neededOptions(command, rightArgs),
  ];
  const notes = [
    ...line.shown.length === 0
      ? []
      : [`${listInWords([...new Set(line.shown)])} are shown without an option`],
    ...line.list === null ? [] : [`for an array in PowerShell: --${line.list} ($p -join ',')`],
  ];
  return `Write ${written.map(quoteSpaces).join(" ")}${
    notes.length ? ` (${notes.join("; ")})` : ""
  }`;
}

/** The command whose name stands behind its options: `netwho --format json tasklist`. */
function lateCommand(
  args: readonly string[],
  { name, commands = [] }: Syntax,
): Candidate | undefined {
  if (name !== commands[0]?.name) return undefined;
  return args.flatMap((arg, at) =>
    commands.filter(({ name }) => name === arg).map((command) => ({
      command,
      args: args.toSpliced(at, 1),
    }))
  ).find(({ command, args }) => isWholeLine(command, args));
}

/** Whether a command takes these arguments, and does something with them: `netwho close` alone does not. */
export function isWholeLine(command: Syntax, args: readonly string[]): boolean {
  return acceptsArguments(command, args) && !(command.name === "close" && args.length === 0);
}

/** The options without which those given have no effect: `--owner` for `--country`. */
function neededOptions({ options }: Syntax, args: readonly string[]): string[] {
  const given = options.filter(({ name }) => args.includes(`--${name}`));
  const isGiven = (name: string) => given.some((option) => option.name === name);
  const missing = given.flatMap(({ effect: { needs = [] } = {} }) =>
    needs.some(isGiven) ? [] : needs.slice(0, 1)
  );
  return [...new Set(missing)].flatMap((name) => {
    const value = options.find((option) => option.name === name)?.value;
    return value === undefined ? [`--${name}`] : [`--${name}`, value];
  });
}

/** Who watches or acts wants no list instead. */
const GOES_ON_OR_ACTS: readonly string[] = ["watch", "kill", "close"];

/**
 * Whether another command may be meant: one that has an option that this one lacks, or the one that
 * takes targets, for an argument too many.
 */
function isMeant(
  command: Syntax,
  args: readonly string[],
  given: Syntax,
): boolean {
  if (given.takesTargets === true || GOES_ON_OR_ACTS.includes(given.name)) return false;
  const lacks = longOptions(args).some((name) => !hasOption(given, name));
  if (lacks) return command.positionals === undefined || given.positionals !== undefined;
  const isCommand = (given.commands ?? []).some(({ name }) => args.includes(name));
  return command.takesTargets === true && hasOption(given, "from") && !isCommand &&
    given.positionals === undefined;
}

function longOptions(args: readonly string[]): string[] {
  return args.filter((arg) => arg.startsWith("--")).map((arg) => arg.slice(2));
}

function hasOption({ options }: Syntax, name: string): boolean {
  return options.some((option) => option.name === name);
}

/** What a command compares, given with options: `netwho diff --from a.txt --from b.txt`. */
function sideCandidates(args: readonly string[], syntax: Syntax): readonly Candidate[] {
  if ((syntax.positionals?.count ?? 1) === 1 || !args.includes("--from")) return [];
  return [{ command: syntax, args: args.filter((arg) => arg !== "--from") }];
}

/**
 * What a loose argument is the value of, by the options that a command has: the first that fits. As in
 * `netwho log 10s`, `netwho history 1d`, `netwho log before.json`.
 */
const LOOSE_VALUES: readonly (readonly [option: string, isMeant: (arg: string) => boolean])[] = [
  ["every", (arg) => readDuration(arg) !== null || /^\d+$/.test(arg)],
  [
    "since",
    (arg) => readDuration(arg) !== null || /^(?:yesterday|today|\d{4}-\d\d-\d\d)/.test(arg),
  ],
  ["db", (arg) => /\.db$/i.test(arg)],
  ["from", (arg) => /[^\\/]\.(?:json|ndjson|csv|txt|log)$/i.test(arg)],
];

/** A loose argument as the value of the option that is meant. */
function valueCandidates(args: readonly string[], syntax: Syntax): readonly Candidate[] {
  if (syntax.positionals !== undefined) return [];
  if (syntax.name === "close") return closeCandidates(args, syntax);
  const values = LOOSE_VALUES.filter(([option]) => hasOption(syntax, option)).flatMap(
    ([name, isMeant]) => {
      const at = args.findIndex(isMeant);
      if (at < 0) return [];
      // A snapshot is written far more often than made of saved output.
      const option = name === "from" && syntax.name === "snapshot" ? "out" : name;
      const value = option === "every" ? args[at]!.replace(/^\d+$/, "$&s") : args[at]!;
      return [{ command: syntax, args: args.toSpliced(at, 1, `--${option}`, value) }];
    },
  );
  return [...intervalCandidates(args, syntax), ...values];
}

/** What CurrPorts closes: `/close LOCAL LOCALPORT REMOTE REMOTEPORT PROCESS`, with `*` for any. */
const CURRPORTS_ARGUMENTS = ["--local", "--local-port", "--remote", "--remote-port", "--process"];

function closeCandidates(args: readonly string[], syntax: Syntax): readonly Candidate[] {
  const isCurrPorts = [4, 5].includes(args.length) && !args.some((arg) => arg.startsWith("-"));
  if (!isCurrPorts) return [];
  const filters = args.flatMap((arg, at) => arg === "*" ? [] : [CURRPORTS_ARGUMENTS[at]!, arg]);
  return [{ command: syntax, args: filters }];
}

/** `netwho netstat 5`, where few seconds are likelier than a port or a process. */
function intervalCandidates(args: readonly string[], syntax: Syntax): readonly Candidate[] {
  const watch = syntax.commands?.find(({ name }) => name === "watch");
  const isInterval = syntax.name === "netstat" && args.length === 1 && /^[1-5]?\d$/.test(args[0]!);
  return isInterval && watch !== undefined ? [{ command: watch, args }] : [];
}

/**
 * Targets with options that choose rows, `netwho 443 --listening`: the target as a filter. And filters
 * in place of a target, `netwho inspect --pid 443`: the filters as targets.
 */
function targetCandidates(
  args: readonly string[],
  syntax: Syntax,
): readonly Candidate[] {
  const [target, ...others] = args;
  const [connections] = syntax.commands ?? [];
  if (syntax.takesTargets !== true || target === undefined || connections === undefined) return [];
  return target.startsWith("-")
    ? [{ command: syntax, args: filtersAsTargets(args) }]
    : [{ command: connections, args: [...targetAsFilter(target), ...others] }];
}

/** A target of a command that has filters in its place: `netwho close :8080`, `netwho close game`. */
function looseTargetCandidates(args: readonly string[], syntax: Syntax): readonly Candidate[] {
  if (syntax.positionals !== undefined) return [];
  return args.flatMap((target, at) =>
    target.startsWith("-")
      ? []
      : [{ command: syntax, args: args.toSpliced(at, 1, ...targetAsFilter(target)) }]
  );
}

function targetAsFilter(target: string): readonly string[] {
  const pid = /^pid:(\d+)$/i.exec(target)?.[1];
  if (pid !== undefined) return ["--pid", pid];
  const [, host, hostPort] = /^([\d.]+|\[[\da-f:]+\]):(\d+)$/i.exec(target) ?? [];
  if (hostPort !== undefined) {
    return ["--remote", host!.replace(/[[\]]/g, ""), "--remote-port", hostPort];
  }
  const port = /^:?([\d-]+)$/.exec(target)?.[1];
  if (port !== undefined) return ["--port", port];
  const isAddress = /^(?:[\d./]+|[\da-f]*:[\da-f:/]+)$/i.test(target);
  return [isAddress ? "--address" : "--process", target];
}

/** What stands before the value of a filter in a target. */
const TARGET_PREFIXES: Readonly<Record<string, string | undefined>> = {
  "--pid": "pid:",
  "--port": ":",
  "--process": "",
  "--address": "",
  "--remote": "",
};

function filtersAsTargets(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    const prefix = TARGET_PREFIXES[args[at - 1] ?? ""];
    if (prefix !== undefined) return arg.split(",").map((value) => prefix + value);
    return TARGET_PREFIXES[arg] === undefined ? [arg] : [];
  });
}

/** `netwho` alone runs `connections`. */
function commandWords(name: string, args: readonly string[]): string[] {
  const isDefault = name === "connections" && (args[0]?.startsWith("-") ?? true);
  return isDefault ? [] : [name];
}
