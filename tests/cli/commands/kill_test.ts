/**
 * `netwho kill` on a recorded computer whose processes the test ends, or does not.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { askYesOrNo } from "../../../lib/cli/acting_commands.ts";
import { ActionError, type EndOptions, type ProcessIdentity } from "../../../lib/host/actions.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import type { Host, KeyPress } from "../../../lib/host/host.ts";
import { replayingHost } from "../../../lib/host/recording/replaying_host.ts";
import { localPath, temporaryFolder } from "../../support/folders.ts";
import { type Outcome, runMain } from "../../support/run_main.ts";

const RECORDING = localPath(new URL("../../recordings/windows-en", import.meta.url));

interface Run extends Outcome {
  /** The processes that were to be ended, and how. */
  readonly ended: readonly (readonly [ProcessIdentity, EndOptions])[];
}

/** Runs the command; `typed` is what is typed on the terminal, without which there is none. */
async function kill(
  args: readonly string[],
  { typed = null, endProcess = () => Promise.resolve("asked"), isPiped = false }: {
    typed?: string | null;
    endProcess?: Host["endProcess"];
    isPiped?: boolean;
  } = {},
): Promise<Run> {
  const { write: _write, writeError: _writeError, ...machine } = replayingHost(
    RECORDING,
    denoHost(),
  );
  const ended: [ProcessIdentity, EndOptions][] = [];
  const outcome = await runMain(["kill", ...args], {
    host: {
      ...machine,
      ownPid: () => 999_999,
      isTerminal: (stream) => typed !== null && !(isPiped && stream === "stdout"),
      keys: () => keysOf(typed ?? ""),
      env: () => undefined,
      endProcess(process, options) {
        ended.push([process, options]);
        return endProcess(process, options);
      },
    },
  });
  return { ...outcome, ended };
}

async function* keysOf(text: string): AsyncGenerator<KeyPress> {
  for (const character of text) {
    const key = character === "\r" ? "enter" : character;
    yield { key, ctrl: false, alt: false, shift: false };
  }
}

function rowsOf({ stdout }: Outcome): Record<string, unknown>[] {
  return JSON.parse(stdout);
}

Deno.test("with --yes a process is ended without a question: its row on standard output, nothing else", async () => {
  const run = await kill(["4712", "--yes"]);
  const [row, ...others] = rowsOf(run);
  assertEquals([run.code, run.stderr, others], [0, "", []]);
  assertEquals([row!.result, row!.method, row!.target, row!.process], [
    "ended",
    "asked",
    "4712",
    "Sample Chat.exe",
  ]);
  const [[identity, { force, timeoutMilliseconds }]] = run.ended as [typeof run.ended[0]];
  assertEquals([identity.pid, force, timeoutMilliseconds], [4712, false, 5_000]);
  assertEquals(identity, { pid: 4712, startedAt: row!.startedAt, path: row!.path });
  assertEquals(identity.startedAt !== null && identity.path !== null, true);
});

Deno.test("y with Alt, as Escape and then y arrives, or with Ctrl is no yes", async () => {
  for (const held of [{ alt: true }, { ctrl: true }]) {
    const keys = [{ key: "y", ...held }, { key: "enter" }]
      .map((press): KeyPress => ({ ctrl: false, alt: false, shift: false, ...press }));
    const written: string[] = [];
    const isYes = await askYesOrNo({
      keys: async function* () {
        yield* keys;
      },
      writeError: (text) => void written.push(text),
    }, "End it?");
    assertEquals([isYes, written.join("")], [false, "\rEnd it? [y/N] "]);
  }
});

