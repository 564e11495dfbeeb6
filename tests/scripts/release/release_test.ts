import { assert, assertEquals } from "@std/assert";
import { VERSION } from "../../../lib/version.ts";
import { localPath } from "../../support/folders.ts";

const SCRIPT = localPath(new URL("../../../scripts/release.ts", import.meta.url));

/** Runs the script with arguments with which it writes nothing. */
async function release(...args: string[]): Promise<{ code: number; said: string[] }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", "--allow-env", SCRIPT, ...args],
  }).output();
  return { code, said: new TextDecoder().decode(stderr).trim().split(/\r?\n/) };
}

Deno.test("the version of this tree could be released", async () => {
  assertEquals(await release("--check"), { code: 0, said: [""] });
});

Deno.test("a tag of another version is told, with all that is missing", async () => {
  const { code, said } = await release("--check", "v99.0.0");
  assertEquals(code, 1);
  assert(said.includes(`release: The tag is v99.0.0, deno.json wants v${VERSION}`), said.join());
});

Deno.test("what could be meant otherwise makes no release, and checks none", async () => {
  const usage = "release: usage: deno task release [--partial] | --check [TAG]";
  const lines = [
    ...[["v1.0.0"], ["--check", "v1.0.0", "v1.0.0"], ["--chekc"], ["--partail"]],
    ...[["--check=v1.0.0"], ["--check", "--partial"], ["--check=false", "v1.0.0"]],
  ];
  for (const args of lines) {
    assertEquals(await release(...args), { code: 2, said: [usage] }, args.join(" "));
  }
});
