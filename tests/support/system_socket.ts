/**
 * A socket as the system's own tables tell it.
 *
 * @module
 */
import type { SystemSocket } from "../../lib/host/host.ts";

/** A connection to a web server, or what else is given. */
export function systemSocket(given: Partial<SystemSocket> = {}): SystemSocket {
  return {
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50_123,
    localZone: 0,
    remoteAddress: "198.51.100.4",
    remotePort: 443,
    remoteZone: 0,
    isListening: false,
    pid: 4711,
    createdAt: "2026-11-20T08:00:00.000Z",
    module: null,
    ...given,
  };
}
