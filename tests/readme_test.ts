/**
 * Holds what README.md shows to what netwho does.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { main } from "../lib/cli/main.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import { fakeHost } from "./support/fake_host.ts";
import { localPath } from "./support/folders.ts";
import { ROOT, runProgram } from "./support/program.ts";

const README = Deno.readTextFileSync(new URL("README.md", ROOT));

function recording(name: string): string {
  return localPath(new URL(`tests/recordings/${name}`, ROOT));
}

Deno.test("README: the picture of a table is what a terminal of 100 columns shows", async () => {
  const [, args, picture] = /^> netwho (--public --owner)\n(.*?)\n\n/ms.exec(README)!;
  const real = denoHost();
  const host = fakeHost({
    open: real.open,
    pathKind: real.pathKind,
    listDirectory: real.listDirectory,
    readFile: real.readFile,
    isTerminal: () => true,
    terminalColumns: () => 100,
    env: (name) => name === "NO_COLOR" ? "1" : undefined,
  });
  assertEquals(await main(["--replay", recording("windows-en"), ...args!.split(" ")], host), 0);
  assertEquals(host.stdout(), `${picture}\n`);
});

Deno.test({
  name: "README: jq's example prints a program and an address in every line",
  ignore: !await exists("jq"),
  fn: async () => {
    const [, args, filter] = /^netwho (.*) \| jq -r '(.*)'$/m.exec(README)!;
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

async function exists(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"], stdout: "null" }).output())
      .success;
  } catch {
    return false;
  }
}
