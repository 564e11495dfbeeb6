/**
 * What came of asking about one address.
 *
 * @module
 */
import type { Cached } from "../cache/cache_content.ts";

/** Something was found, just now or earlier; nothing is known there; or nobody answered. */
export type Outcome<Value> =
  | ({ readonly kind: "found" } & Cached<Value>)
  | { readonly kind: "none"; readonly note: string }
  | { readonly kind: "failed"; readonly note: string };
