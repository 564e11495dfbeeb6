/**
 * netwho as a library: who is connected to this computer, through which program.
 *
 * ```ts
 * import { snapshot } from "@netwho/netwho";
 *
 * for (const { process, remoteAddress, state } of (await snapshot()).connections) {
 *   console.log(process, remoteAddress, state);
 * }
 * ```
 *
 * The parts of that are here too: parsers for netstat, tasklist and nslookup in any language of
 * Windows, the join with processes, the choosing of rows, names and owners, `inspect`, and the formats.
 * docs/library.md shows them at work.
 *
 * @module
 */

// Records
export * from "./lib/model/beacon.ts";
export * from "./lib/model/change.ts";
export * from "./lib/model/connection.ts";
export * from "./lib/model/episode.ts";
export {
  type Finding,
  FINDING_FIELDS,
  type Judged,
  type Outcome,
  OUTCOMES,
  SEVERITIES,
  type Severity,
} from "./lib/model/finding.ts";
export * from "./lib/model/first_seen.ts";
export * from "./lib/model/group_count.ts";
export * from "./lib/model/name.ts";
export * from "./lib/model/owner.ts";
export * from "./lib/model/process.ts";
export * from "./lib/model/socket.ts";
export * from "./lib/model/timeline.ts";
export type { Field, FieldKind, FieldValue, ObjectRow } from "./lib/model/field.ts";
export type { CellKind, TableView, ViewColumn } from "./lib/model/view.ts";
export type { Parsed, Rejected, Unread } from "./lib/model/parsed.ts";

// Errors
export * from "./lib/errors.ts";
export { HostError, type HostErrorKind } from "./lib/host/host.ts";

// The machine, a recording of one, saved output
export { snapshot, type TakenSnapshot, type TakeOptions } from "./lib/capture/take_snapshot.ts";
export type {
  SnapshotOrigin,
  SnapshotPart,
  Unseen,
  WholeSnapshot,
} from "./lib/capture/snapshot.ts";
export { describeSnapshot } from "./lib/capture/describe_snapshot.ts";
export type {
  SnapshotHead,
  SnapshotUnseen,
  SocketHolder,
} from "./lib/capture/snapshot_document.ts";
export type { HiddenBy, OwnersSeen } from "./lib/capture/hidden_owners.ts";
export { Diagnostics, type SourceReport } from "./lib/capture/diagnostics.ts";
export type { Host } from "./lib/host/host.ts";
export { denoHost } from "./lib/host/deno/deno_host.ts";
export { recordingHost } from "./lib/host/recording/recording_host.ts";
export { replayingHost } from "./lib/host/recording/replaying_host.ts";

// Parsers
export { decodeBytes, type DecodeOptions, type SampleOfPage } from "./lib/text/decode.ts";
export { parseNetstat } from "./lib/tools/netstat/parse_netstat.ts";
export { parseTasklist } from "./lib/tools/tasklist/parse_tasklist.ts";
export {
  parseSchtasks,
  type PrintedTask,
  type TaskDetails,
} from "./lib/tools/schtasks/parse_schtasks.ts";
export { nameRecords, parseNslookup } from "./lib/tools/nslookup/parse_nslookup.ts";
export type { Exchange, NslookupOutput, PrintedRecord } from "./lib/tools/nslookup/exchange.ts";
export {
  type HttpProcess,
  type HttpQueue,
  parseServiceState,
  type ServiceState,
} from "./lib/tools/netsh/service_state.ts";
export { parsePortRanges, type PortRange } from "./lib/tools/netsh/port_ranges.ts";
export { parseUrlReservations, type UrlReservation } from "./lib/tools/netsh/url_reservations.ts";
export { httpUrlPort } from "./lib/tools/netsh/http_url.ts";
export { parseProcNet, type ProcSocket } from "./lib/tools/proc/proc_net.ts";
export { type JoinContext, joinSocket } from "./lib/capture/join.ts";
export {
  type DirectedSocket,
  type Direction,
  type KnownProcesses,
  Listeners,
} from "./lib/capture/direction.ts";

// Choosing and writing rows
export {
  buildSelection,
  type Selection,
  type SelectionOptions,
} from "./lib/rows/choose/selection.ts";
export {
  type FilterText,
  type FilterTextOptions,
  readFilterText,
} from "./lib/rows/choose/filter_text.ts";
export { countBy } from "./lib/rows/count.ts";
export { sortRows } from "./lib/rows/sort.ts";
export { formatRows } from "./lib/output/format_rows.ts";
export type { Format, FormatOptions, RowWriter } from "./lib/output/format.ts";
export { FORMATS } from "./lib/output/formats.ts";
export { csv } from "./lib/output/csv.ts";
export { json, ndjson } from "./lib/output/json.ts";
export { formatSnapshot } from "./lib/output/snapshot_format.ts";
export { table } from "./lib/output/table/table.ts";
export { sanitize } from "./lib/text/terminal_text.ts";

// What changed
export {
  compareConnections,
  type Comparison,
  diffConnections,
  type DiffOptions,
} from "./lib/rows/diff_connections.ts";
export type { Pair } from "./lib/rows/pair_connections.ts";
export {
  type ComparedSide,
  type ComparedSides,
  compareSides,
  type SideSummary,
} from "./lib/changes/compare_sides.ts";
export { type ChangesReportOptions, changesText } from "./lib/changes/changes_report.ts";

