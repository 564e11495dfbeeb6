/**
 * Runs a command line, except for its errors, which {@linkcode main} tells.
 *
 * @module
 */
import { EXIT, UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { recordingHost } from "../host/recording/recording_host.ts";
import { replayingHost } from "../host/recording/replaying_host.ts";
import type { OptionsOf } from "../model/option.ts";
import type { Command } from "./command.ts";
import { commandHelp, overview } from "./help.ts";
import { GENERAL_OPTIONS } from "./options/general_options.ts";
import { parseArguments } from "./options/parse_arguments.ts";
import type { READING_OPTIONS } from "./options/reading_options.ts";
import { selectCommand } from "./select_command.ts";
import { VERSION } from "../version.ts";

/** What a command line runs on. */
export interface Surroundings {
  /** The machine. */
  readonly host: Host;
  /** The table of commands. */
  readonly commands: readonly Command[];
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

/** Runs a command line and resolves to the exit code; rejects with whatever goes wrong. */
export async function run(
  args: readonly string[],
  { host, commands, signal }: Surroundings,
): Promise<number> {
  if (isHelp(args[0])) return await showHelp(null, { host, commands });
  const { command, rest } = selectCommand(args, commands);
  if (asksForHelp(rest)) return await showHelp(command, { host, commands });

  const { options, positionals } = parseArguments(rest, {
    ...command,
    options: [...command.options, ...GENERAL_OPTIONS],
    commandNames: commands.map(({ name }) => name),
  });
  if (options.help) return await showHelp(command, { host, commands });
  if (options.version) return await print(`netwho ${VERSION}\n`, host);
  return await command.run({
    host: playOrRecord(host, options),
    options,
    positionals,
    verbose: options.verbose === true,
    signal,
  });
}

function isHelp(arg: string | undefined): boolean {
  return arg === "--help" || arg === "-h";
}

/** Help is given even where the rest of the line is wrong: that is when it is needed. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some(isHelp);
}

async function showHelp(
  command: Command | null,
  { host, commands }: Omit<Surroundings, "signal">,
): Promise<number> {
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

function playOrRecord(
  host: Host,
  { record = null, replay = null, from = [] }: Partial<OptionsOf<typeof READING_OPTIONS>>,
): Host {
  if (record === null && replay === null) return host;
  if (record !== null && replay !== null) {
    throw new UsageError("Cannot use --record with --replay: a recording is there already");
  }
  if (from.length > 0) {
    const name = record === null ? "replay" : "record";
    throw new UsageError(
      `Cannot use --${name} with --from: it is about what is read from this computer`,
    );
  }
  if (record !== null) {
    return recordingHost(host, record);
  }
  return replayingHost(replay!, host);
}
