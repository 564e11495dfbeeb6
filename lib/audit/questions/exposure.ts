/**
 * Questions about who can reach this computer, and who did.
 *
 * @module
 */
import { isAnyAddress, isWaiting } from "../../model/peer.ts";
import { comesIn, hasPublicPeer, isOfInternet } from "./conditions.ts";
import { allOf, type Answer, type Condition } from "../engine/rule.ts";
import type { Subject } from "../engine/audit_view.ts";
import dataStores from "../lists/data_stores.json" with { type: "json" };

/** Whether somebody in the Internet began it. */
export const comesFromInternet: Condition = allOf(hasPublicPeer, comesIn);

/** Whether it waits on all addresses, or on one that is in the Internet. */
export function waitsForOthers({ row }: Subject): Answer {
  if (!isWaiting(row)) return false;
  if (row.localAddress === null) return row.localHost === null ? "peer" : false;
  return isAnyAddress(row.localAddress) || isOfInternet(row.localScope);
}

/** Where a socket waits, in words. */
export function waitingPlace({ row }: Subject): string {
  return row.localAddress === null || isAnyAddress(row.localAddress)
    ? "on all addresses"
    : `on the Internet address ${row.localAddress}`;
}

/** Data stores by their usual ports. */
export const DATA_STORES: ReadonlyMap<number, typeof dataStores.stores[number]> = new Map(
  dataStores.stores.flatMap((store) => store.ports.map((port) => [port, store] as const)),
);

/** Servers of large language models by their usual ports, and by their names. */
export const MODEL_PORTS: ReadonlyMap<number, string> = new Map([[11434, "Ollama"]]);
export const MODEL_SERVERS: ReadonlySet<string> = new Set([
  "ollama",
  "lm studio",
  "llmster",
  "llama-server",
  "koboldcpp",
  "koboldcpp_cu12",
  "jan",
  "gpt4all",
  "localai",
  "local-ai",
  "llamafile",
  "tabbyapi",
  "vllm",
]);
