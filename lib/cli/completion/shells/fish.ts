/**
 * Completion in fish.
 *
 * @module
 */
import { type CompletionShell, kindLine, wholeWord } from "./completion_shell.ts";

const SCRIPT = [
  "# Completion of netwho in fish, printed by: netwho completions fish",
  "function __netwho_complete",
  "    command -q netwho; or return",
  "    set -l words (commandline -opc)",
  "    set -e words[1]",
  "    # What is typed of the last word, without its quotes.",
  "    set -l part (commandline -ct | string replace -r '^(--[^=]*=)?[\"\\']' '$1' \\",
  "        | string replace -ra '\\\\\\\\(.)' '$1')",
  '    set -l lines (command netwho completions fish --complete -- $words "$part" 2>/dev/null)',
  "    # What any other program of that name says is no answer.",
  '    contains -- "$lines[1]" words files folders; or return',
  "    printf '%s\\n' $lines[2..-1]",
  "    set -l before (string match -r -- '^--[^=]*=' \"$part\")",
  "    set -l rest (string replace -r -- '^--[^=]*=' '' \"$part\")",
  '    switch "$lines[1]"',
  "        case files",
  '            for path in (__fish_complete_path "$rest")',
  "                printf '%s%s\\n' \"$before\" $path",
  "            end",
  "        case folders",
  "            for path in (__fish_complete_directories \"$rest\" '')",
  "                printf '%s%s\\n' \"$before\" $path",
  "            end",
  "    end",
  "end",
  "complete -c netwho -e",
  "complete -c netwho -f -k -a '(__netwho_complete)'",
  "",
].join("\n");

/** Completion in fish. It quotes by itself what it inserts. */
export const fish: CompletionShell = {
  script: SCRIPT,
  isAscii: false,
  readWords: (given) => given,
  write: (completion) =>
    kindLine(completion) +
    completion.candidates.map((candidate) =>
      `${wholeWord(completion, candidate)}\t${candidate.about}\n`
    ).join(""),
};
