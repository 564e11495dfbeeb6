// netsh's output with every label in random words of random scripts.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isNetshListing, parseNetsh } from "../../../lib/tools/netsh/parse_netsh.ts";
import { parsePortRanges } from "../../../lib/tools/netsh/port_ranges.ts";
import { parseServiceState } from "../../../lib/tools/netsh/service_state.ts";
import { parseUrlReservations } from "../../../lib/tools/netsh/url_reservations.ts";
import {
  queues,
  ranges,
  reservations,
  wording,
  writePortRanges,
  writeServiceState,
  writeUrlReservations,
} from "../../support/netsh_writer.ts";

/** What an older Windows tells of the same processes. */
const pidOnly = ({ pid }: { pid: number }) => ({
  pid,
  image: null,
  services: null,
  taggedService: null,
});

Deno.test("newer Windows: queues with programs, services and URLs, in both views and any words", () => {
  fc.assert(fc.property(
    queues,
    wording,
    fc.constantFrom("queues" as const, "sessions" as const),
    (queues, wording, view) => {
      const text = writeServiceState(queues, { view, isOld: false, wording });
      assertEquals(parseServiceState(text), { queues, otherUrls: [] });
    },
  ));
});

Deno.test("older Windows: queues with process IDs and URLs, in any words", () => {
  fc.assert(fc.property(queues, wording, (queues, wording) => {
    const text = writeServiceState(queues, { view: "queues", isOld: true, wording });
    const expected = queues.map((queue) => ({ ...queue, processes: queue.processes.map(pidOnly) }));
    assertEquals(parseServiceState(text), { queues: expected, otherUrls: [] });
  }));
});

Deno.test("older Windows' view of sessions: URLs of named queues, and of the only one without a name", () => {
  fc.assert(fc.property(queues, wording, (queues, wording) => {
    const text = writeServiceState(queues, { view: "sessions", isOld: true, wording });
    const isOnly = queues.filter(({ name }) => name === null).length === 1;
    const isJoined = ({ name }: { name: string | null }) => name !== null || isOnly;
    assertEquals(parseServiceState(text), {
      queues: queues.map((queue) => ({
        name: queue.name,
        processes: queue.processes.map(pidOnly),
        urls: isJoined(queue) ? queue.urls : [],
      })),
      otherUrls: queues.flatMap((queue) => isJoined(queue) ? [] : queue.urls),
    });
  }));
});

Deno.test("both views in one text name each queue that has URLs once", () => {
  fc.assert(fc.property(queues, wording, (all, wording) => {
    const queues = all.filter(({ urls }) => urls.length > 0);
    const text = writeServiceState(queues, { view: "queues", isOld: false, wording }) +
      writeServiceState(queues, { view: "sessions", isOld: false, wording });
    assertEquals(parseServiceState(text), { queues, otherUrls: [] });
  }));
});

Deno.test("reserved URLs with their users, in any words", () => {
  fc.assert(fc.property(reservations, wording, (reservations, wording) => {
    assertEquals(
      parseUrlReservations(writeUrlReservations(reservations, wording)),
      reservations,
    );
  }));
});

Deno.test("reserved ports, in any words", () => {
  fc.assert(fc.property(ranges, wording, (ranges, wording) => {
    assertEquals(parsePortRanges(writePortRanges(ranges, wording)), { rows: ranges, rejected: [] });
  }));
});

Deno.test("every list is one, an empty one too; a message is none", () => {
  const all = fc.record({ queues, urls: reservations, ports: ranges, wording });
  fc.assert(fc.property(all, ({ queues, urls, ports, wording }) => {
    const state = { view: "queues", isOld: true, wording } as const;
    for (
      const text of [
        writeServiceState(queues, state),
        writeServiceState([], state),
        writeUrlReservations(urls, wording),
        writePortRanges(ports, wording),
      ]
    ) assertEquals(isNetshListing(text), true);
    const message = `${wording.say("The requested operation requires elevation")}.`;
    assertEquals(isNetshListing(`${wording.end}${message}${wording.end}`), false);
  }));
});

Deno.test("any text is read without an error", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    parseNetsh(text);
    parseNetsh(text.replaceAll("a", "\n        ID: 7, image: ").replaceAll("b", "\n"));
  }));
});
