/**
 * Holds what README.md shows to what netwho does: each of its command lines is run, and what stands
 * below it must be what comes.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../lib/cli/commands.ts";
import { temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { hasProgram } from "./support/installed.ts";
import { PROGRAM, ROOT, runProgram } from "./support/program.ts";
import { realFiles } from "./support/real_files.ts";
import {
  gathered,
  installed,
  night,
  obedient,
  recorded,
  recording,
  saving,
  type Scene,
  scheduling,
} from "./support/readme_scenes.ts";
import { blocksOf, type ShownCommand, shownCommands } from "./support/shown_commands.ts";
import { ScreenBench } from "./support/screen_bench.ts";

const README = Deno.readTextFileSync(new URL("README.md", ROOT));
const COMMAND_LINES = shownCommands(README);

/** Where each command line of the README is run, and what it does to the machine. */
const SCENES: Readonly<Record<string, readonly [scene: Scene, done?: readonly string[]]>> = {
  "netwho --inbound": [recorded("windows-en")],
  "netwho kill :8080 --dry-run": [obedient("windows-ko"), []],
  "netwho kill :8080": [obedient("windows-ko"), ["ended C:\\서버\\webserver.exe"]],
  "netwho whois 8.8.8.8": [recorded("windows-en")],
  "netwho audit": [recorded("windows-en")],
  "netwho audit --listening": [recorded("windows-en")],
  "netwho schedule add --every 5m -- log": [scheduling, ["scheduled \\netwho\\log"]],
  "netwho history --first-seen --since 22:00": [night],
  "netwho snapshot --out before.json": [saving, ["wrote before.json"]],
  "netwho diff before.json now": [installed],
  "netwho --state TIME_WAIT,CLOSE_WAIT --count-by process,state": [recorded("windows-en")],
  "netwho close --remote 198.51.100.77 --dry-run": [obedient("windows-en"), []],
  "netwho close --remote 198.51.100.77": [obedient("windows-en"), ["closed 198.51.100.77"]],
  'netwho watch --until "listening port 8080" --timeout 60': [recorded("windows-ko")],
  "netwho --from snapshots --inbound --scope '!loopback' --fields computer,process,localPort,remoteAddress":
    [gathered],
};

/** One of the recordings has a line that is no row. The README's computer has none. */
const NOT_ROWS = /^netwho: .*1 line of netstat not understood.*\n/m;

for (const [typed, [scene, done]] of Object.entries(SCENES)) {
  Deno.test(`README: ${typed}`, async () => {
    const shown = COMMAND_LINES.find((command) => command.typed === typed);
    assert(shown !== undefined, "the README does not show it");
    using folder = temporaryFolder();
    const came = await scene(shown.words.slice(1), folder.path);
    assertEquals(came.code, 0, came.text);
    assertEquals(came.done, done ?? []);
    assertShows(shown, came.text.replace(NOT_ROWS, ""));
  });
}

/** Compares what the README shows below a command line, if anything, with what came. */
function assertShows({ output, isCut }: ShownCommand, text: string): void {
  if (output.length === 0) return;
  const lines = text.trimEnd().split("\n");
  assertEquals(output, isCut ? lines.slice(0, output.length) : lines);
  if (isCut) assert(lines.length > output.length, "there is no more, and the README says so");
}

Deno.test("README: netwho watch is a screen, and q leaves it", async () => {
  assert(COMMAND_LINES.some(({ typed }) => typed === "netwho watch"));
  await using bench = new ScreenBench({
    args: ["--replay", recording("windows-en")],
    host: realFiles(),
  });
  await bench.until((text) => text.includes("browser.exe"));
  bench.press("q");
  assertEquals(await bench.exitCode, 0);
});

