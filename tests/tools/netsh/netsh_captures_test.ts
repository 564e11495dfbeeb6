// What netsh printed on Windows machines, against the parse that stands beside each capture.
import { assert, assertEquals } from "@std/assert";
import { parsePortRanges } from "../../../lib/tools/netsh/port_ranges.ts";
import { type HttpQueue, parseServiceState } from "../../../lib/tools/netsh/service_state.ts";
import { withCaptures } from "../../support/captures.ts";

withCaptures("other", ({ folder, files }) => {
  const read = (name: string) => Deno.readTextFileSync(new URL(name, folder));
  const named = (start: string) =>
    files.filter((name) => name.startsWith(start) && name.endsWith(".txt"));
  const expected = (name: string) => JSON.parse(read(name.replace(/txt$/, "json")));

  Deno.test("there are captures of netsh", () => {
    assert(named("excludedportrange.").length > 0 && named("servicestate.").length > 0);
  });

  for (const name of named("excludedportrange.")) {
    Deno.test(`reserved ports in ${name}`, () => {
      const { rows, rejected } = parsePortRanges(read(name));
      assertEquals({ rows, rejected }, { rows: expected(name).ranges, rejected: [] });
    });
  }

  for (const name of named("servicestate.")) {
    Deno.test(`queues in ${name}`, () => {
      const { queues, otherUrls } = parseServiceState(read(name));
      assertEquals(queues.map(withoutNulls), expected(name).queues);
      assertEquals(otherUrls, []);
    });
  }
});

/** The expectations leave out what an older Windows does not tell. */
function withoutNulls({ name, processes, urls }: HttpQueue): unknown {
  const told = processes.map((process) =>
    Object.fromEntries(Object.entries(process).filter(([, value]) => value !== null))
  );
  return { name, processes: told, urls };
}
