/**
 * The run of `netwho completions`: prints the script of a shell, or what that script asks for.
 *
 * @module
 */
import { EXIT, UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { encodeAscii, encodeUtf8 } from "../../output/encode.ts";
import { didYouMean } from "../../text/nearest.ts";
import { listInWords } from "../../text/wording.ts";
import type { Command, Invocation } from "../command.ts";
import { completeLine } from "./complete_line.ts";
import { NOTHING } from "./completion.ts";
import { SHELL_NAMES, type ShellName } from "./shell_names.ts";
import { bash } from "./shells/bash.ts";
import type { CompletionShell } from "./shells/completion_shell.ts";
import { fish } from "./shells/fish.ts";
import { powershell } from "./shells/powershell.ts";
import { zsh } from "./shells/zsh.ts";

const SHELLS: Readonly<Record<ShellName, CompletionShell>> = { powershell, bash, zsh, fish };

/** Other names of shells. */
const OTHER_NAMES: Readonly<Record<string, ShellName>> = { pwsh: "powershell" };

/** Runs the command. */
export async function runCompletions(
  { own, options, positionals, behind }: Pick<
    Invocation,
    "own" | "options" | "positionals" | "behind"
  >,
  commands: readonly Command[],
): Promise<number> {
  const isAsked = options.complete === true;
  const named = positionals.slice(0, positionals.length - behind.length);
  const shell = SHELLS[readShell(isAsked ? named : positionals, own)];
  const text = isAsked ? await answer(shell, behind, { host: own, commands }) : shell.script;
  await own.write(shell.isAscii ? encodeAscii(text) : encodeUtf8(text));
  return EXIT.ok;
}

/** The answer to a script, which never fails: a message would stand in the middle of what is typed. */
async function answer(
  shell: CompletionShell,
  given: readonly string[],
  context: { readonly host: Host; readonly commands: readonly Command[] },
): Promise<string> {
  try {
    const words = shell.readWords(given);
    return words === null ? "" : shell.write(await completeLine(words, context), given);
  } catch {
    return shell.write(NOTHING, given);
  }
}

/**
 * Reads the name of a shell.
 *
 * @throws {UsageError} for none, for several and for any other; advises the one that runs netwho.
 */
function readShell([name, extra]: readonly string[], host: Pick<Host, "env" | "os">): ShellName {
  const known = listInWords(SHELL_NAMES, "or");
  if (name === undefined) {
    throw new UsageError(`Cannot print completions: name the shell, ${known}`, {
      hint: `Write netwho completions ${likelyShell(host)}`,
    });
  }
  if (extra !== undefined) throw new UsageError(`Unexpected argument ${extra} for completions`);
  const word = name.toLowerCase();
  const shell = SHELL_NAMES.find((shell) => shell === word) ??
    (Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined);
  if (shell !== undefined) return shell;
  throw new UsageError(`Unknown shell ${name}${didYouMean(name, SHELL_NAMES)}`, {
    hint: `netwho has completions for ${listInWords(SHELL_NAMES, "and")}`,
  });
}

/** The shell that runs netwho, as far as the environment tells. */
function likelyShell({ env, os }: Pick<Host, "env" | "os">): ShellName {
  const [, program] = /(?:^|[\\/])([a-z]+)(?:\.exe)?$/.exec(env("SHELL") ?? "") ?? [];
  const named = SHELL_NAMES.find((shell) => shell === program);
  return named ?? (os === "windows" || program === "pwsh" ? "powershell" : "bash");
}
