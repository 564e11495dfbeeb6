/**
 * Public captures of real machines, where the folder with them stands beside the checkout.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { openSaved } from "../../lib/capture/saved/saved_files.ts";

const CAPTURES = new URL("../../../shared/captures/", import.meta.url);

for (const tool of ["netstat", "tasklist"] as const) {
  const names = listed(new URL(`${tool}/`, CAPTURES));
  Deno.test({
    name: `every capture of ${tool} is told by its content`,
    ignore: names === null,
    async fn() {
      assert(names!.length > 0);
      for (const name of names!) {
        const path = decodeURIComponent(new URL(`${tool}/${name}`, CAPTURES).pathname);
        const files = await openSaved([path], denoHost(), { encoding: null });
        assertEquals(files.map(({ kind }) => kind), [tool], name);
      }
    },
  });
}

function listed(folder: URL): string[] | null {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name);
  } catch {
    return null;
  }
}
