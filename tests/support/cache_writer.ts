/**
 * A process of its own that adds names to a cache: `cache_writer.ts FOLDER PREFIX COUNT`, where the
 * names are those of the addresses PREFIX.0, PREFIX.1 and so on.
 *
 * @module
 */
import { openCache } from "../../lib/lookup/cache.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { NAMES } from "../../lib/lookup/names/reverse_names.ts";

const [folder = "", prefix = "", count = "0"] = Deno.args;
const cache = openCache(denoHost(), { folder, kind: NAMES, server: null });
for (let i = 0; i < Number(count); i++) {
  cache.add([{ address: `${prefix}.${i}`, name: `host${i}.example` }]);
}
if (cache.warnings.length > 0) throw new Error(cache.warnings[0]);
