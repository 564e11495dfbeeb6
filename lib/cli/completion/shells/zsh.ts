/**
 * Completion in zsh, with its own completion system alone.
 *
 * @module
 */
import { type CompletionShell, kindLine, wholeWord } from "./completion_shell.ts";

const SCRIPT = [
  "#compdef netwho netwho.exe",
  "# Completion of netwho in zsh, printed by: netwho completions zsh",
  "_netwho() {",
  "  local line tab=$'\\t'",
  "  local -a lines values shown parts",
  '  lines=(${(f)"$(command netwho completions zsh --complete -- \\',
  '    "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)"})',
  "  # What any other program of that name says is no answer.",
  '  [[ "${(@)lines[1,1]}" == (words|files|folders) ]] || return 1',
  '  for line in "${(@)lines[2,-1]}"; do',
  '    parts=("${(@ps:\\t:)line}")',
  '    values+=("$parts[1]")',
  '    shown+=("$parts[2]${parts[3]:+  -- $parts[3]}")',
  "  done",
  "  # zsh itself quotes what it inserts.",
  "  (( $#values )) && compadd -U -V netwho -l -d shown -a values",
  "  case $lines[1] in",
  "    files) compset -P 1 '--*='; _files ;;",
  "    folders) compset -P 1 '--*='; _files -/ ;;",
  "  esac",
  "}",
  "if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then",
  '  _netwho "$@"',
  "else",
  "  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }",
  "  compdef _netwho netwho netwho.exe",
  "fi",
  "",
].join("\n");

/** Completion in zsh. */
export const zsh: CompletionShell = {
  script: SCRIPT,
  isAscii: false,
  readWords: (given) => given,
  write: (completion) =>
    kindLine(completion) +
    completion.candidates.map((candidate) =>
      `${wholeWord(completion, candidate)}\t${candidate.value}\t${candidate.about}\n`
    ).join(""),
};
