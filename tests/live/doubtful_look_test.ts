/** Which looks are made again, since connections may be missing. */
import { assertEquals } from "@std/assert";
import { isDoubtful } from "../../lib/live/doubtful_look.ts";
import { connection, listener, peer } from "../support/compared_rows.ts";

const times = (count: number) => Array.from({ length: count }, (_, at) => 50_000 + at);
const PEERS = times(8).map((localPort) => peer("198.51.100.4", { localPort }));
const LISTENERS = times(8).map((port) => listener(port, { localAddress: "::" }));
const UDP = times(4).map((localPort) => connection({ protocol: "UDP", localPort }));
const LEFT = times(8).map((localPort) =>
  peer("203.0.113.9", { localPort, state: "TIME_WAIT", pid: 0 })
);
const ALL = [...PEERS, ...LISTENERS, ...UDP];

for (
  const [about, before, after, wanted] of [
    ["the first look", [], ALL, false],
    ["nothing is left", ALL, [], true],
    ["the listing ends before UDP", ALL, [...PEERS, ...LISTENERS], true],
    ["it ends among the listeners of IPv6", ALL, [...PEERS, ...LISTENERS.slice(0, 3)], true],
    ["half of a kind is gone", ALL, [...PEERS.slice(4), ...LISTENERS, ...UDP], false],
    ["few of a kind are gone", [...PEERS, ...UDP.slice(1)], PEERS, false],
    ["what was left of connections goes", [...PEERS, ...LEFT], PEERS, false],
    ["there are more", PEERS, ALL, false],
  ] as const
) {
  Deno.test(`a look is ${wanted ? "doubtful" : "believed"}: ${about}`, () => {
    assertEquals(isDoubtful(before, after), wanted);
  });
}
