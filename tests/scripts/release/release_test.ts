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

Deno.test("a tag without --check makes no release", async () => {
  const usage = "release: usage: deno task release [--partial] | --check [TAG]";
  for (const args of [["v1.0.0"], ["--check", "v1.0.0", "v1.0.0"], ["--chekc"], ["--partail"]]) {
    assertEquals(await release(...args), { code: 2, said: [usage] }, args.join(" "));
  }
});
