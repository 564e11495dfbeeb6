/**
 * netwho as a library: parsers for what `netstat` and `tasklist` print in any language of Windows and
 * for Linux' `/proc`, the join of sockets with processes, the choosing of rows, and the formats.
 *
 * ```ts
 * import { joinSocket, parseNetstat, parseTasklist } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const sockets = parseNetstat("  TCP    0.0.0.0:3389    0.0.0.0:0    ABHÖREN    1204\r\n").rows;
 * const processes = parseTasklist('"svchost.exe","1204","Services","0","9.216 K"\r\n').rows;
 * const byPid = new Map(processes.map((process) => [process.pid, process]));
 * const [connection] = sockets.map((socket) =>
 *   joinSocket(socket, { observedAt: null, processes: byPid })
 * );
 * assertEquals(connection?.state, "LISTENING");
 * assertEquals(connection?.process, "svchost.exe");
 * assertEquals(connection?.localService, "ms-wbt-server");
 * ```
 *
 * @module
 */

export * from "./lib/model/connection.ts";
export * from "./lib/model/field.ts";
export * from "./lib/model/name.ts";
export * from "./lib/model/owner.ts";
export * from "./lib/model/parsed.ts";
export * from "./lib/model/process.ts";
export * from "./lib/model/socket.ts";
export * from "./lib/errors.ts";

export { parseNetstat } from "./lib/tools/netstat/parse_netstat.ts";
export { parseTasklist } from "./lib/tools/tasklist/parse_tasklist.ts";
export {
  looksLikeNslookup,
  nameRecords,
  parseNslookup,
} from "./lib/tools/nslookup/parse_nslookup.ts";
export type {
  Exchange,
  NslookupOutput,
  PrintedRecord,
} from "./lib/tools/nslookup/parse_nslookup.ts";
export { parseProcNet, type ProcSocket } from "./lib/tools/proc/proc_net.ts";

export { type JoinContext, joinSocket } from "./lib/capture/join.ts";
export { lookUpRows } from "./lib/lookup/lookup.ts";
export type {
  LookedUpRows,
  LookupPlan,
  LookupSources,
  RowLookupOptions,
} from "./lib/lookup/lookup.ts";
export {
  buildSelection,
  limitRows,
  type Selection,
  type SelectionOptions,
} from "./lib/rows/choose/selection.ts";
export { sortRows } from "./lib/rows/choose/selection.ts";

export { inspect, type Inspected, type InspectOptions } from "./lib/inspect/inspect.ts";
export { type Inspection, INSPECTION_FIELDS, NO_INSPECTION } from "./lib/inspect/fields.ts";
export { type Relation, RELATIONS } from "./lib/inspect/fields.ts";
export { type Machine, readMachine } from "./lib/inspect/inspected_machine.ts";
export type { Missing } from "./lib/inspect/missing.ts";
export { readTarget, type Target } from "./lib/inspect/target.ts";
export { reportText } from "./lib/inspect/report/report.ts";

export { parseAddress } from "./lib/address/address.ts";
export { type AddressFilter, parseAddressFilter } from "./lib/address/range.ts";
export { portService, servicePort } from "./lib/address/ports.ts";
export { type Scope, scopeOf, SCOPES } from "./lib/address/scope.ts";

export { lookUp } from "./lib/lookup/names/look_up.ts";
export { makeQuestion, readServer } from "./lib/lookup/names/question.ts";
export type {
  LookupOptions,
  Question,
  QuestionType,
  ServerChoice,
} from "./lib/lookup/names/question.ts";
export { type AddressRange, PrefixTable } from "./lib/lookup/owners/prefix_table.ts";
export {
  lookUpOwners,
  type OwnerOptions,
  type Owners,
} from "./lib/lookup/owners/look_up_owners.ts";
export {
  type ReverseNames,
  reverseNames,
  type ReverseOptions,
} from "./lib/lookup/names/reverse_names.ts";

export { parseIpNetwork, type RdapNetwork } from "./lib/lookup/owners/rdap/rdap_answer.ts";
export { rdapClient } from "./lib/lookup/owners/rdap/rdap_client.ts";
export type { RdapAnswer, RdapClient, RdapOptions } from "./lib/lookup/owners/rdap/rdap_client.ts";
export { readRdapServer } from "./lib/lookup/owners/rdap/rdap_urls.ts";

export { FORMATS } from "./lib/output/formats.ts";
export type { Emitter, Format, FormatOptions } from "./lib/output/format.ts";
export { ByteWriter } from "./lib/output/byte_writer.ts";
export { csv } from "./lib/output/csv.ts";
export { json, ndjson } from "./lib/output/json.ts";
export { table } from "./lib/output/table.ts";
export type { ObjectRow } from "./lib/model/field.ts";
export { objectShape, pickFields } from "./lib/output/row_shape.ts";
export type { RowShape, ValueSink, ValueWriter } from "./lib/output/row_shape.ts";

export { decodeBytes, type DecodeOptions, utf8Chunks } from "./lib/text/decode.ts";
export { displayWidth, shorten } from "./lib/text/width.ts";
export { nearest } from "./lib/text/nearest.ts";
export { sanitize } from "./lib/text/sanitize.ts";

export { type Host, HostError } from "./lib/host/host.ts";
export { denoHost } from "./lib/host/deno/deno_host.ts";
export { recordingHost } from "./lib/host/recording/recording.ts";
export { replayingHost } from "./lib/host/recording/replaying.ts";
export { type Check, CHECK_FIELDS, examine } from "./lib/doctor/doctor.ts";
export { main } from "./lib/cli/main.ts";
export { parseArguments } from "./lib/cli/options/parse_arguments.ts";
export { listFields } from "./lib/cli/options/shape_options.ts";
export { decideColor } from "./lib/cli/terminal.ts";
