import { assertEquals } from "@std/assert";
import { hasPeer, isAnyAddress, isWaiting } from "../../lib/model/peer.ts";

Deno.test("any address, in each notation", () => {
  for (const address of ["0.0.0.0", "::", "::%eth0", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0"]) {
    assertEquals(isAnyAddress(address), true, address);
  }
  for (const address of ["0.0.0.1", "::1", "10.0.0.0", "fe80::", "::ffff:0.0.0.1", "", "pc"]) {
    assertEquals(isAnyAddress(address), false, address);
  }
});

Deno.test("a port without an address is another end, a port 0 is none", () => {
  const udp = { protocol: "UDP", state: null, remoteAddress: null, remoteHost: null };
  assertEquals(hasPeer({ ...udp, remotePort: 53 }), true);
  assertEquals(hasPeer({ ...udp, remotePort: 0 }), false);
  assertEquals(hasPeer({ ...udp, remotePort: null }), false);
  assertEquals(hasPeer({ ...udp, remoteHost: "pc", remotePort: null }), true);
  assertEquals(hasPeer({ ...udp, protocol: "TCP", state: "ESTABLISHED", remotePort: null }), true);
  assertEquals(hasPeer({ ...udp, protocol: "TCP", state: "CLOSED", remotePort: null }), false);
});

Deno.test("TCP listeners and UDP sockets without a peer wait, bound sockets do not", () => {
  const tcp = { protocol: "TCP", remoteAddress: "0.0.0.0", remotePort: 0, remoteHost: null };
  assertEquals(isWaiting({ ...tcp, state: "LISTENING" }), true);
  assertEquals(isWaiting({ ...tcp, state: "BOUND" }), false);
  const udp = { protocol: "UDP", state: null, remoteAddress: null, remotePort: null };
  assertEquals(isWaiting(udp), true);
  // A port 0 is nobody's, as in the table for people.
  assertEquals(isWaiting({ ...udp, remoteAddress: "192.0.2.7", remotePort: 0 }), true);
  assertEquals(isWaiting({ ...udp, remoteAddress: "192.0.2.7", remotePort: 53 }), false);
  assertEquals(isWaiting({ ...udp, remotePort: 53 }), false);
});
