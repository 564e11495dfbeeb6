/**
 * Who owns an address, asked of the address registries themselves by RDAP (RFC 9082, RFC 9083).
 *
 * @module
 */
export { type RdapClient, rdapClient, type RdapOptions } from "./client.ts";
export type { RdapAnswer, RdapFailure, RdapFound, RdapNotFound } from "./answer.ts";
export { parseIpNetwork, type RdapNetwork } from "./parse.ts";
export { RDAP_HOSTS } from "./registries.ts";
export { readRdapServer } from "./urls.ts";
