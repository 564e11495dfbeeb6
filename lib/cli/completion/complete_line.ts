/**
 * Completes a command line of netwho: what can stand in place of its last word. All that it says comes
 * from the tables by which the line is parsed, and from what is in use on this computer.
 *
 * @module
 */
import type { Host } from "../../host/host.ts";
import type { Option } from "../../model/option.ts";
import { FILTERS } from "../../rows/choose/filters.ts";
import type { Command } from "../command.ts";
import { SCHEDULE_ACTIONS } from "../options/schedule_options.ts";
import { UNSCHEDULED_COMMANDS } from "../schedule/planned_command.ts";
import { type Candidate, type Completion, matchCandidates, NOTHING } from "./completion.ts";
import { InUse } from "./in_use.ts";
import { findLiveValues } from "./live_values.ts";
import { fieldsOf } from "./record_fields.ts";
import { SHELL_NAMES } from "./shell_names.ts";
import { readTypedLine, type TypedLine, type TypedPlace } from "./typed_line.ts";
import { ARGUMENT_SOURCES, sourceOfOption, type ValueSource } from "./value_sources.ts";

/** What a completion goes by. */
export interface CompletionContext {
  readonly host: Host;
  readonly commands: readonly Command[];
}

/**
 * Completes a command line.
 *
 * @param words the words after the program's name up to the cursor; the last one is unfinished, perhaps
 * empty.
 */
export async function completeLine(
  words: readonly string[],
  { host, commands }: CompletionContext,
): Promise<Completion> {
  const line = readTypedLine(words, commands);
  if (line === null) return NOTHING;
  const engine = { line, commands, inUse: new InUse(host), host };
  switch (line.place.kind) {
    case "first":
      return await completeFirst(line.place.part, engine);
    case "value":
      return await completeValue(line.place, engine);
    case "argument":
      return await completeArgument(line.place, engine);
    case "nothing":
      return NOTHING;
  }
}

interface Engine extends CompletionContext {
  readonly line: TypedLine;
  readonly inUse: InUse;
}

/** The first word is a command, or a target where no command begins so. */
async function completeFirst(part: string, engine: Engine): Promise<Completion> {
  const candidates = matchCandidates(commandNames(engine.commands), part);
  if (candidates.length > 0 || part === "") return { before: "", part, candidates, files: null };
  const target = engine.commands.find(({ takesTargets }) => takesTargets);
  if (target === undefined) return NOTHING;
  return await completeFrom(ARGUMENT_SOURCES[target.name] ?? {}, { part, isList: true }, engine);
}

function commandNames(commands: readonly Command[]): readonly Candidate[] {
  return commands.map(({ name, summary }) => ({ value: name, about: summary }));
}

async function completeArgument(
  { part, isBehind }: TypedPlace & { kind: "argument" },
  engine: Engine,
): Promise<Completion> {
  const { command, positionals } = engine.line;
  if (isBehind && isPlanned(engine.line)) return await completePlanned(part, engine);
  if (!isBehind && part.startsWith("-") && !isStandardInput(part, command)) {
    return chooseFrom(optionNames(engine), part);
  }
  const completion = takesMore(command, positionals)
    ? await completePositional(part, engine)
    : null;
  if (completion !== null) return completion;
  return isBehind || part !== "" ? NOTHING : chooseFrom(optionNames(engine), part);
}

function chooseFrom(candidates: readonly Candidate[], part: string): Completion {
  return { before: "", part, candidates: matchCandidates(candidates, part), files: null };
}

function takesMore({ positionals }: Command, given: readonly string[]): boolean {
  return positionals !== undefined && (positionals.many || given.length < (positionals.count ?? 1));
}

/** Whether a dash alone means standard input here. */
function isStandardInput(part: string, { name }: Command): boolean {
  return part === "-" && name === "diff";
}

/** What can stand as an argument; null where none can. */
async function completePositional(part: string, engine: Engine): Promise<Completion | null> {
  const { command, positionals } = engine.line;
  switch (command.name) {
    case "help":
      return chooseFrom(commandNames(engine.commands), part);
    case "completions":
      return positionals.length === 0 ? chooseFrom(SHELL_WORDS, part) : null;
    case "schedule":
      return await completeTask(part, engine);
    default: {
      const source = ARGUMENT_SOURCES[command.name] ?? {};
      const isList = source.live !== undefined;
      return await completeFrom(source, { part, isList, taken: positionals }, engine);
    }
  }
}

const SHELL_WORDS: readonly Candidate[] = SHELL_NAMES.map((value) => ({ value, about: "shell" }));

