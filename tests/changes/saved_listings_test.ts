/**
 * The laws of comparisons on all saved listings and recordings.
 *
 * @module
 */
import { assert } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSide, type Side } from "../../lib/capture/read_side.ts";
import { compareSides } from "../../lib/changes/compare_sides.ts";
import { ParseError } from "../../lib/errors.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { withCaptures } from "../support/captures.ts";
import { assertDiffLaws } from "../support/compared_rows.ts";
import { localPath, namesIn } from "../support/folders.ts";

const TESTS = new URL("../", import.meta.url);

/** Reads all that can be read in a folder. */
async function sidesIn(folder: URL): Promise<Side[]> {
  const sides: Side[] = [];
  for (const name of namesIn(folder) ?? []) {
    const path = localPath(new URL(name, folder));
    try {
      sides.push(await readSide(path, denoHost(), { diagnostics: new Diagnostics() }));
    } catch (error) {
      // Some files hold only processes, or nothing that is understood.
      if (!(error instanceof ParseError)) throw error;
    }
  }
  return sides;
}

/** Checks each with itself, and each with the next one. */
function checkAll(sides: readonly Side[]): void {
  assert(sides.length > 1);
  for (const [at, old] of sides.entries()) {
    const current = sides[(at + 1) % sides.length]!;
    assertDiffLaws(old.snapshot.connections, current.snapshot.connections, { name: old.label });
    for (const exact of [false, true]) {
      assert(compareSides(old, old, { exact }).changes.length === 0, old.label);
    }
  }
}

for (
  const folder of ["recordings/", "fixtures/netstat/", "fixtures/netstat_linux/", "fixtures/own/"]
) {
  Deno.test(`nothing changes from a listing to itself, and back is the mirror: ${folder}`, async () => {
    checkAll(await sidesIn(new URL(folder, TESTS)));
  });
}

withCaptures("netstat", ({ folder }) => {
  Deno.test("nothing changes from a capture to itself, and back is the mirror", async () => {
    checkAll(await sidesIn(folder));
  });
});
