/**
 * RDAP answers in the forms of the registries, with invented contents.
 *
 * @module
 */
import {
  type NetworkReading,
  parseIpNetwork,
  type Registration,
} from "../../lib/lookup/owners/rdap/rdap_answer.ts";

/** A property of a jCard: its name, its value, its parameters. */
export type CardProperty = readonly [
  name: string,
  value: unknown,
  parameters?: Record<string, unknown>,
];

/** A jCard with these properties. */
export function jCard(...properties: readonly CardProperty[]): unknown {
  return ["vcard", [
    ["version", {}, "text", "4.0"],
    ...properties.map(([name, value, parameters = {}]) => [name, parameters, "text", value]),
  ]];
}

/** An entity with a card and other members, by its handle and its role: `AR1-TEST abuse`. */
export function entity(
  identity: string,
  properties: readonly CardProperty[],
  { ...more }: Record<string, unknown> = {},
): Record<string, unknown> {
  const [handle, role] = identity.split(" ");
  return { handle, roles: [role], vcardArray: jCard(...properties), ...more };
}

/** An organization that a network is registered to. */
export function holder(name: string, handle = "ORG-EX1-TEST"): Record<string, unknown> {
  return entity(`${handle} registrant`, [["fn", name], ["kind", "org"]]);
}

/** A maintainer in the form of RIPE NCC: a person whose name is its handle. */
export function maintainer(handle: string): Record<string, unknown> {
  return entity(`${handle} registrant`, [["fn", handle], ["kind", "individual"]]);
}

/** A remark with a title; without one if that is null. */
export function remark(title: string | null, ...description: readonly string[]): unknown {
  return title === null ? { description } : { title, description };
}

/** What is read of an answer about 192.0.2.1 with these members. */
export function read(answer: Record<string, unknown>): NetworkReading {
  const range = { startAddress: "192.0.2.0", endAddress: "192.0.2.255" };
  return parseIpNetwork({ ...range, ...answer }, { address: "192.0.2.1", host: "rdap.example" });
}

/** The registration in an answer about 192.0.2.1 with these members. */
export function readFound(answer: Record<string, unknown>): Registration {
  const reading = read(answer);
  if (reading.kind !== "found") throw new Error(`it is ${reading.kind}`);
  return reading;
}
