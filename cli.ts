import { main } from "./lib/cli/main.ts";
import { trackFiles } from "./lib/cli/open_files.ts";
import { EXIT } from "./lib/errors.ts";
import { denoHost } from "./lib/host/deno_host.ts";

const { host, discardFiles } = trackFiles(denoHost());
Deno.addSignalListener("SIGINT", () => exit(EXIT.interrupted));
exit(await main(Deno.args, host));

function exit(code: number): never {
  discardFiles();
  Deno.exit(code);
}
