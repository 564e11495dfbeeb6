/**
 * Completion in PowerShell, from Windows PowerShell 5.1 on. That hands no empty arguments on, breaks
 * those with quotes, and reads output in the console's code page: so words are handed on in
 * percent-encoding, and the answer is ASCII, a JSON object a line.
 *
 * @module
 */
import { type CompletionShell, wholeWord } from "./completion_shell.ts";

const SCRIPT = [
  "# Completion of netwho in PowerShell, printed by: netwho completions powershell",
  "Register-ArgumentCompleter -Native -CommandName netwho, netwho.exe -ScriptBlock {",
  "    param($wordToComplete, $commandAst, $cursorPosition)",
  "    $netwho = @(Get-Command -Name netwho -CommandType Application -ErrorAction Ignore)",
  "    if ($netwho.Count -eq 0) { return }",
  "    $given = @('completions', 'powershell', '--complete', '--')",
  "    $isOpen = $true",
  "    foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {",
  "        $extent = $element.Extent",
  "        if ($extent.StartOffset -ge $cursorPosition) { break }",
  "        $isOpen = $extent.EndOffset -lt $cursorPosition",
  "        $isText = $element -is [System.Management.Automation.Language.StringConstantExpressionAst]",
  "        $text = if ($isText) { $element.Value } else { $extent.Text }",
  "        if (-not $isOpen -and -not $isText) {",
  "            $text = $extent.Text.Substring(0, $cursorPosition - $extent.StartOffset)",
  "        }",
  "        # Of a list PowerShell replaces the last element alone.",
  "        $kept = $text.Length - $wordToComplete.Length",
  "        $isPart = -not $isOpen -and $kept -gt 0 -and",
  "            $text.EndsWith($wordToComplete, [System.StringComparison]::Ordinal)",
  "        if ($isPart) {",
  "            $given += '=' + [uri]::EscapeDataString($text.Substring(0, $kept))",
  "            $given += '+' + [uri]::EscapeDataString($wordToComplete)",
  "        } else {",
  "            $given += '=' + [uri]::EscapeDataString($text)",
  "        }",
  "    }",
  "    if ($isOpen) { $given += '=' }",
  "    $type = [System.Management.Automation.CompletionResultType]::ParameterValue",
  "    & $netwho[0].Path @given 2>$null | ForEach-Object {",
  "        $found = ConvertFrom-Json -InputObject $_",
  "        if ($found.PSObject.Properties['files']) {",
  "            [System.Management.Automation.CompletionCompleters]::CompleteFilename($found.part) |",
  "                Where-Object { $found.files -eq 'any' -or $_.ResultType -eq 'ProviderContainer' } |",
  "                ForEach-Object {",
  "                    if ($found.before -eq '') { return $_ }",
  "                    $word = $found.before + ($_.CompletionText -replace '^''(.*)''$', '$1')",
  "                    if ($word -match '[^\\w.:\\\\/=-]') { $word = \"'$word'\" }",
  "                    [System.Management.Automation.CompletionResult]::new(",
  "                        $word, $_.ListItemText, $_.ResultType, $_.ToolTip)",
  "                }",
  "        } else {",
  "            [System.Management.Automation.CompletionResult]::new(",
  "                $found.text, $found.list, $type, $found.tip)",
  "        }",
  "    }",
  "}",
  "",
].join("\n");

/** Completion in PowerShell. */
export const powershell: CompletionShell = {
  script: SCRIPT,
  isAscii: true,
  readWords: (given) => readGiven(given)?.words ?? null,
  write(completion, given) {
    const { before, part, candidates, files } = completion;
    const { kept } = readGiven(given) ?? { kept: 0 };
    const found = candidates.flatMap((candidate) => {
      const value = wholeWord(completion, candidate);
      const { value: list, about } = candidate;
      const rest = value.slice(kept);
      // Quotes in a list would be a part of the value.
      if (kept > 0 && !isPlain(rest)) return [];
      return { text: quoteForPowerShell(rest), value, list, tip: about === "" ? list : about };
    });
    const lines = files === null ? found : [...found, { files, before, part }];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  },
};

/**
 * Reads what the script hands on: a word behind each `=`, in percent-encoding, and behind `+` the end of
 * the word before, which alone PowerShell replaces. Null for anything else.
 */
function readGiven(given: readonly string[]): { words: readonly string[]; kept: number } | null {
  const words: string[] = [];
  let kept = 0;
  for (const word of given) {
    const text = decode(word.slice(1));
    if (word.startsWith("=")) {
      words.push(text);
      kept = 0;
    } else if (word.startsWith("+") && words.length > 0) {
      const start = words.pop()!;
      words.push(start + text);
      kept = start.length;
    } else return null;
  }
  return { words, kept };
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** What PowerShell hands on as it is written: a comma makes a list, which it writes as it stood. */
const PLAIN = /^(?:-{0,2}[\p{L}\p{N}_:/\\.*?%+!][\p{L}\p{N}_:/\\.*?%+!=,-]*|-|--)$/u;

/** A word of a command line, in quotes if it needs them. PowerShell takes curly quotes as straight ones. */
function quoteForPowerShell(word: string): string {
  if (isPlain(word)) return word;
  return `'${word.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

function isPlain(word: string): boolean {
  return PLAIN.test(word) && !word.endsWith(",");
}
