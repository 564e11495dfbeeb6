/**
 * Changes in PowerShell, object by object, while netwho goes on watching.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { PROGRAM } from "./support/program.ts";
import { SHELLS } from "./support/powershell.ts";

/** Reads the changes until a listener is there, as users do. */
const SCRIPT = (port: number) => `
$seen = @()
& $env:NETWHO_DENO ($env:NETWHO_ARGUMENTS -split ';') | ForEach-Object {
  $c = $_ | ConvertFrom-Json
  $seen += "$($c.change) $($c.localPort) $($c.state)"
}
$seen | Where-Object { $_ -like '* ${port} LISTENING' }
"exit $LASTEXITCODE, $(($seen | Where-Object { $_ -notmatch '^(opened|closed|changed) ' }).Count) odd"
`;

for (const shell of SHELLS) {
  Deno.test({
    name: `${shell} gets an object for each line, and the exit code`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = server.addr;
      const args = ["watch", "0.5", "--until", `listening port ${port}`, "--format", "ndjson"];
      const { code, stdout } = await new Deno.Command(shell, {
        args: ["-NoProfile", "-NonInteractive", "-Command", SCRIPT(port)],
        env: {
          NETWHO_DENO: Deno.execPath(),
          NETWHO_ARGUMENTS: [...PROGRAM, ...args].join(";"),
          NO_COLOR: "1",
        },
        stdin: "null",
        stderr: "inherit",
      }).output();
      const lines = new TextDecoder().decode(stdout).trim().split(/\r?\n/);
      assertEquals([code, lines], [0, [`opened ${port} LISTENING`, "exit 0, 0 odd"]]);
    },
  });
}
