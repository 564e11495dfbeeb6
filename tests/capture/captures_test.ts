/**
 * Public captures of real machines, where the folder with them stands beside the checkout.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { openSaved } from "../../lib/capture/saved/saved_files.ts";
import { withCaptures } from "../support/captures.ts";
import { localPath, namesIn } from "../support/folders.ts";

withCaptures(null, ({ folder }) => {
  for (const tool of ["netstat", "tasklist"] as const) {
    Deno.test(`every capture of ${tool} is told by its content`, async () => {
      const names = namesIn(new URL(`${tool}/`, folder)) ?? [];
      assert(names.length > 0);
      for (const name of names) {
        const path = localPath(new URL(`${tool}/${name}`, folder));
        const files = await openSaved([path], denoHost(), { encoding: null });
        assertEquals(files.map(({ kind }) => kind), [tool], name);
      }
    });
  }
});
