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
  "        $given += '=' + [uri]::EscapeDataString($text)",
  "    }",
  "    if ($isOpen) { $given += '=' }",
  "    $type = [System.Management.Automation.CompletionResultType]::ParameterValue",
  "    & $netwho[0].Path @given 2>$null | ForEach-Object {",
  "        $found = ConvertFrom-Json -InputObject $_",
  "        if ($found.PSObject.Properties['files']) {",
  "            [System.Management.Automation.CompletionCompleters]::CompleteFilename($found.part) |",
  "                Where-Object { $found.files -eq 'any' -or $_.ResultType -eq 'ProviderContainer' } |",
  "                ForEach-Object {",
  "                    $path = $_.CompletionText -replace '^(& )?''(.*)''$', '$2'",
  "                    $word = $found.before + $path",
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
  readWords: (given) =>
    given.every((word) => word.startsWith("=")) ? given.map((word) => decode(word.slice(1))) : null,
  write(completion) {
    const { before, part, candidates, files } = completion;
    const found = candidates.map((candidate) => {
      const value = wholeWord(completion, candidate);
      const { value: list, about } = candidate;
      return { text: quoteForPowerShell(value), value, list, tip: about === "" ? list : about };
    });
    const lines = files === null ? found : [...found, { files, before, part }];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  },
};

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** What PowerShell hands on as it is written. A comma makes a list, which it writes as it stood. */
const PLAIN = /^(?:-{0,2}[\w:/\\.*?%+][\w:/\\.*?%+=,-]*|-|--)$/;

/** A word of a command line, in quotes if it needs them. PowerShell takes curly quotes as straight ones. */
function quoteForPowerShell(word: string): string {
  if (PLAIN.test(word) && !word.endsWith(",")) return word;
  return `'${word.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}
