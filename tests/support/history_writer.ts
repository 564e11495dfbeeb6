/**
 * Records looks at a computer for ever, and prints the number of each as soon as it is recorded:
 * `history_writer.ts FILE COMPUTER FIRST_NUMBER [COUNT]`. Look number N sees a listener and, on port
 * N, a connection of its own. A program of its own, so that a test can kill it.
 *
 * @module
 */
import { fakeHost } from "./fake_host.ts";
import { openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { between, connection, lookAt, VIEW } from "./history.ts";

/** The listener that each look sees. */
const LISTENER = connection({
  localAddress: "0.0.0.0",
  localPort: 135,
  state: "LISTENING",
  pid: 4,
});

/** When a look was taken. */
export function timeOfLook(number: number): string {
  return new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
}

if (import.meta.main) {
  const [path, computer, first, count = "Infinity"] = Deno.args;
  const encoder = new TextEncoder();
  using history = await openHistory(fakeHost(), path!);
  for (let number = Number(first); number < Number(first) + Number(count); number++) {
    const own = between(`192.0.2.7:${number} 198.51.100.1:443`, { pid: 10, process: "a.exe" });
    const look = lookAt(timeOfLook(number), [LISTENER, own], { computer: computer! });
    await recordRun(history, look, { view: VIEW });
    Deno.stdout.writeSync(encoder.encode(`${number}\n`));
  }
}
