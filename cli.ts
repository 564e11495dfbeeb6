/**
 * The command line, `netwho`: run it with `deno run --allow-all jsr:@netwho/netwho/cli`.
 *
 * @module
 */
import { main } from "./lib/cli/main.ts";
import { denoHost } from "./lib/host/deno/deno_host.ts";
import { exit, listenForInterruption } from "./lib/host/deno/interruption.ts";

const signal = listenForInterruption();
exit(await main(Deno.args, denoHost(), { signal }));
