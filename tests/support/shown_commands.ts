/**
 * The command lines that pages show in their blocks, with what they print: by hand, or for the guides as
 * the output of a recorded computer.
 *
 * @module
 */
import iconv from "iconv-lite";
import { main } from "../../lib/cli/main.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "./fake_host.ts";
import { localPath } from "./folders.ts";
import { ROOT } from "./program.ts";

/** Programs whose command lines count: those of Windows, and netwho. */
const PROGRAM = /^(?:netwho|netstat|tasklist|nslookup) ?/;
/** The width of the terminal that the guides show. */
const COLUMNS = 100;

/** A fenced block of a page. */
export interface PageBlock {
  readonly language: string;
  readonly text: string;
  /** What the comment above it names: `recording` to run it on, or the `file` that holds its output. */
  readonly source: { readonly kind: "recording" | "file"; readonly path: string } | null;
}

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
  return pageBlocks(page).filter((block) => block.language === language).map(({ text }) => text);
}

/** The fenced blocks of a page, without the indent of a list that they stand in. */
function pageBlocks(page: string): PageBlock[] {
  const found = page.matchAll(
    /(?:^ *<!-- (recording|file): (\S+) -->\n\n)?^( *)```(\w*)\n([^]*?)^\3```$/gm,
  );
  return Array.from(found, ([, kind, path, indent, language, body]) => ({
    language: language!,
    text: body!.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    source: path === undefined ? null : { kind: kind as "recording" | "file", path },
  }));
}

/** The words of a command line as a shell passes them. */
export function wordsOf(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g),
    ([word]) => word.replace(/["']/g, ""),
  );
}

/** A page of the guide. */
export interface GuidePage {
  readonly text: string;
  /** `##` for each heading of the second level, and so on. */
  readonly headings: readonly string[];
  readonly blocks: readonly PageBlock[];
  /** The command lines in blocks, in their order. */
  readonly commands: readonly string[];
  /** The command lines within sentences and tables, sorted: each language has its own word order. */
  readonly mentions: readonly string[];
}

/** Reads a page. */
export function readGuide(path: string): GuidePage {
  const text = Deno.readTextFileSync(new URL(path, ROOT));
  const blocks = pageBlocks(text);
  const prose = text.replaceAll(/^( *)```[^]*?^\1```$/gm, "");
  return {
    text,
    headings: Array.from(prose.matchAll(/^(#+) /gm), ([, marks]) => marks!),
    blocks,
    commands: blocks.flatMap(({ text, source }) =>
      source === null ? text.trimEnd().split("\n") : [commandOf(text)]
    ),
    mentions: Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, code]) => code!)
      .filter((code) => PROGRAM.test(code)).sort(),
  };
}

/** The command line of a block that shows its output. */
export function commandOf(text: string): string {
  return text.split("\n", 1)[0]!.replace(/^> /, "");
}

/** The arguments of a command line of netwho, up to a pipe; null for one of another program. */
export function netwhoArguments(line: string): string[] | null {
  const [program, ...args] = wordsOf(line.split(" | ", 1)[0]!);
  return program === "netwho" ? args : null;
}

/** What a block that names its source must hold. */
export async function shownText({ text, source }: PageBlock): Promise<string> {
  const line = commandOf(text);
  const output = source!.kind === "file"
    ? savedOutput(source!.path, line)
    : await netwhoOutput(source!.path, netwhoArguments(line)!);
  return `> ${line}\n${output.trimEnd()}\n`;
}

/** The saved output of a tool of Windows, or the lines of it that `findstr` lets through. */
function savedOutput(path: string, line: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const page = Deno.readTextFileSync(new URL(`${folder}host/oemCodePage.out`, ROOT)).trim();
  const text = iconv.decode(Deno.readFileSync(new URL(path, ROOT)), `cp${page}`);
  const wanted = / \| findstr (\S+)$/.exec(line)?.[1] ?? "";
  return text.split("\r\n").filter((row) => row.includes(wanted)).join("\n");
}

/**
 * What netwho prints on a terminal of the computer that a recording was made of: not with `--replay`,
 * which netwho adds to the command lines that it advises. Files are those beside the recording.
 */
async function netwhoOutput(folder: string, args: readonly string[]): Promise<string> {
  const path = localPath(new URL(folder, ROOT));
  const beside = (name: string) => name.startsWith(path) ? name : `${path}/${name}`;
  const real = denoHost();
  const host = fakeHost({
    open: (name) => real.open(beside(name)),
    pathKind: (name) => real.pathKind(beside(name)),
    listDirectory: (name) => real.listDirectory(beside(name)),
    readFile: (name) => real.readFile(beside(name)),
    isTerminal: () => true,
    terminalColumns: () => COLUMNS,
    env: (name) => name === "NO_COLOR" ? "1" : undefined,
  });
  const code = await main(args, replayingHost(path, host));
  if (code !== 0) throw new Error(`netwho ${args.join(" ")} ended with ${code}: ${host.stderr()}`);
  return host.stdout();
}
