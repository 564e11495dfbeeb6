import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { SHELL_NAMES } from "../../../lib/cli/completion/shell_names.ts";
import { powershell } from "../../../lib/cli/completion/shells/powershell.ts";
import { completedWindows, HOSTILE_NAMES } from "../../support/completed_machine.ts";
import { hasProgram } from "../../support/installed.ts";
import { type Outcome, runMain } from "../../support/run_main.ts";

/** Runs `netwho completions`, where `SHELL` and the system are as given. */
async function completions(
  args: readonly string[],
  { shell, os = "linux" }: { shell?: string; os?: "linux" | "windows" } = {},
): Promise<Outcome> {
  const env = (name: string) => name === "SHELL" ? shell : undefined;
  return await runMain(["completions", ...args], { host: { os, env } });
}

for (const shell of SHELL_NAMES) {
  Deno.test(`completions ${shell} prints a script in ASCII that asks netwho for ${shell}`, async () => {
    const { code, stdout, stderr } = await completions([shell]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /^[\n\x20-\x7e]+\n$/);
    const asks = shell === "powershell"
      ? "'completions', 'powershell', '--complete', '--'"
      : `netwho completions ${shell} --complete --`;
    assert(stdout.includes(asks), stdout);
  });

  Deno.test(`completions ${shell} --complete never fails and says nothing on standard error`, async () => {
    for (const given of [[], ["\ud800"], ["=%"], ["=--port", "=-"], ["a", "b", "c"], ["--help"]]) {
      const outcome = await completions([shell, "--complete", "--", ...given]);
      assertEquals([outcome.code, outcome.stderr], [0, ""]);
    }
  });

  if (shell === "powershell") continue;
  Deno.test({
    name: `${shell} understands its script`,
    ignore: !hasProgram(shell),
    async fn() {
      const { stdout: script } = await completions([shell]);
      const file = Deno.makeTempFileSync();
      Deno.writeTextFileSync(file, script);
      const { code, stderr } = new Deno.Command(shell, { args: ["-n", file] }).outputSync();
      Deno.removeSync(file);
      assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    },
  });
}

Deno.test("the words that PowerShell hands on are read back, in one part or in two", () => {
  const words = fc.array(
    fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })),
  );
  fc.assert(fc.property(words, (words) => {
    const given = words.flatMap(([start, end]) =>
      end === ""
        ? [`=${encodeURIComponent(start)}`]
        : [`=${encodeURIComponent(start)}`, `+${encodeURIComponent(end)}`]
    );
    assertEquals(powershell.readWords(given), words.map(([start, end]) => start + end));
  }));
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (given) => {
    const isWhole = given.every((word) => /^[=+]/.test(word)) && given[0]?.[0] !== "+";
    assertEquals(powershell.readWords(given) !== null, isWhole);
  }));
});

Deno.test("the answer to PowerShell is ASCII, a JSON object a line, with quotes where they are needed", async () => {
  const { os, env, listedProcesses, processFacts, systemSockets } = completedWindows({
    names: HOSTILE_NAMES,
  });
  const { stdout } = await runMain(
    ["completions", "powershell", "--complete", "--", "=--process", "="],
    { host: { os, env, listedProcesses, processFacts, systemSockets } },
  );
  assertMatch(stdout, /^[\n\x20-\x7e]+$/);
  const found = stdout.trim().split("\n").map((line) => JSON.parse(line));
  const names = new Map(found.map(({ value, text }) => [value, text]));
  assertEquals(names.get("a;touch pwned"), "'a;touch pwned'");
  assertEquals(
    names.get("h\u00fcllo \ud55c\uae00 \u{1f600}"),
    "'h\u00fcllo \ud55c\uae00 \u{1f600}'",
  );
  assertEquals(names.get("?(touch pwned)"), "'?(touch pwned)'");
  assertEquals(names.get("esc?[31mred"), "'esc?[31mred'");
  assert(found.every(({ tip, list }) => tip !== "" && list !== ""));
});

Deno.test("without a shell netwho says which there are, and advises the one that runs it", async () => {
  const hintFor = async (options: { shell?: string; os?: "linux" | "windows" }) => {
    const { code, stdout, stderr } = await completions([], options);
    assertEquals([code, stdout], [2, ""]);
    const [message, hint] = stderr.split("\n");
    assertEquals(
      message,
      "netwho: Cannot print completions: name the shell, powershell, bash, zsh or fish",
    );
    return hint;
  };
  assertEquals(await hintFor({ shell: "/usr/bin/zsh" }), "Write netwho completions zsh");
  assertEquals(await hintFor({ shell: "/bin/bash" }), "Write netwho completions bash");
  assertEquals(await hintFor({ shell: "/usr/bin/pwsh" }), "Write netwho completions powershell");
  assertEquals(await hintFor({ shell: "/bin/dash" }), "Write netwho completions bash");
  assertEquals(await hintFor({}), "Write netwho completions bash");
  assertEquals(await hintFor({ os: "windows" }), "Write netwho completions powershell");
  assertEquals(
    await hintFor({ os: "windows", shell: "C:\\Git\\usr\\bin\\bash.exe" }),
    "Write netwho completions bash",
  );
});

Deno.test("the names of shells: in any case, pwsh, misspelt, unknown, too many", async () => {
  assertEquals((await completions(["Bash"])).stdout, (await completions(["bash"])).stdout);
  assertEquals((await completions(["pwsh"])).stdout, (await completions(["powershell"])).stdout);
  assertMatch((await completions(["bsh"])).stderr, /Unknown shell bsh: did you mean bash\?/);
  const { code, stderr } = await completions(["cmd"]);
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /Unknown shell cmd\nnetwho has completions for powershell, bash, zsh and fish/,
  );
  assertMatch((await completions(["bash", "zsh"])).stderr, /Unexpected argument zsh/);
  assertMatch((await completions(["bash", "--", "zsh"])).stderr, /Unexpected argument zsh/);
  assertMatch((await completions(["--complete", "--", "a"])).stderr, /name the shell/);
});

Deno.test("a misspelt name of the command is told", async () => {
  for (const word of ["completion", "complete", "compleitons"]) {
    const { code, stderr } = await runMain([word, "bash"]);
    assertEquals(code, 2);
    assertMatch(stderr, /did you mean completions\?/, word);
  }
});
