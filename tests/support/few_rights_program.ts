/**
 * Writes files and finds the cache's folder with the rights that this program was given.
 *
 * @module
 */
import { denoHost } from "../../lib/host/deno/deno_host.ts";

const host = denoHost();
const [folder = "."] = Deno.args;
Deno.env.set("XDG_CACHE_HOME", folder);
const writer = host.createFile(`${folder}/out.csv`);
await writer.write(new TextEncoder().encode("a\n"));
await writer.commit();
host.appendCache(`${folder}/cache.jsonl`, new TextEncoder().encode("b\n"));
await host.appendLines(`${folder}/log.csv`, () => new TextEncoder().encode("c\n"));
console.log(JSON.stringify([host.elevated(), host.cacheFolder()]));
