/**
 * All that asks others, and what inspects one thing: loaded as a whole when it is first needed, since
 * a listing without it need not wait for as much code again.
 *
 * @module
 */
export { inspectTargets } from "../inspect/inspect_targets.ts";
export { readTarget } from "../inspect/target.ts";
export { reportFormat } from "../inspect/inspection_report.ts";
export { Lookup } from "../lookup/lookup.ts";
export { lookUpList } from "../lookup/names/look_up_list.ts";
export { readNameList } from "../lookup/names/look_up_list.ts";
export { lookUpOwners } from "../lookup/owners/look_up_owners.ts";
export { readRdapServer } from "../lookup/owners/rdap/rdap_urls.ts";
export { readSavedNames } from "../capture/saved/saved_names.ts";
export { shownLookup } from "./shown_lookup.ts";
