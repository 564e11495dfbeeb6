import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host } from "../../lib/host/host.ts";
import { runMain } from "../support/run_main.ts";
import { ScreenBench } from "../support/screen_bench.ts";

/** A row of `netwho connections --format json`. */
interface Listed {
  readonly pid: number | null;
  readonly process: string | null;
  readonly localAddress: string;
  readonly localPort: number;
  readonly state: string | null;
}

/** The files of this computer, which hold the recordings. */
function files(): Partial<Host> {
  const { readFile, readFileInBackground, readPart, listDirectory, pathKind, open } = denoHost();
  return { readFile, readFileInBackground, readPart, listDirectory, pathKind, open };
}

for (const language of ["de", "en", "ja", "ko"]) {
  Deno.test(`watch shows a recorded Windows (${language}) with the rows that connections lists`, async () => {
    const replay = ["--replay", `tests/recordings/windows-${language}`];
    const { code, stdout } = await runMain(["connections", ...replay, "--format", "json"], {
      host: files(),
    });
    assertEquals(code, 0);
    const listed: Listed[] = JSON.parse(stdout);
    assert(listed.length > 30);
    const size = { columns: 220, rows: listed.length + 20 };
    await using bench = new ScreenBench({ args: replay, host: files(), ...size });
    await bench.until((text) => text.includes(`${listed.length} connections `));
    const lines = bench.screen.lines.map((line) => line.trim());
    for (const row of listed) {
      const { pid, process, localAddress, localPort, state } = row;
      const address = localAddress.includes(":") ? `[${localAddress}]` : localAddress;
      const words = [process ?? "", `${pid ?? ""}`, `${address}:${localPort}`, state ?? ""];
      const isShown = lines.some((line) => words.every((word) => line.includes(word)));
      assert(isShown, `${words.join(" ")}\n${lines.join("\n")}`);
    }
  });
}
