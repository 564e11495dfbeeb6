import { assertEquals } from "@std/assert";
import { findNeighbours } from "../../lib/inspect/neighbours.ts";
import { joinSocket } from "../../lib/capture/join.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { at, tcp } from "../support/sockets.ts";

const to = (address: string): Connection =>
  joinSocket(tcp([at("192.0.2.7", 50000), at(address, 443)], { state: "ESTABLISHED" }), {
    observedAt: null,
    processes: null,
  });
const place = (remoteAddress: string | null, remoteNetwork: string | null = null) => ({
  remoteAddress,
  remoteNetwork,
});

function near(places: Parameters<typeof findNeighbours>[0], addresses: readonly string[]) {
  return findNeighbours(places, addresses.map(to)).map(({ connection, network, near }) =>
    `${connection.remoteAddress} ${network} ${near}`
  );
}

Deno.test("without a known network, the same /24 or /48 counts", () => {
  assertEquals(
    near([place("8.8.8.8"), place("2606:4700:10::1")], [
      "8.8.8.255",
      "8.8.9.8",
      "2606:4700:10:ffff::2",
      "2606:4700:11::1",
    ]),
    ["8.8.8.255 8.8.8.0/24 8.8.8.8", "2606:4700:10:ffff::2 2606:4700:10::/48 2606:4700:10::1"],
  );
});

Deno.test("a known network counts as it is, one that is none does not", () => {
  const others = ["8.8.4.4", "8.9.0.1", "8.8.8.1"];
  assertEquals(near([place("8.8.8.8", "8.8.0.0/16")], others), [
    "8.8.4.4 8.8.0.0/16 8.8.8.8",
    "8.8.8.1 8.8.0.0/16 8.8.8.8",
  ]);
  // The last one would make everybody a neighbour.
  for (const none of ["8.8.0.0/99", "x", "2606:4700::/32", "0.0.0.0/0"]) {
    assertEquals(near([place("8.8.8.8", none)], others), ["8.8.8.1 8.8.8.0/24 8.8.8.8"]);
  }
});

Deno.test("only public addresses have neighbours, and are some", () => {
  const own = ["192.168.1.20", "10.0.0.1", "127.0.0.1", "::1", "fe80::1%12", "203.0.113.7"];
  assertEquals(near(own.map((address) => place(address)), own), []);
  assertEquals(near([place(null), place("8.8.8.8", "0.0.0.0/0")], own), []);
});

Deno.test("an IPv4-mapped address is in the IPv4 network", () => {
  assertEquals(near([place("::ffff:8.8.8.8")], ["8.8.8.9", "::ffff:8.8.8.10", "8.8.9.9"]), [
    "8.8.8.9 8.8.8.0/24 ::ffff:8.8.8.8",
    "::ffff:8.8.8.10 8.8.8.0/24 ::ffff:8.8.8.8",
  ]);
});

Deno.test("NAT64 is judged by the address inside, Teredo has no neighbours", () => {
  const nat64 = ["64:ff9b::808:809", "64:ff9b::909:909"]; // 8.8.8.9, 9.9.9.9
  assertEquals(near([place("64:ff9b::808:808")], nat64), [
    "64:ff9b::808:809 64:ff9b::808:800/120 64:ff9b::808:808",
  ]);
  // Both inverted: f7f7:f7f7 is 8.8.8.8.
  assertEquals(
    near([place("2001:0:4136:e378:8000:63bf:f7f7:f7f7")], [
      "2001:0:4136:e378:8000:63bf:f7f7:f7f6",
    ]),
    [],
  );
});

Deno.test("the narrowest of several networks is told", () => {
  const places = [place("8.8.4.4", "8.0.0.0/8"), place("8.8.8.8", "8.8.8.0/25")];
  assertEquals(near(places, ["8.8.8.127", "8.8.8.128"]), [
    "8.8.8.127 8.8.8.0/25 8.8.8.8",
    "8.8.8.128 8.0.0.0/8 8.8.4.4",
  ]);
});

Deno.test("many peers and many others are no matter of minutes", () => {
  const octets = (index: number) => `${(index >> 16) + 60}.${(index >> 8) & 255}.${index & 255}.1`;
  const places = Array.from({ length: 20_000 }, (_, index) => place(octets(index)));
  const others = Array.from({ length: 20_000 }, (_, index) => to(octets(index + 10_000)));
  assertEquals(findNeighbours(places, others).length, 10_000);
});

Deno.test("each connection is a neighbour once", () => {
  assertEquals(
    near([place("8.8.8.8"), place("8.8.8.7"), place("8.8.4.4", "8.0.0.0/8")], [
      "8.8.8.9",
    ]),
    ["8.8.8.9 8.8.8.0/24 8.8.8.8"],
  );
});
