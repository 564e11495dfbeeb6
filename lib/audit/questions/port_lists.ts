/**
 * The lists of ports that rules share. No port of another computer stands in two of those that speak of
 * programs which do harm, so that one connection makes one finding.
 *
 * @module
 */
import backdoorPorts from "../lists/backdoor_ports.json" with { type: "json" };
import callbackPorts from "../lists/callback_ports.json" with { type: "json" };
import clearTextPorts from "../lists/clear_text_ports.json" with { type: "json" };
import listenerPorts from "../lists/listener_ports.json" with { type: "json" };

/** A port that harmful programs are known for. */
export interface HarmfulPort {
  readonly port: number;
  /** Those programs. */
  readonly knownFor?: string;
  /** How much a connection to it matters: `high`, or `medium` where harmless programs use it too. */
  readonly level: "high" | "medium";
  /** Those harmless programs. */
  readonly alsoUsedBy?: string;
}

/** A service that does not encrypt by itself. */
export interface ClearTextService {
  readonly port: number;
  readonly service: string;
  /** Whether it can switch to encryption on the same port, which no listing shows. */
  readonly upgrades: boolean;
  /** Programs that use the port for something else; in lower case, without `.exe`. */
  readonly notOf?: readonly string[];
}

/** Ports that tools for attacks use unless they are told otherwise. */
export const BACKDOOR_PORTS = byPort(backdoorPorts.ports as readonly HarmfulPort[]);

/** Ports that harmful programs called back to, by the system on which they ran. */
export const CALLBACK_PORTS = {
  windows: byPort(callbacksOf("windows")),
  linux: byPort(callbacksOf("linux")),
} as const;

/** Services that do not encrypt. */
export const CLEAR_TEXT_PORTS = byPort(clearTextPorts.ports as readonly ClearTextService[]);

/** Ports on which well-known programs wait, by what waits there. */
export const LISTENER_PORTS: ReadonlyMap<number, string> = new Map(
  listenerPorts.ports.map(({ port, program }) => [port, program]),
);

function callbacksOf(system: "windows" | "linux"): readonly HarmfulPort[] {
  return callbackPorts.ports.filter(({ os }) => os === system) as unknown as readonly HarmfulPort[];
}

function byPort<Entry extends { readonly port: number }>(
  entries: readonly Entry[],
): ReadonlyMap<number, Entry> {
  return new Map(entries.map((entry) => [entry.port, entry]));
}