Deno.test("a long list ends with the programs that it is about", async () => {
  const few = await kill(["4712"], { typed: "n\r" });
  assertEquals(few.stderr.includes("All in all"), false);
  const many = await kill(["pid:4712", "svchost*", "*s*"], { typed: "n\r" });
  const asked = /^\rEnd these (\d+) processes\? /m.exec(many.stderr)!;
  assertEquals(Number(asked[1]) > 5, true, many.stderr);
  const before = many.stderr.slice(0, asked.index).trimEnd().split("\n").at(-1)!;
  assertMatch(before, new RegExp(`^All in all ${asked[1]} processes of Sample Chat\\.exe, `));
  assertEquals(many.ended, []);
});

Deno.test("--force and --wait say how", async () => {
  const { ended } = await kill(["pid:4712", "-y", "-f", "--wait", "1.5"]);
  assertEquals(ended.map(([, { force, timeoutMilliseconds }]) => [force, timeoutMilliseconds]), [
    [true, 1_500],
  ]);
});

Deno.test("without a terminal and without --yes nothing is looked at or ended: exit code 2", async () => {
  const run = await kill(["4712"]);
  assertEquals([run.code, run.stdout, run.ended], [2, "", []]);
  assertEquals(
    run.stderr,
    "netwho: Cannot end processes without a question: there is no terminal to ask on\n" +
      "Add --yes to end them without one, or --dry-run to see what would be ended\n" +
      "Try netwho kill --help\n",
  );
});

Deno.test("on a terminal the plan stands before the question, on standard error", async () => {
  const run = await kill(["4712", "--format", "ndjson"], { typed: "y\r" });
  assertEquals([run.code, run.ended.length], [0, 1]);
  assertMatch(
    run.stderr,
    /^Sample Chat\.exe \(4712\), user .*, started [\d: -]+\n {2}C:\\.*\n {2}.*sockets?\n\rEnd this process\? \[y\/N\] $/,
  );
  assertEquals(JSON.parse(run.stdout).result, "ended");
});

Deno.test("rows may go into a pipe while the question is asked on the terminal", async () => {
  const run = await kill(["4712"], { typed: "yes\r", isPiped: true });
  assertEquals([run.code, rowsOf(run).map(({ result }) => result)], [0, ["ended"]]);
  assertStringIncludes(run.stderr, "[y/N]");
});

Deno.test("only a yes is a yes; everything else ends nothing and prints no row", async () => {
  for (const typed of ["\r", "n\r", "no\r", "yess\r", "q\r", "1\r", "", "y", "n\ry\r"]) {
    const run = await kill(["4712"], { typed });
    assertEquals([run.code, run.stdout, run.ended], [130, "", []], JSON.stringify(typed));
    assertMatch(run.stderr, /netwho: nothing was ended\n$/);
  }
  for (const typed of ["y\r", "Y\r", "yes\r", "YES\r", " y \r"]) {
    assertEquals((await kill(["4712"], { typed })).ended.length, 1, JSON.stringify(typed));
  }
});

Deno.test("one question is asked for all targets, and tells also what is refused or gone", async () => {
  const { stderr, ended } = await kill(["4712", "csrss", "gaem", ":3389", "--force"], {
    typed: "y\r",
  });
  assertEquals(stderr.match(/\[y\/N\]/g)?.length, 1);
  assertMatch(stderr, /^csrss\.exe \(560\): refused, Windows stops /m);
  assertMatch(stderr, /^gaem: gone, no program is named gaem$/m);
  assertMatch(stderr, /^\rEnd these 2 processes by force\? \[y\/N\] $/m);
  assertEquals(ended.map(([{ pid }]) => pid), [4712, 1388]);
});

Deno.test("nothing is asked where nothing would be done", async () => {
  const gone = await kill(["1", "gaem", "--format", "json"], { typed: "" });
  assertEquals([gone.code, gone.stderr, rowsOf(gone).map(({ result }) => result)], [
    0,
    "",
    ["gone", "gone"],
  ]);
  const refused = await kill(["4", "--format", "json"], { typed: "" });
  assertEquals([refused.code, refused.stderr], [3, ""]);
});