// What comes and goes
export { watchConnections, type WatchOptions } from "./lib/live/watch_connections.ts";
export {
  ConnectionTracker,
  MOST_CLOSED,
  type Sighting,
  type Tracked,
} from "./lib/live/track_connections.ts";
export type { LiveChange, LiveLook, LiveRow } from "./lib/live/live_row.ts";
export { type Ending, LiveLooks, type LooksPlan } from "./lib/live/live_looks.ts";
export type { Steps } from "./lib/model/steps.ts";

// Should I worry
export { RULES } from "./lib/audit/rules.ts";
export {
  type Answer,
  type Claim,
  type Condition,
  type Rule,
  type Verdict,
  whereAll,
} from "./lib/audit/engine/rule.ts";
export { type FoundCase, type Gap, judge, type Judgement } from "./lib/audit/engine/judge.ts";
export { buildView, type ViewSources } from "./lib/audit/engine/build_view.ts";
export type {
  AuditView,
  FileSignature,
  FileVersion,
  Program,
  ProgramFile,
  SeenBefore,
  Subject,
} from "./lib/audit/engine/audit_view.ts";
export { type Fact, NEEDED_FACTS, type NeededFact } from "./lib/audit/engine/facts_needed.ts";
export type { BrokenSigma } from "./lib/audit/sigma/broken_sigma.ts";
export { type LoadedSigma, loadSigma, type SigmaOptions } from "./lib/audit/sigma/load_sigma.ts";
export type { Placeholders } from "./lib/audit/sigma/placeholders.ts";
export {
  type AuditConfig,
  type ConfigContext,
  readConfig,
} from "./lib/audit/config/read_config.ts";
export type { AllowEntry } from "./lib/audit/config/allow_entry.ts";
export type { RuleSeverity } from "./lib/audit/config/config_format.ts";
export {
  type Allowance,
  allowFindings,
  chosenByConfig,
  withSeverities,
} from "./lib/audit/config/apply_config.ts";
export type { AllowedCase } from "./lib/audit/audit_summary.ts";
export { ruleRows } from "./lib/audit/rule_rows.ts";
export { RULE_FIELDS, type RuleRow } from "./lib/model/rule_row.ts";

// Ending processes
export { type EndTarget, readEndTargets } from "./lib/actions/end/end_target.ts";
export {
  type EndPlan,
  type EndWish,
  planEnds,
  type PlanningHost,
} from "./lib/actions/end/plan_ends.ts";
export { carryOutEnds, type CarryOutOptions } from "./lib/actions/end/carry_out_ends.ts";
export { endQuestion } from "./lib/actions/end/end_question.ts";
export * from "./lib/model/ended_process.ts";
export {
  ActionError,
  type ActionErrorKind,
  type Actions,
  type EndMethod,
  type EndOptions,
  type ProcessIdentity,
} from "./lib/host/actions.ts";

// The DNS cache of Windows
export {
  type DnsCache,
  type DnsCacheRecord,
  type NegativeAnswer,
  parseDisplayDns,
} from "./lib/tools/ipconfig/parse_displaydns.ts";
export {
  type CachedName,
  findCachedNames,
  type NameFinder,
} from "./lib/tools/ipconfig/cached_names.ts";

// A history, and the beacons in it
export { type History, type HistoryOptions, openHistory } from "./lib/history/open_history.ts";
export { type RecordedRun, type RecordOptions, recordRun } from "./lib/history/record_run.ts";
export {
  type BeaconScore,
  SCORE_PARTS,
  type ScorePart,
  scoreTimes,
} from "./lib/history/beacons/score_times.ts";
export type { ScoreWindow } from "./lib/history/beacons/hourly_bars.ts";
export { findBeacons, type FoundBeacons } from "./lib/history/beacons/find_beacons.ts";
export type { ContactQuery, Watch } from "./lib/history/beacons/read_contacts.ts";

// Addresses
export { parseAddress } from "./lib/address/address.ts";
export { type AddressFilter, parseAddressFilter } from "./lib/address/range.ts";
export { portService, servicePort } from "./lib/address/ports.ts";
export { type Scope, scopeOf, SCOPES } from "./lib/address/scope.ts";

// Names and owners
export { lookUpRows } from "./lib/lookup/lookup.ts";
export type {
  LookedUpRows,
  LookupPlan,
  LookupSources,
  RowLookupOptions,
} from "./lib/lookup/lookup.ts";
export { lookUp } from "./lib/lookup/names/look_up.ts";
export { makeQuestion, readServer } from "./lib/lookup/names/question.ts";
export type { LookupOptions, Question, ServerChoice } from "./lib/lookup/names/question.ts";
export {
  type ReverseNames,
  reverseNames,
  type ReverseOptions,
} from "./lib/lookup/names/reverse_names.ts";
export {
  lookUpOwners,
  type OwnerOptions,
  type Owners,
} from "./lib/lookup/owners/look_up_owners.ts";
export {
  lookUpOfflineOwners,
  type OfflineOptions,
  type OfflineOwners,
} from "./lib/lookup/owners/offline/offline_owners.ts";

// One thing in depth, the checks, the command line
export {
  type Inspected,
  type InspectOptions,
  inspectTargets,
} from "./lib/inspect/inspect_targets.ts";
export { type Inspection, INSPECTION_FIELDS, INSPECTION_VIEW } from "./lib/model/inspection.ts";
export {
  type ListedRange,
  type NetshOptions,
  type NetshReader,
  netshReader,
  type Reservations,
} from "./lib/capture/netsh_reader.ts";
export { readTarget, type Target } from "./lib/inspect/target.ts";
export { reportText } from "./lib/inspect/inspection_report.ts";
export { examine, type ExamineOptions } from "./lib/doctor/examine.ts";
export type { Check } from "./lib/model/check.ts";
export { main } from "./lib/cli/main.ts";
