import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { VERSION } from "../../../lib/version.ts";
import { ROOT } from "../../support/program.ts";

/** Runs a script of the project that prints its own command, with some rights, and returns that. */
async function ownCommandOf(...rights: string[]): Promise<{ program: string; before: string[] }> {
  const folder = await Deno.makeTempDir({ prefix: "own command ü 100% " });
  try {
    const script = `${folder}/own #1.ts`;
    const host = new URL("lib/host/deno/deno_host.ts", ROOT).href;
    await Deno.writeTextFile(
      script,
      `import { denoHost } from "${host}";\n` +
        `console.log(JSON.stringify(denoHost().ownCommand()));`,
    );
    const config = new URL("deno.json", ROOT).pathname.replace(/^\/(?=[A-Za-z]:)/, "");
    const args = ["run", "--quiet", "--no-prompt", "--config", decodeURIComponent(config)];
    const ran = await new Deno.Command(Deno.execPath(), { args: [...args, ...rights, script] })
      .output();
    assertEquals(new TextDecoder().decode(ran.stderr), "");
    const own = JSON.parse(new TextDecoder().decode(ran.stdout));
    assertEquals(await Deno.realPath(own.before.at(-1)), await Deno.realPath(script));
    return own;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ownCommand names Deno, the script and the rights of this run", async () => {
  const own = await ownCommandOf("--allow-all");
  assertEquals(own.program, Deno.execPath());
  assertEquals(own.before.slice(0, -1), ["run", "--quiet", "--no-prompt", "--allow-all"]);
});

Deno.test("ownCommand gives no right that this run does not have", async () => {
  const own = await ownCommandOf("--allow-read", "--allow-env=HOME", "--allow-net");
  assertEquals(
    own.before.slice(0, -1),
    ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-net"],
  );
});

Deno.test("ownCommand starts netwho", async () => {
  const own = denoHost().ownCommand();
  assert(own !== null);
  const cli = decodeURIComponent(new URL("cli.ts", ROOT).pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  // Under `deno test` the script is the test itself.
  const args = [...own.before.slice(0, -1), cli, "--version"];
  const { stdout } = await new Deno.Command(own.program, { args }).output();
  assertEquals(new TextDecoder().decode(stdout), `netwho ${VERSION}\n`);
});