Deno.test("what is refused or fails ends with 3, and the others are still ended", async () => {
  const run = await kill(["csrss", "4712", ":3389", "--yes"], {
    endProcess: ({ pid }) =>
      pid === 4712
        ? Promise.reject(new ActionError("timedOut", "Cannot end process 4712: it still runs"))
        : Promise.resolve("asked"),
  });
  assertEquals(run.code, 3);
  assertEquals(rowsOf(run).map(({ pid, result }) => `${pid} ${result}`), [
    "560 refused",
    "4712 failed",
    "1388 ended",
  ]);
  assertEquals(rowsOf(run)[1]!.reason, "it still runs");
});

Deno.test("a process that ended meanwhile, or whose ID another one has, is success with a note", async () => {
  for (const kind of ["gone", "changed"] as const) {
    const run = await kill(["4712", "--yes"], {
      endProcess: () => Promise.reject(new ActionError(kind, "Cannot end process 4712: x")),
    });
    assertEquals([run.code, rowsOf(run)[0]!.result], [0, "gone"]);
    assertMatch(`${rowsOf(run)[0]!.reason}`, /^it had ended already/);
  }
});

Deno.test("--dry-run prints the plan without a question, and changes nothing", async () => {
  for (const typed of [null, "y\r"]) {
    const run = await kill([
      "4712",
      "gaem",
      "--dry-run",
      "--force",
      "--format",
      "csv",
      "--fields",
      "target,result,pid,method",
    ], { typed });
    assertEquals([run.code, run.ended, run.stderr], [0, [], ""]);
    assertEquals(run.stdout, "target,result,pid,method\r\n4712,planned,4712,\r\ngaem,gone,,\r\n");
  }
  assertEquals((await kill(["csrss", "--dry-run"])).code, 3);
});

Deno.test("a recording cannot be changed: only its plan is printed", async () => {
  using folder = temporaryFolder();
  for (const [name, path] of [["replay", RECORDING], ["record", `${folder.path}/new`]] as const) {
    const run = await runMain(["kill", "4712", "--yes", `--${name}`, path], {
      host: denoHostFiles(),
    });
    assertEquals([run.code, run.stdout], [2, ""], run.stderr);
    assertMatch(run.stderr, /^netwho: Cannot end processes .*\n--dry-run /);
  }
  const plan = await runMain(["kill", "4712", "--dry-run", "--replay", RECORDING], {
    host: denoHostFiles(),
  });
  assertEquals([plan.code, rowsOf(plan).map(({ result }) => result)], [0, ["planned"]]);
});

/** The files of this machine, for a recording. */
function denoHostFiles(): Partial<Host> {
  const { readFile, listDirectory, pathKind, makeFolder, createFile } = denoHost();
  return { readFile, listDirectory, pathKind, makeFolder, createFile };
}

Deno.test("all targets and options are checked before anything is looked at", async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /TARGET/],
    [
      ["203.0.113.7", "--yes"],
      /Cannot end 203\.0\.113\.7: .*\n.*netwho close --remote 203\.0\.113\.7/,
    ],
    [["4712", "*", "--yes"], /every program has such a name/],
    [["4712", "--yes", "--wait", "0"], /--wait/],
    [["4712", "--yes", "--fields", "nothing"], /nothing/],
    [["4712", "--yes", "--from", "x"], /--from/],
  ];
  for (const [args, message] of cases) {
    const run = await kill(args);
    assertEquals([run.code, run.stdout, run.ended], [2, "", []], args.join(" "));
    assertMatch(run.stderr, message);
  }
});

Deno.test("--tree ends what a process started, and the list of fields needs no question", async () => {
  const { stdout, code } = await kill(["4712", "--fields"]);
  assertEquals(code, 0);
  assertMatch(stdout, /result/);
  const tree = await kill(["4", "--tree", "--yes"]);
  assertEquals([tree.code, tree.ended], [3, []]);
});