Deno.test("README: no command line is left out of these tests", () => {
  const tested = [...Object.keys(SCENES), "netwho watch"];
  assertEquals(COMMAND_LINES.map(({ typed }) => typed).sort(), tested.sort());
  const questions = README.match(/^### .*\?$/gm)!;
  assert(questions.length >= 10, `${questions.length}`);
  assertEquals(questions.length, README.match(/^### /gm)!.length);
});

Deno.test("README: commands and options in the text exist", () => {
  const inline = Array.from(
    README.matchAll(/`netwho ([^`\n]+)`/g),
    ([, words]) => words!.split(" "),
  );
  assert(inline.length >= 3);
  const names: readonly string[] = COMMANDS.map(({ name }) => name);
  for (const [first] of inline) {
    assert(/^(--|:)/.test(first!) || names.includes(first!), first);
  }
  const options = new Set(COMMANDS.flatMap(({ options }) => options.map(({ name }) => name)));
  // What stands in "Install" and "Try it" are options of other programs.
  const named = README.slice(README.indexOf("## Questions"))
    .matchAll(/(?<=[ `(])--([a-z][a-z-]+)/g);
  const unknown = Array.from(named, ([, name]) => name!).filter((name) => !options.has(name));
  assertEquals(unknown, []);
});

/** The lines for PowerShell, with what stands below each. */
function shellLines(): { readonly typed: string; readonly output: readonly string[] }[] {
  return blocksOf(README, "text").flatMap((block) =>
    block.split(/^(?=PS> )/m).filter((part) => part.startsWith("PS> ")).map((part) => {
      const [typed, ...output] = part.trimEnd().split("\n") as [string, ...string[]];
      return { typed: typed.slice("PS> ".length), output };
    })
  );
}

Deno.test("README: there are lines for PowerShell", () => {
  const lines = shellLines();
  assert(lines.length >= 3);
  assert(lines.some(({ output }) => output.length > 0));
});

for (const shell of SHELLS) {
  Deno.test({
    name: `README: the lines for PowerShell, in ${shell}`,
    // On Windows the program must be one executable: the workflow tries the module with it.
    ignore: Deno.build.os === "windows",
    async fn() {
      using folder = temporaryFolder();
      const program = `${folder.path}/netwho`;
      const words = [Deno.execPath(), ...PROGRAM].map((word) => `'${word}'`).join(" ");
      Deno.writeTextFileSync(program, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
      const lines = shellLines();
      const script = [
        "$ErrorActionPreference = 'Stop'",
        `$replay = '${recording("windows-en")}'`,
        "$PSDefaultParameterValues['Get-NetWho*:Replay'] = $replay",
        "function netwho { & $env:NETWHO @args --replay $replay }",
        ...lines.map(({ typed }) => `'#'; ${typed} | Out-String`),
      ].join("\n");
      const { code, stdout, stderr } = await new Deno.Command(shell, {
        args: ["-NoProfile", "-NonInteractive", "-Command", script],
        cwd: ROOT,
        env: { NETWHO: program, NO_COLOR: "1" },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      assertEquals([code, decoder.decode(stderr)], [0, ""]);
      const came = decoder.decode(stdout).split(/^#\r?\n/m).slice(1)
        .map((part) => part.split(/\r?\n/).map((line) => line.trimEnd()).filter(Boolean));
      assertEquals(came.length, lines.length);
      for (const [at, { typed, output }] of lines.entries()) {
        if (output.length > 0) assertEquals(came[at], output, typed);
        else if (!typed.startsWith("Import-Module")) assert(came[at]!.length > 0, typed);
      }
      assertStringIncludes(came[0]!.join("\n"), "TermService");
    },
  });
}

Deno.test("README: what to try from a checkout are tasks, run by the Deno that CI takes", () => {
  const [block] = blocksOf(README, "sh");
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  const named = Array.from(block!.matchAll(/^npx -y deno@([\d.]+) task (\w+)/gm));
  assertEquals(named.map(([, , task]) => task), ["start", "test"]);
  for (const [, version, task] of named) {
    assert(Object.hasOwn(tasks, task!), task);
    const script = Deno.readTextFileSync(new URL(".ci/run", ROOT));
    assertStringIncludes(script, `version=${version} `);
  }
  assert(README.includes("## Try it\n"), "CI reads the section of that name");
});

Deno.test("README: the picture has a text for those who cannot see it", () => {
  const [, text] = /!\[([^\]]+)\]\(docs\/pictures\/connections\.svg\)/.exec(README)!;
  for (const word of ["process ID", "arrow", "state", "owner"]) assertStringIncludes(text!, word);
});

Deno.test({
  name: "docs/linux.md: jq's example prints a program and an address in every line",
  ignore: !hasProgram("jq"),
  fn: async () => {
    const page = Deno.readTextFileSync(new URL("docs/linux.md", ROOT));
    const [, args, filter] = /^netwho (.*) \| jq -r '(.*)'$/m.exec(page)!;
    const { stdout } = await runProgram(["--replay", recording("linux"), ...args!.split(" ")]);
    const jq = new Deno.Command("jq", { args: ["-r", filter!], stdin: "piped", stdout: "piped" })
      .spawn();
    await new Response(stdout).body!.pipeTo(jq.stdin);
    const output = new TextDecoder().decode((await jq.output()).stdout);
    const lines = output.trimEnd().split("\n");
    assert(lines.length > 3, output);
    for (const line of lines) assert(!/\bnull\b/.test(line), line);
  },
});
