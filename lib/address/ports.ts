/**
 * Ports and the names registered for them.
 *
 * @module
 */
import { SERVICE_LISTS } from "./service_names.ts";

/** One protocol's names, both ways. */
interface ServiceTable {
  readonly nameOf: Map<number, string>;
  /** By name in lower case. */
  readonly portOf: Map<string, number>;
}

/** The protocols that have ports here. */
export type PortProtocol = "TCP" | "UDP";

let tables: Readonly<Record<PortProtocol, ServiceTable>> | undefined;

/**
 * The name registered for a port, as Windows' netstat prints it; where Windows knows none, as other
 * systems do. Null where nobody does. A name says what the port is meant for, not what uses it.
 *
 * @example
 * ```ts
 * import { portService } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(portService("TCP", 443), "https");
 * assertEquals(portService("UDP", 60000), null);
 * ```
 */
export function portService(protocol: PortProtocol, port: number): string | null {
  tables ??= readTables();
  return tables[protocol].nameOf.get(port) ?? null;
}

/**
 * The port that a name or one of its aliases stands for, in any case; null for an unknown name.
 *
 * @example
 * ```ts
 * import { servicePort } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(servicePort("TCP", "Microsoft-DS"), 445);
 * assertEquals(servicePort("TCP", "loc-srv"), 135);
 * ```
 */
export function servicePort(protocol: PortProtocol, name: string): number | null {
  tables ??= readTables();
  return tables[protocol].portOf.get(name.toLowerCase()) ?? null;
}

function readTables(): Record<PortProtocol, ServiceTable> {
  const made = { TCP: emptyTable(), UDP: emptyTable() };
  for (const list of SERVICE_LISTS) {
    const entries = list.trim().split(/;\s+/).map(readEntry);
    for (const { protocols, port, name } of entries) {
      for (const protocol of protocols) {
        addMissing(made[protocol].nameOf, { key: port, value: name });
        addMissing(made[protocol].portOf, { key: name.toLowerCase(), value: port });
      }
    }
    // After the names: an alias never hides a name of the same list.
    for (const { protocols, port, aliases } of entries) {
      for (const protocol of protocols) {
        for (const alias of aliases) {
          addMissing(made[protocol].portOf, { key: alias.toLowerCase(), value: port });
        }
      }
    }
  }
  return made;
}

const PROTOCOLS: Readonly<Record<string, readonly PortProtocol[]>> = { t: ["TCP"], u: ["UDP"] };

function readEntry(text: string) {
  const [name = "", port = "", ...aliases] = text.split(/\s+/);
  const protocols = PROTOCOLS[port.at(-1)!] ?? ["TCP", "UDP"] as const;
  return { name, port: Number.parseInt(port, 10), protocols, aliases };
}

function emptyTable(): ServiceTable {
  return { nameOf: new Map(), portOf: new Map() };
}

function addMissing<Key, Value>(
  map: Map<Key, Value>,
  { key, value }: { key: Key; value: Value },
): void {
  if (!map.has(key)) map.set(key, value);
}
