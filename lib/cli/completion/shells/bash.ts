/**
 * Completion in bash, from version 4 on. It needs no other package.
 *
 * @module
 */
import type { Completion } from "../completion.ts";
import { type BashLine, readBashLine } from "./bash_line.ts";
import { type CompletionShell, kindLine, wholeWord } from "./completion_shell.ts";

const SCRIPT = [
  "# Completion of netwho in bash, printed by: netwho completions bash",
  "_netwho() {",
  "  COMPREPLY=()",
  "  local kind='' line file",
  "  {",
  "    IFS= read -r kind",
  '    while IFS= read -r line; do COMPREPLY+=("$line"); done',
  "  } < <(command netwho completions bash --complete -- \\",
  '    "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)',
  "  compopt -o nosort 2>/dev/null",
  "  # What any other program of that name says is no answer.",
  "  case $kind in",
  "    words) ;;",
  "    files)",
  "      if ((${#COMPREPLY[@]} == 0)); then",
  "        compopt -o default",
  "      else",
  "        compopt -o filenames",
  '        while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$2")',
  "      fi",
  "      ;;",
  "    folders) compopt -o dirnames ;;",
  "    *) COMPREPLY=() ;;",
  "  esac",
  "}",
  "complete -F _netwho netwho netwho.exe",
  "",
].join("\n");

/** Completion in bash. */
export const bash: CompletionShell = {
  script: SCRIPT,
  isAscii: false,
  readWords: ([line, wordBreaks]) =>
    line === undefined ? null : readBashLine(line, wordBreaks ?? "").words,
  write(completion, [line = "", wordBreaks = ""]) {
    const read = readBashLine(line, wordBreaks);
    return kindLine(completion) + insertions(completion, read).map((text) => `${text}\n`).join("");
  },
};

/** What bash puts in place of its own word for each candidate. */
function insertions(completion: Completion, { words, quote, kept }: BashLine): readonly string[] {
  if (kept === null) return [];
  const stays = (words.at(-1) ?? "").slice(0, kept);
  return completion.candidates.flatMap((candidate) => {
    const whole = wholeWord(completion, candidate);
    const text = whole.startsWith(stays) ? quoteForBash(whole.slice(kept), quote) : null;
    return text === null ? [] : [text];
  });
}

/** What needs no quotes anywhere in a word of bash. Letters beyond ASCII mean nothing to it. */
const PLAIN = /^[\w.,/:=@%+\u0080-\u{10ffff}-]$/u;

/** A text as a part of a word of bash; null where it cannot stand in this quote. */
function quoteForBash(text: string, quote: BashLine["quote"]): string | null {
  if (quote === "'") return closed(text.replaceAll("'", "'\\''"), quote);
  if (quote === '"') {
    // Nothing keeps bash from taking ! as a part of its history in these quotes.
    return text.includes("!") ? null : closed(text.replace(/[$`"\\]/g, "\\$&"), quote);
  }
  return Array.from(text, (character) => PLAIN.test(character) ? character : `\\${character}`)
    .join("");
}

/** bash closes a quote by itself, but not behind the same character, which it takes for the closing one. */
function closed(text: string, quote: string): string {
  return text.endsWith(quote) ? text + quote : text;
}
