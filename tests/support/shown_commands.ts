/**
 * The command lines that a page shows in its blocks of text, with what they print.
 *
 * @module
 */

/** A command line of a page. */
export interface ShownCommand {
  /** As it is typed, without the prompt. */
  readonly typed: string;
  /** Its words, without quotes. */
  readonly words: readonly string[];
  /** The lines below it; empty where the page shows none. */
  readonly output: readonly string[];
  /** Whether the page leaves out the end of the output: its last line is `…`. */
  readonly isCut: boolean;
}

/** The command lines with a prompt, `> netwho …`. */
export function shownCommands(page: string): ShownCommand[] {
  return blocksOf(page, "text").flatMap((block) =>
    block.split(/^(?=> )/m).filter((part) => part.startsWith("> ")).map((part) => {
      const [first, ...lines] = part.trimEnd().split("\n") as [string, ...string[]];
      const isCut = lines.at(-1) === "…";
      const typed = first.slice(2);
      return { typed, words: wordsOf(typed), output: isCut ? lines.slice(0, -1) : lines, isCut };
    })
  );
}

/** The command lines of netwho in blocks for PowerShell or sh, without their comments. */
export function listedCommands(page: string): string[] {
  return [...blocksOf(page, "powershell"), ...blocksOf(page, "sh")]
    .flatMap((block) => block.split("\n"))
    .filter((line) => /^netwho( |$)/.test(line))
    .map((line) => line.replace(/\s+#.*$/, ""));
}

/** What stands in the fenced blocks of a language. */
export function blocksOf(page: string, language: string): string[] {
  const blocks = page.matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return Array.from(blocks).filter(([, name]) => name === language).map(([, , text]) => text!);
}

/** The words of a command line as a shell passes them. */
export function wordsOf(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g),
    ([word]) => word.replace(/["']/g, ""),
  );
}
