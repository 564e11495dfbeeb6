/**
 * Adds names and owners to rows that are all there.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import { Knowledge, type KnowledgeOptions } from "./knowledge.ts";

/** Rows, and what the user should know of look-ups that failed. */
export interface KnownRows<Row> {
  /** As many as were given, in the same order. */
  readonly rows: Row[];
  /** What failed as a whole; empty where an address merely has no name. */
  readonly warnings: readonly string[];
}

/**
 * Adds what can be found out about the remote ends of rows: sockets, connections, or any rows that
 * have a `remoteAddress` and the fields to fill. Only fields that are null are filled; each address
 * is asked about once; wildcards, this machine and this network segment never, and about owners
 * only public addresses.
 *
 * @example
 * ```ts
 * import { addKnowledge, joinSocket, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat("  TCP    192.0.2.7:50123    8.8.8.8:443    ESTABLISHED    4711");
 * const connections = rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const asked: string[] = [];
 * const known = await addKnowledge(connections, {
 *   host: { now: () => 0 } as never,
 *   lookups: {
 *     resolve: true,
 *     owner: false,
 *     rdap: false,
 *     server: null,
 *     cacheFolder: null,
 *     questionMilliseconds: 2_000,
 *     totalMilliseconds: 30_000,
 *   },
 *   askers: {
 *     reverseNames: (_host, addresses) => {
 *       asked.push(...addresses);
 *       return Promise.resolve({ names: new Map([["8.8.8.8", "dns.google"]]), warnings: [] });
 *     },
 *     lookUpOwners: () => Promise.reject(new Error("not asked")),
 *   },
 * });
 * assertEquals(asked, ["8.8.8.8"]);
 * assertEquals(known.rows[0]?.remoteHost, "dns.google");
 * ```
 */
export async function addKnowledge<Row extends ObjectRow>(
  rows: readonly Row[],
  options: KnowledgeOptions,
): Promise<KnownRows<Row>> {
  const knowledge = new Knowledge(options);
  return { rows: await knowledge.addTo(rows), warnings: knowledge.warnings };
}
