import { main } from "./lib/cli/main.ts";
import { EXIT } from "./lib/errors.ts";
import { denoHost } from "./lib/host/deno/deno_host.ts";
import { exit, listenForInterruption } from "./lib/host/deno/interruption.ts";

const signal = listenForInterruption(EXIT.interrupted);
exit(await main(Deno.args, denoHost(), { signal }));
