/** Files that no netwho wrote are not read into memory. */
import { assertEquals, assertThrows } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { replayingHost } from "../../../lib/host/recording/replaying_host.ts";
import { openCache } from "../../../lib/lookup/cache.ts";
import { temporaryFolder } from "../../support/folders.ts";

/** A file that has a size, but takes no space. */
function sparseFile(path: string, size: number): void {
  using file = Deno.openSync(path, { write: true, createNew: true });
  file.truncateSync(size);
}

Deno.test("a cache of 70 MB is left alone, and told", () => {
  using folder = temporaryFolder();
  sparseFile(`${folder.path}/names.ndjson`, 70_000_000);
  const kind = {
    file: "names.ndjson",
    version: 1,
    keyOf: () => "",
    read: () => null,
    lifetimeOf: () => 0,
  };
  const cache = openCache(denoHost(), { folder: folder.path, kind, server: null });
  cache.add([{}]);
  assertEquals(cache.warnings, [
    `Cannot read the cache ${folder.path}/names.ndjson: it has 70.0 MB, and is nothing that ` +
    "netwho wrote",
  ]);
  assertEquals(Deno.statSync(`${folder.path}/names.ndjson`).size, 70_000_000);
});

Deno.test("a recording of gigabytes is refused in one line", () => {
  using folder = temporaryFolder();
  Deno.mkdirSync(`${folder.path}/host`);
  sparseFile(`${folder.path}/host/index.tsv`, 65_000_000);
  const index = assertThrows(() => replayingHost(folder.path, denoHost()), HostError);
  assertEquals(
    index.message,
    `Cannot replay ${folder.path}/host/index.tsv: it is longer than 64 MB`,
  );
  Deno.removeSync(`${folder.path}/host/index.tsv`);
  sparseFile(`${folder.path}/host/index.tsv`, 1_100_000_000);
  const larger = assertThrows(() => replayingHost(folder.path, denoHost()), HostError);
  assertEquals(
    larger.message,
    `Cannot read ${folder.path}/host/index.tsv: it is larger than 1.1 GB`,
  );
});
