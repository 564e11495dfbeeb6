import { assertEquals } from "@std/assert";
import { checkRun, makesKeyFile, runsForeignScript } from "../../../scripts/harden/check_run.ts";
import { temporaryFolder } from "../../support/folders.ts";

const linux = { ignore: Deno.build.os === "windows" };

/** Makes a program out of a shell script, for the length of a test. */
async function withProgram(
  script: string,
  test: (program: string) => Promise<void>,
): Promise<void> {
  using folder = temporaryFolder();
  const program = `${folder.path}/program`;
  await Deno.writeTextFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await test(program);
}

/** Does what the runtime does with the variables: it runs the script for whoever has a channel. */
const INTERPRETER = `
if [ -n "$DENO_INTERNAL_CHILD_ENTRYPOINT" ] && [ -n "$NODE_CHANNEL_FD" ]; then
  exec '${Deno.execPath()}' run --quiet --allow-all "$DENO_INTERNAL_CHILD_ENTRYPOINT"
fi
if [ -n "$SSLKEYLOGFILE" ]; then : >>"$SSLKEYLOGFILE"; fi
echo "tool 1.2.3"`;

Deno.test({
  name: "a program that obeys the environment is found out",
  ...linux,
  fn: () =>
    withProgram(INTERPRETER, async (program) => {
      assertEquals(await runsForeignScript(program), true);
      assertEquals(await makesKeyFile(program), true);
      const problems = (await checkRun(program, "tool 1.2.3")).map(({ problem }) => problem);
      assertEquals(problems, [null, "the script ran", "the file is there"]);
    }),
});

Deno.test({
  name: "a program that does not obey it has no problem, unless it is another version",
  ...linux,
  fn: () =>
    withProgram('echo "tool 1.2.3"', async (program) => {
      const problems = async (version: string) =>
        (await checkRun(program, version)).map(({ problem }) => problem);
      assertEquals(await problems("tool 1.2.3"), [null, null, null]);
      assertEquals(await problems("tool 1.2.4"), ["exit code 0: tool 1.2.3", null, null]);
    }),
});

Deno.test({
  name: "a program that fails, or says something else beside its version, is a problem",
  ...linux,
  fn: async () => {
    await withProgram('echo "tool 1.2.3"; exit 3', async (program) => {
      assertEquals((await checkRun(program, "tool 1.2.3"))[0]!.problem, "exit code 3: tool 1.2.3");
    });
    await withProgram('echo "tool 1.2.3"; echo "a warning" >&2', async (program) => {
      const [{ problem } = { problem: null }] = await checkRun(program, "tool 1.2.3");
      assertEquals(problem, "exit code 0: tool 1.2.3a warning\n");
    });
  },
});
