import { assertEquals } from "@std/assert";
import { parseRetryAfter, startPace } from "../../../../lib/lookup/owners/rdap/request_pace.ts";
import { fakeClock } from "../../../support/fake_clock.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The time of each turn, in milliseconds from the start; null if it was refused. */
async function turns(servers: readonly string[], milliseconds = 1e9): Promise<(number | null)[]> {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const all = Promise.all(servers.map(async (server) => {
    return await pace.turn(server, START + milliseconds) ? clock.passed() : null;
  }));
  await clock.run();
  return await all;
}

Deno.test("a server has one turn a second, side by side with others", async () => {
  const servers = ["rdap.arin.net", "rdap.arin.net", "rdap.db.ripe.net", "rdap.arin.net"];
  assertEquals(await turns(servers), [0, 1000, 0, 2000]);
});

Deno.test("LACNIC and the Brazilian registry have ten turns a minute", async () => {
  assertEquals(await turns(["rdap.lacnic.net", "rdap.lacnic.net"]), [0, 6000]);
  assertEquals(await turns(["rdap.registro.br", "rdap.registro.br"]), [0, 6000]);
  assertEquals(await turns(Array(11).fill("rdap.lacnic.net")).then((all) => all.at(-1)), 60_000);
});

Deno.test("a turn after the deadline is refused without a wait", async () => {
  assertEquals(await turns(Array(5).fill("rdap.arin.net"), 2500), [0, 1000, 2000, null, null]);
  assertEquals(await turns(["rdap.arin.net"], 0), [null]);
});

Deno.test("a pause also holds for those who already wait", async () => {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const came: number[] = [];
  const ask = async () => {
    if (await pace.turn("rdap.arin.net", START + 60_000)) came.push(clock.passed());
  };
  const all = [ask(), ask(), ask()];
  pace.pause("rdap.arin.net", START + 5000);
  // A shorter pause does not replace a longer one.
  pace.pause("rdap.arin.net", START + 2000);
  await clock.run();
  await Promise.all(all);
  assertEquals(came, [5000, 6000, 7000]);
});

Deno.test("Retry-After holds seconds or a date", () => {
  assertEquals(parseRetryAfter("7", START), 7000);
  assertEquals(parseRetryAfter("0", START), 0);
  assertEquals(parseRetryAfter(" 7 ", START), 7000);
  assertEquals(parseRetryAfter("Fri, 02 Jan 2026 03:04:25 GMT", START), 20_000);
  assertEquals(parseRetryAfter("Friday, 02-Jan-26 03:04:25 GMT", START), 20_000);
  assertEquals(parseRetryAfter("Fri, 02 Jan 2026 03:04:00 GMT", START), 0);
});

Deno.test("the default wait is five seconds, and the longest a day", () => {
  for (const header of [null, "", "-1", "1.5", "soon", "2026-01-02", "Fri, soon"]) {
    assertEquals(parseRetryAfter(header, START), 5000, `${header}`);
  }
  assertEquals(parseRetryAfter("9".repeat(400), START), 86_400_000);
  assertEquals(parseRetryAfter("Fri, 31 Dec 9999 23:59:59 GMT", START), 86_400_000);
});
