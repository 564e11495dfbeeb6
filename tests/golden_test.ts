/**
 * Whole command lines. A folder in `golden/` is a case: the arguments, separated by spaces, are in
 * `command`; what they lead to is in `stdout`, `stderr` and `code`. Paths are relative to
 * `golden/input/`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { main } from "../lib/cli/main.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import type { Host } from "../lib/host/host.ts";
import { fakeHost } from "./support/fake_host.ts";

const GOLDEN = new URL("golden/", import.meta.url);
const INPUT = decodeURIComponent(new URL("input/", GOLDEN).pathname).replace(/^\/(?=[A-Z]:)/i, "");

const cases = Array.from(Deno.readDirSync(GOLDEN), ({ name }) => name)
  .filter((name) => name !== "input").sort();
assert(cases.length > 0, "there are no golden cases");

/** A machine whose files are the real ones below `golden/input/`. */
function inputHost() {
  const real = denoHost();
  const files: Partial<Host> = {
    open: (path) => real.open(INPUT + path),
    pathKind: (path) => real.pathKind(INPUT + path),
    listDirectory: (path) => real.listDirectory(INPUT + path),
    oemCodePage: () => 850,
  };
  return fakeHost(files);
}

for (const name of cases) {
  const read = (file: string) => Deno.readFileSync(new URL(`${name}/${file}`, GOLDEN));
  const text = (file: string) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(read(file));
  const command = text("command").trim();
  Deno.test(`netwho ${command} (${name})`, async () => {
    const out: Uint8Array[] = [];
    const host = {
      ...inputHost(),
      write: (bytes: Uint8Array) => {
        out.push(bytes.slice());
        return Promise.resolve();
      },
    };
    const code = await main(command.split(" "), host);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    assertEquals(out.map((bytes) => decoder.decode(bytes)).join(""), text("stdout"));
    assertEquals(host.stderr(), text("stderr"));
    assertEquals(code, Number(text("code")));
  });
}
