/**
 * Measures how long it takes from the start of `netwho close` until the connection is broken, in a
 * network namespace of its own. Run as a program, it measures in the namespace that it is in.
 *
 * @module
 */
import { sectionFromNamespace } from "./own_namespace.ts";

const RUNS = 15;
const MANY = 3_000;

/** Measures an executable and returns a section in Markdown. */
export async function closingTimes(netwho: string): Promise<string> {
  const heading = "## Closing connections on Linux, from the start until they are broken";
  const script = new URL(import.meta.url);
  return await sectionFromNamespace(heading, { script, netwho, needs: "root, unshare, ip and ss" });
}

/** Opens connections, runs netwho, and returns the milliseconds until the last one is broken. */
async function timeClosing(netwho: string, count: number): Promise<number> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const ends: Deno.Conn[] = [];
  for (let pair = 0; pair < count; pair++) {
    ends.push(await Deno.connect({ hostname: "127.0.0.1", port }), await listener.accept());
  }
  const broken = ends.map((end) => end.read(new Uint8Array(1)).catch(() => null));
  const started = performance.now();
  const child = new Deno.Command(netwho, {
    args: ["close", "--remote-port", `${port}`, "--yes", "--format", "csv"],
    stdin: "null",
    stdout: "null",
  }).spawn();
  await Promise.all(broken);
  const milliseconds = performance.now() - started;
  const { code } = await child.status;
  if (code !== 0) throw new Error(`netwho close ended with ${code}`);
  for (const end of ends) end.close();
  return milliseconds;
}

if (import.meta.main) {
  const netwho = Deno.args[0]!;
  await timeClosing(netwho, 1); // does not count
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await timeClosing(netwho, 1));
  times.sort((a, b) => a - b);
  const many = await timeClosing(netwho, MANY);
  console.log(`| connections | time |
|---|---|
| 1 | ${times[RUNS >> 1]!.toFixed(0)} ms (${times[0]!.toFixed(0)}) |
| ${MANY.toLocaleString("en")} | ${many.toFixed(0)} ms |

Wanted: 100 ms for one.`);
}
