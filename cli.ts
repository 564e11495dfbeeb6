import { main } from "./lib/cli/main.ts";
import { trackFiles } from "./lib/cli/open_files.ts";
import { trackLine } from "./lib/cli/open_line.ts";
import { EXIT } from "./lib/errors.ts";
import { denoHost } from "./lib/host/deno/deno_host.ts";

const { host: terminal, clearLine } = trackLine(denoHost());
const { host, discardFiles } = trackFiles(terminal);
Deno.addSignalListener("SIGINT", () => {
  try {
    clearLine();
  } finally {
    exit(EXIT.interrupted);
  }
});
exit(await main(Deno.args, host));

function exit(code: number): never {
  discardFiles();
  Deno.exit(code);
}
