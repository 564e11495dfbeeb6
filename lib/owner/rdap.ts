/**
 * Who owns an address, asked of the address registries themselves by RDAP (RFC 9082, RFC 9083).
 *
 * @module
 */
export { type RdapClient, rdapClient, type RdapOptions } from "./rdap/client.ts";
export type { RdapAnswer, RdapFailure, RdapFound, RdapNotFound } from "./rdap/answer.ts";
export { parseIpNetwork, type RdapNetwork } from "./rdap/parse.ts";
export { RDAP_HOSTS } from "./rdap/registries.ts";
export { readRdapServer } from "./rdap/urls.ts";
