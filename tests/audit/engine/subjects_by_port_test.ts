/**
 * Tests of looking up connections by their remote port.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { subjectsTo } from "../../../lib/audit/engine/subjects_by_port.ts";
import { auditedView } from "../../support/audited.ts";

Deno.test("subjectsTo: finds the TCP connections to some ports, and no others", () => {
  const view = auditedView([
    { localPort: 1, remotePort: 443 },
    { localPort: 2, remotePort: 25 },
    { localPort: 3, remotePort: 443, protocol: "UDP", state: null },
    { localPort: 443, remotePort: 50_000 },
    { localPort: 5, remotePort: 443 },
    { localPort: 6, state: "LISTENING" },
  ]);
  const found = (ports: number[]) =>
    [...subjectsTo(view, new Set(ports))].map(({ row }) => row.localPort);
  assertEquals(found([443]), [1, 5]);
  assertEquals(found([25, 443]), [2, 1, 5]);
  assertEquals(found([80]), []);
});
