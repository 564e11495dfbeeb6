/**
 * Whole command lines. A folder below `golden/` that holds a file `command` is a case; `command` holds
 * the arguments, separated by spaces. What they lead to is in `stdout`, `stderr` and `code`; a file
 * that is missing stands for nothing written, or exit code 0. Optional files: `terminal` holds the
 * width of the terminal in columns (without it, standard output is a pipe), `env` environment
 * variables as lines of `NAME=VALUE`, `stdin` what standard input gives.
 *
 * With UPDATE_GOLDEN in the environment, what the command lines lead to now is written instead of
 * compared: for a change of wording, and to be read line by line before it is committed.
 *
 * Paths are relative to `golden/input/`; those that begin with `recordings/` to this folder. The
 * database `history.db` is made by `support/golden_history.ts`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { main } from "../lib/cli/main.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import { type FakeHost, fakeHost } from "./support/fake_host.ts";
import { localPath } from "./support/folders.ts";
import { goldenHistory } from "./support/golden_history.ts";

const TESTS = localPath(new URL("./", import.meta.url));
const GOLDEN = `${TESTS}golden/`;

const cases = casesBelow("").sort();
assert(cases.length > 0, "there are no golden cases");

for (const name of cases) {
  const command = textOf(name, "command")!.trim();
  Deno.test(`netwho ${command} (${name})`, async () => {
    const host = caseHost(name);
    const code = await main(command.split(" "), host);
    const outcome = { stdout: host.stdout(), stderr: host.stderr(), code: code ? `${code}\n` : "" };
    if (Deno.env.has("UPDATE_GOLDEN")) return keep(name, outcome);
    assertEquals(outcome.stdout, textOf(name, "stdout") ?? "");
    assertEquals(outcome.stderr, textOf(name, "stderr") ?? "");
    assertEquals(code, Number(textOf(name, "code") ?? 0));
  });
}

/** The folders below `golden/` that hold a case. */
function casesBelow(folder: string): string[] {
  const entries = [...Deno.readDirSync(GOLDEN + folder)];
  if (entries.some(({ name }) => name === "command")) return [folder.slice(0, -1)];
  return entries.flatMap(({ name, isDirectory }) =>
    isDirectory && name !== "input" ? casesBelow(`${folder}${name}/`) : []
  );
}

/** Writes what a case leads to now; a file that would be empty is left as it is, or out. */
function keep(name: string, outcome: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(outcome)) {
    const known = textOf(name, file);
    if (known === text || (text === "" && (known === null || known === "0\n"))) continue;
    Deno.writeTextFileSync(`${GOLDEN}${name}/${file}`, text);
  }
}

/** A file of a case, a byte order mark included; null where there is none. */
function textOf(name: string, file: string): string | null {
  try {
    const bytes = Deno.readFileSync(`${GOLDEN}${name}/${file}`);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** A machine that has the files of `golden/input/` and the recordings, and the case's terminal. */
function caseHost(name: string): FakeHost {
  const real = denoHost();
  const place = (path: string) =>
    path.startsWith("recordings/") ? `${TESTS}${path}` : `${GOLDEN}input/${path}`;
  const columns = textOf(name, "terminal");
  const stdin = textOf(name, "stdin");
  const variables = new Map(
    textOf(name, "env")?.trim().split("\n").map((line) => line.split("=", 2) as [string, string]),
  );
  return fakeHost({
    open: (path) => path === "-" ? chunksOf(stdin ?? "") : real.open(place(path)),
    pathKind: (path) => path === "-" ? "file" : real.pathKind(place(path)),
    listDirectory: (path) => real.listDirectory(place(path)),
    readFile: (path) => real.readFile(place(path)),
    openDatabase: async (path, options) =>
      await real.openDatabase(path === "history.db" ? await goldenHistory() : place(path), options),
    oemCodePage: () => 850,
    env: (variable) => variables.get(variable),
    isTerminal: (stream) => columns !== null && (stream === "stdout" || stdin === null),
    terminalColumns: () => columns === null ? null : Number(columns),
  });
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
