/**
 * Runs a command line. Code that only some command lines need is loaded on demand (ADR 5).
 *
 * @module
 */
import { EXIT, UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { OptionsOf } from "../model/option.ts";
import { type Command, selectCommand } from "./command.ts";
import { GENERAL_OPTIONS } from "./options/general_options.ts";
import { checkEffects } from "./options/option_effects.ts";
import { type ParsedArguments, parseLine, type Syntax } from "./options/parse_line.ts";
import type { READING_OPTIONS } from "./options/reading_options.ts";
import { asksForHelp } from "./options/suggest_option.ts";
import { VERSION } from "../version.ts";

/** The environment of a run. */
export interface Surroundings {
  /** The machine. */
  readonly host: Host;
  /** The table of commands. */
  readonly commands: readonly Command[];
  /** Interrupts the command. */
  readonly signal: AbortSignal;
}

/** Runs a command line and resolves to the exit code; rejects if it fails. */
export async function run(
  args: readonly string[],
  { host, commands, signal }: Surroundings,
): Promise<number> {
  if (args[0] !== undefined && asksForHelp(args[0])) {
    const about = commands.find(({ name }) => name === args[1]) ?? null;
    return await showHelp(about, { host, commands });
  }
  if (/^(?:--?|\/)?version$/i.test(args[0] ?? "")) return await showVersion(host);
  const { command, rest, misnamed } = selectCommand(args, commands);
  if (wantsHelp(rest, command)) return await showHelp(command, { host, commands });

  const all = commands.map(withGeneralOptions);
  if (misnamed !== undefined) {
    const { misnamedCommand } = await import("./options/parse_arguments.ts");
    const syntax = { ...withGeneralOptions(command), commands: all };
    throw misnamedCommand(misnamed, rest, syntax);
  }
  const { options, positionals, behind } = await parse(rest, {
    ...withGeneralOptions(command),
    commands: all,
  });
  if (options.help) return await showHelp(command, { host, commands });
  if (options.version) return await showVersion(host);
  const machine = await playOrRecord(host, options);
  checkEffects(options, { table: command.options, host: machine });
  return await command.run({
    host: machine,
    own: host,
    options,
    positionals,
    behind,
    verbose: options.verbose === true,
    signal,
  });
}

/** Parses a command line. What explains a wrong one is loaded only then. */
async function parse(args: readonly string[], syntax: Syntax): Promise<ParsedArguments> {
  try {
    return parseLine(args, syntax);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { parseArguments } = await import("./options/parse_arguments.ts");
    return parseArguments(args, syntax);
  }
}

/** A command with the options of every command. */
export function withGeneralOptions(command: Command): Command {
  return { ...command, options: [...command.options, ...GENERAL_OPTIONS] };
}

/** Checked before parsing, so that --help also works on an invalid command line. */
function wantsHelp(args: readonly string[], { positionals }: Command): boolean {
  const end = args.indexOf("--");
  const isWord = args.length === 1 && args[0] === "help" && positionals === undefined;
  return isWord || args.slice(0, end < 0 ? undefined : end).some(asksForHelp);
}

async function showVersion(host: Host): Promise<number> {
  return await print(`netwho ${VERSION}\n`, host);
}

async function showHelp(
  command: Command | null,
  { host, commands }: Omit<Surroundings, "signal">,
): Promise<number> {
  const { commandHelp, overview } = await import("./help_text.ts");
  const columns = host.terminalColumns();
  return await print(
    command === null ? overview(commands, { columns }) : commandHelp(command, { columns }),
    host,
  );
}

async function print(text: string, host: Host): Promise<number> {
  await host.write(new TextEncoder().encode(text));
  return EXIT.ok;
}

async function playOrRecord(
  host: Host,
  { record = null, replay = null, from = [] }: Partial<OptionsOf<typeof READING_OPTIONS>>,
): Promise<Host> {
  if (record === null && replay === null) return host;
  if (record !== null && replay !== null) {
    throw new UsageError("Cannot use --record with --replay: a replay reads nothing new to record");
  }
  if (from.length > 0) {
    const name = record === null ? "replay" : "record";
    throw new UsageError(
      `Cannot use --${name} with --from: nothing is read from this computer`,
    );
  }
  const { recordingHost, replayingHost } = await import("./recording_chunk.ts");
  return record !== null ? recordingHost(host, record) : replayingHost(replay!, host);
}
