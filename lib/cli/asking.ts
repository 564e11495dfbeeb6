/**
 * All that asks others, and what inspects one thing: loaded as a whole when it is first needed, since
 * a listing without it need not wait for as much code again.
 *
 * @module
 */
export { inspect } from "../inspect/inspect.ts";
export { readMachine } from "../inspect/inspected_machine.ts";
export { readTarget } from "../inspect/target.ts";
export { textFormat } from "../inspect/text_format.ts";
export { Knowledge } from "../lookup/knowledge.ts";
export { lookUpList } from "../lookup/names/look_up_list.ts";
export { readNameList } from "../lookup/names/look_up_list.ts";
export { lookUpOwners } from "../lookup/owners/owners.ts";
export { readRdapServer } from "../lookup/owners/rdap/rdap.ts";
export { readSavedNames } from "../capture/saved/saved_names.ts";
export { shownKnowledge } from "./shown_knowledge.ts";
