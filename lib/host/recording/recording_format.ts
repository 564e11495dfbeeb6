/**
 * The format of a recording on disk: a folder for each wrapped tool, one named `host` for facts about
 * the machine and one named `proc` for files and folders, each with an `index.tsv`, one answer a line:
 *
 *     arguments TAB stdout file or - TAB exit code TAB stderr file or - [TAB delay in ms]
 *
 * The input of a tool follows its arguments, `- < set type=PTR; 192.0.2.1`; an answer without it
 * serves any input. A stderr file named `….partial` means that the time-out ended the tool. Two more
 * folders hold answers from the network: `dns` the records for `PTR NAME` or `PTR NAME @SERVER#PORT`,
 * as JSON; `web` the body for a URL, with the HTTP status in place of the exit code and the headers in
 * place of stderr.
 *
 * Of equal calls the first line answers the first, the second the second, and the last one all that
 * follow; `*` stands for any arguments that no other line names. A refusal of the host itself has an
 * exit code other than 0 and a stderr file named `….error`, which holds the kind and the message.
 *
 * @module
 */
import { HOST_ERROR_KINDS, HostError } from "../host.ts";

/** The folder of facts about the machine. */
export const HOST_FOLDER = "host";
/** The folder of files and folders that were read. */
export const PROC_FOLDER = "proc";
/** The name of each folder's list of answers. */
export const INDEX_NAME = "index.tsv";
/** The end of the name of a stderr file that holds a refusal of the host. */
export const ERROR_SUFFIX = ".error";
/** The end of the name of a stderr file of a tool that the time-out ended. */
export const PARTIAL_SUFFIX = ".partial";
/** Arguments that match any call. */
export const ANY_CALL = "*";

/** One line of an index. */
export interface Answer {
  /** The key of the call, as {@linkcode callKey} spells it. */
  readonly call: string;
  /** The file that holds standard output; null for none. */
  readonly stdout: string | null;
  readonly code: number;
  /** The file that holds standard error, or the failure; null for none. */
  readonly stderr: string | null;
  /** Milliseconds that the call took. */
  readonly delay: number;
}

/** A call as an index spells it, with control pictures for control characters, which break lines. */
export function callKey(args: readonly string[]): string {
  return Array.from(args.join(" "), pictureOf).join("");
}

/** An answer as a line of an index, with its line end. */
export function formatAnswer({ call, stdout, code, stderr }: Omit<Answer, "delay">): string {
  return `${call}\t${stdout ?? "-"}\t${code}\t${stderr ?? "-"}\n`;
}

/**
 * The answers of an index. Lines without three fields are skipped. Throws a {@linkcode HostError}
 * where one names a file outside the recording.
 */
export function parseIndex(text: string): Answer[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [call, stdout, code, stderr, delay] = line.split("\t");
    if (call === undefined || stdout === undefined || code === undefined) return [];
    return [{
      call,
      stdout: fileName(stdout),
      code: Number.parseInt(code, 10) || 0,
      stderr: fileName(stderr),
      delay: Number.parseInt(delay ?? "", 10) || 0,
    }];
  });
}

/** A refusal as the text of its file. */
export function formatFailure({ kind, message }: HostError): string {
  return `${kind}\n${message}\n`;
}

/** The refusal in the text of a file. */
export function parseFailure(text: string): HostError {
  const [kind, ...message] = text.trimEnd().split("\n");
  const known = HOST_ERROR_KINDS.find((name) => name === kind) ?? "other";
  return new HostError(known, message.join("\n"));
}

/** A recording comes from elsewhere: it may only name files inside its own folder. */
function fileName(field: string | undefined): string | null {
  if (field === undefined || field === "-" || field === "") return null;
  if (/^[\\/]|:|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(field)) {
    throw new HostError("other", `Cannot replay: ${field} is outside the recording`);
  }
  return field;
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return "\u2421";
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : character;
}
