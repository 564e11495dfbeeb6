/**
 * The command lines that pages list: netwho understands each of them. They run on a recorded computer on
 * which nothing is changed; what they need besides (files, names, a history) is missing there.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { main } from "../lib/cli/main.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../lib/host/host.ts";
import { replayingHost } from "../lib/host/recording/replaying_host.ts";
import { fakeHost } from "./support/fake_host.ts";
import { ROOT } from "./support/program.ts";
import { recorded, recording } from "./support/readme_scenes.ts";
import { listedCommands, shownCommands, wordsOf } from "./support/shown_commands.ts";

const PAGES = Array.from(Deno.readDirSync(new URL("docs", ROOT)), ({ name }) => name)
  .filter((name) => name.endsWith(".md")).sort();

/** The exit code of a command line that cannot be understood. */
const USAGE = 2;

let tried = 0;
for (const page of PAGES) {
  const lines = listedCommands(textOf(page))
    // What PowerShell makes of variables and parentheses is for PowerShell to try.
    .map((line) => line.split(" | ")[0]!).filter((line) => !/[$()]/.test(line));
  for (const line of new Set(lines)) {
    tried++;
    Deno.test(`docs/${page}: ${line}`, async () => {
      const { code, stderr } = await run(wordsOf(line).slice(1));
      assert(code !== USAGE, stderr);
    });
  }
}

Deno.test("the pages do list command lines", () => {
  assert(tried > 100, `${tried}`);
});

for (const page of ["connections.md", "inspect.md"]) {
  for (const { typed, words, output } of shownCommands(textOf(page))) {
    Deno.test(`docs/${page} shows what comes: ${typed}`, async () => {
      const { code, text } = await recorded("windows-en")(words.slice(1), "");
      assertEquals([code, text.trimEnd().split("\n")], [0, output]);
    });
  }
}

function textOf(page: string): string {
  return Deno.readTextFileSync(new URL(`docs/${page}`, ROOT)).replaceAll("\r\n", "\n");
}

async function run(words: readonly string[]): Promise<{ code: number; stderr: string }> {
  const isWatch = words[0] === "watch";
  const real = replayingHost(recording("windows-en"), denoHost());
  const { write: _write, writeError: _writeError, createFile: _createFile, ...machine } = real;
  const host = fakeHost({
    ...machine,
    isTerminal: () => !isWatch,
    terminalColumns: () => 100,
    keys: answerNo,
    createFile: () => ({ write: () => {}, commit: () => {}, discard: () => {} }),
    appendLines: () => Promise.resolve(),
    openDatabase: () => Promise.reject(new HostError("notFound", "No history in this test")),
    closeConnections: (connections) => Promise.resolve(connections.map(() => null)),
  });
  const code = await main(isWatch ? [...words, ...once(words)] : words, host);
  return { code, stderr: host.stderr() };
}

/** Ends a watch after its first look. */
function once(words: readonly string[]): string[] {
  return words.includes("--count") ? [] : ["--count", "1"];
}

const answerNo: Host["keys"] = async function* () {
  for (const key of ["n", "enter"]) yield { key, ctrl: false, alt: false, shift: false };
};
