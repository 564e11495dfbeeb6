/**
 * All that asks others, and what inspects one thing: loaded as a whole when it is first needed, since
 * a listing without it need not wait for as much code again.
 *
 * @module
 */
export { inspect } from "../inspect/inspect.ts";
export { readMachine } from "../inspect/machine.ts";
export { readTarget } from "../inspect/target.ts";
export { textFormat } from "../inspect/text_format.ts";
export { Knowledge } from "../knowledge/knowledge.ts";
export { lookUpList } from "../names/look_up_list.ts";
export { readNameList } from "../names/name_list.ts";
export { lookUpOwners } from "../owner/owners.ts";
export { readRdapServer } from "../owner/rdap.ts";
export { readSavedNames } from "../sources/saved_names.ts";
export { shownKnowledge } from "./shown_knowledge.ts";
