import { assertEquals } from "@std/assert";
import { startPace } from "../../../../lib/lookup/owners/rdap/pace.ts";
import { fakeClock } from "../../../support/fake_clock.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** When each turn came, in milliseconds from the start; null where it did not come. */
async function turns(servers: readonly string[], milliseconds = 1e9): Promise<(number | null)[]> {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const all = Promise.all(servers.map(async (server) => {
    return await pace.turn(server, START + milliseconds) ? clock.passed() : null;
  }));
  await clock.run();
  return await all;
}

Deno.test("a server is asked once a second, side by side with others", async () => {
  const servers = ["rdap.arin.net", "rdap.arin.net", "rdap.db.ripe.net", "rdap.arin.net"];
  assertEquals(await turns(servers), [0, 1000, 0, 2000]);
});

Deno.test("LACNIC and the Brazilian registry are asked ten times a minute", async () => {
  assertEquals(await turns(["rdap.lacnic.net", "rdap.lacnic.net"]), [0, 6000]);
  assertEquals(await turns(["rdap.registro.br", "rdap.registro.br"]), [0, 6000]);
  assertEquals(await turns(Array(11).fill("rdap.lacnic.net")).then((all) => all.at(-1)), 60_000);
});

Deno.test("a turn that would come too late is none, and nobody waits for it", async () => {
  assertEquals(await turns(Array(5).fill("rdap.arin.net"), 2500), [0, 1000, 2000, null, null]);
  assertEquals(await turns(["rdap.arin.net"], 0), [null]);
});

Deno.test("a server that wants to be left alone is, by those who wait already too", async () => {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const came: number[] = [];
  const ask = async () => {
    if (await pace.turn("rdap.arin.net", START + 60_000)) came.push(clock.passed());
  };
  const all = [ask(), ask(), ask()];
  pace.rest("rdap.arin.net", START + 5000);
  // Shorter than what it wanted before, which stays.
  pace.rest("rdap.arin.net", START + 2000);
  await clock.run();
  await Promise.all(all);
  assertEquals(came, [5000, 6000, 7000]);
});
