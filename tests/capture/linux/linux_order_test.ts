import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { emptyRecord } from "../../../lib/model/field.ts";
import { type Socket, SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { inOrder } from "../../../lib/capture/linux/linux_order.ts";

const socket = (localAddress: string, localPort: number, remotePort = 0): { socket: Socket } => ({
  socket: { ...emptyRecord(SOCKET_FIELDS), protocol: "TCP", localAddress, localPort, remotePort },
});

Deno.test("sockets are ordered by local address as numbers, then by ports", () => {
  const ordered = [
    socket("0.0.0.0", 22),
    socket("0.0.0.0", 443),
    socket("9.0.0.1", 80),
    socket("10.0.0.1", 80, 1024),
    socket("10.0.0.1", 80, 50000),
    socket("200.0.0.1", 1),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (rows) => {
      assertEquals(inOrder(rows), ordered);
    }),
  );
});

Deno.test("IPv6 sockets are ordered by address and port, and none is lost", () => {
  const addresses = ["::1", "2001:db8::1", "::", "::1", "::"];
  const rows = addresses.map((address, index) => socket(address, 9 - index));
  assertEquals(inOrder(rows), [4, 2, 3, 0, 1].map((index) => rows[index]!));
});
