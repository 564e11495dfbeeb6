/**
 * Reads the guides in `docs/`: their headings, their command lines, and what they show as the output
 * of a command line.
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

/** A block of code. */
export interface GuideBlock {
  readonly language: string;
  readonly text: string;
  /** What the comment above it names: `recording` to run it on, or the `file` that holds its output. */
  readonly source: { readonly kind: "recording" | "file"; readonly path: string } | null;
}

/** A page of the guide. */
export interface GuidePage {
  readonly text: string;
  /** `##` for each heading of the second level, and so on. */
  readonly headings: readonly string[];
  readonly blocks: readonly GuideBlock[];
  /** The command lines in blocks, in their order. */
  readonly commands: readonly string[];
  /** The command lines within sentences and tables, sorted: each language has its own word order. */
  readonly mentions: readonly string[];
}

/** Reads a page. */
export function readGuide(path: string): GuidePage {
  const text = Deno.readTextFileSync(new URL(path, ROOT));
  const blocks = Array.from(
    text.matchAll(
      /(?:^ *<!-- (recording|file): (\S+) -->\n\n)?^( *)```(\w+)\n([^]*?)^\3```$/gm,
    ),
    ([, kind, from, indent, language, body]): GuideBlock => ({
      language: language!,
      text: body!.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      source: from === undefined ? null : { kind: kind as "recording" | "file", path: from },
    }),
  );
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
  const [program, ...args] = Array.from(
    line.split(" | ", 1)[0]!.matchAll(/"([^"]*)"|(\S+)/g),
    ([, quoted, bare]) => quoted ?? bare!,
  );
  return program === "netwho" ? args : null;
}

/** What a block that names its source must hold. */
export async function shownText({ text, source }: GuideBlock): Promise<string> {
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
