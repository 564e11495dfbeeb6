/**
 * What a registry says of an address.
 *
 * @module
 */
import type { RdapNetwork } from "./parse.ts";

/** The registry knows the network that the address is in. */
export interface RdapFound extends RdapNetwork {
  readonly kind: "found";
  /** The host that answered, with its port where that is not the usual one. */
  readonly host: string;
}

/** The registry knows no such network. */
export interface RdapNotFound {
  readonly kind: "notFound";
  /** The host that answered. */
  readonly host: string;
}

/** There was no answer, or none that could be used. */
export interface RdapFailure {
  readonly kind: "failed";
  /** Why, in a few words that begin with the host: `rdap.arin.net did not answer in time`. */
  readonly reason: string;
  /** The host that failed; null where there is none to ask. */
  readonly host: string | null;
}

/** What came of a question. */
export type RdapAnswer = RdapFound | RdapNotFound | RdapFailure;