const ACTIONS: Readonly<Record<typeof SCHEDULE_ACTIONS[number], string>> = {
  add: "make a task of the command line behind --",
  list: "every task of netwho",
  status: "how tasks went",
  run: "start tasks now",
  remove: "end tasks, and take them away",
};

async function completeTask(part: string, engine: Engine): Promise<Completion | null> {
  const [action, ...names] = engine.line.positionals;
  if (action === undefined) {
    const actions = SCHEDULE_ACTIONS.map((value) => ({ value, about: ACTIONS[value] }));
    return chooseFrom(actions, part);
  }
  if (action === "add" || action === "list") return null;
  return await completeFrom({ live: "tasks" }, { part, isList: false, taken: names }, engine);
}

/** Whether what follows `--` is a command line of netwho, which is to be scheduled. */
function isPlanned({ command, positionals }: TypedLine): boolean {
  return command.name === "schedule" && positionals[0] === "add";
}

async function completePlanned(
  part: string,
  { line, host, commands }: Engine,
): Promise<Completion> {
  const planned = commands.filter(({ name }) => !Object.hasOwn(UNSCHEDULED_COMMANDS, name));
  return await completeLine([...line.positionals.slice(1), part], { host, commands: planned });
}

/** The names of the options that can still be given. */
function optionNames({ line, host }: Engine): readonly Candidate[] {
  const free = line.command.options.filter((option) =>
    canBeGiven(option, { given: line.given, os: host.os })
  );
  const short = free.flatMap(({ short, about }) =>
    short === undefined ? [] : [{ value: `-${short}`, about }]
  );
  const end = line.command.positionals === undefined
    ? []
    : [{ value: "--", about: "what follows is no option" }];
  return [...free.map(({ name, about }) => ({ value: `--${name}`, about })), ...short, ...end];
}

function canBeGiven(
  { name, repeatable, effect }: Option,
  { given, os }: Pick<TypedLine, "given"> & Pick<Host, "os">,
): boolean {
  if (given.has(name) && !repeatable) return false;
  if (effect?.without !== undefined && given.has(effect.without)) return false;
  // What is replayed may be of another system.
  return effect?.os === undefined || effect.os === os || given.has("replay");
}

async function completeValue(
  { option, before, part }: TypedPlace & { kind: "value" },
  engine: Engine,
): Promise<Completion> {
  const { command } = engine.line;
  const isList = option.list === true || option.value === "LIST";
  const isFilter = option.value === "LIST" && FILTERS.some(({ name }) => name === option.name);
  const source = sourceOfOption(option, command.name);
  const found = await completeFrom(source, { part, isList, isFilter }, engine);
  return { ...found, before: before + found.before };
}

/** How to read the word that a value is part of. */
interface ValuePlace {
  readonly part: string;
  /** Whether commas separate several values. */
  readonly isList: boolean;
  /** Whether a leading `!` excludes a value. @default false */
  readonly isFilter?: boolean;
  /** Values that are given, and not wanted again. @default none */
  readonly taken?: readonly string[];
}

async function completeFrom(
  source: ValueSource,
  { part: whole, isList, isFilter = false, taken = [] }: ValuePlace,
  engine: Engine,
): Promise<Completion> {
  const comma = isList ? whole.lastIndexOf(",") + 1 : 0;
  const sign = isFilter ? /^!?/.exec(whole.slice(comma))![0] : "";
  const sorts = source.fields === "sorted" ? /^-?/.exec(whole.slice(comma))![0] : "";
  const before = whole.slice(0, comma) + sign + sorts;
  const part = whole.slice(before.length);
  const given = new Set(
    [...taken, ...whole.slice(0, comma).split(",")].map((text) => text.replace(/^[!-]/, "")),
  );
  const all = await findCandidates(source, part, engine);
  const candidates = matchCandidates(all.filter(({ value }) => !given.has(value)), part);
  return { before, part, candidates, files: source.files ?? null };
}

async function findCandidates(
  { words, live, fields, rules }: ValueSource,
  part: string,
  { line, inUse }: Engine,
): Promise<readonly Candidate[]> {
  const listed = words?.() ?? [];
  if (live !== undefined) return [...listed, ...await findLiveValues(live, { inUse, part })];
  if (fields !== undefined) {
    const found = await fieldsOf(line.command.name, line.given);
    return found.map(({ name, about }) => ({ value: name, about }));
  }
  if (!rules) return listed;
  const { RULES } = await import("../../audit/rules.ts");
  return RULES.map(({ id, title }) => ({ value: id, about: title }));
}
