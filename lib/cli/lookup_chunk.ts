/**
 * Entry point of the chunk for look-ups and `inspect`. Plain listings do not load it: it would double
 * the code that they load (ADR 5).
 *
 * @module
 */
export { readSavedNames } from "../capture/saved/saved_names.ts";
export { inspectTargets } from "../inspect/inspect_targets.ts";
export { meansPort } from "../inspect/port_holders.ts";
export { reportFormat } from "../inspect/inspection_report.ts";
export { readTargets } from "../inspect/target.ts";
export { Lookup } from "../lookup/lookup.ts";
export { ADDRESSES, askedInArguments, NAMES, readAskedList } from "../lookup/asked_list.ts";
export { lookUpList } from "../lookup/names/look_up_list.ts";
export { lookUpOwners } from "../lookup/owners/look_up_owners.ts";
export { readRdapServer } from "../lookup/owners/rdap/rdap_urls.ts";
export { shownLookup } from "./shown_lookup.ts";
