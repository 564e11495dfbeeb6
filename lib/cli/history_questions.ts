/**
 * The questions that the history can be asked: what the rows of an answer are, and how they are found.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { CaptureError } from "../errors.ts";
import { findFirstSeen } from "../history/find_first_seen.ts";
import {
  beginRemarks,
  farRemark,
  newnessRemarks,
  reachRemarks,
  rhythmRemarks,
  unseenRemarks,
} from "../history/history_remarks.ts";
import type { Looks, Span } from "../history/looks.ts";
import type { History } from "../history/open_history.ts";
import { areAlike, readAlike } from "../history/read_alike.ts";
import { readChanges } from "../history/read_changes.ts";
import { readEpisodes, readState } from "../history/read_episodes.ts";
import { countTimeline } from "../history/count_timeline.ts";
import { partsIn, timelineChart } from "../history/timeline_chart.ts";
import { type DividedSpan, divideSpan } from "../history/timeline_parts.ts";
import type { Host } from "../host/host.ts";
import { BEACON_FIELDS, BEACON_VIEW } from "../model/beacon.ts";
import { CHANGE_FIELDS } from "../model/change.ts";
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "../model/connection.ts";
import { EPISODE_FIELDS, EPISODE_VIEW } from "../model/episode.ts";
import type { Field, ObjectRow } from "../model/field.ts";
import { FIRST_SEEN_FIELDS, FIRST_SEEN_VIEW } from "../model/first_seen.ts";
import { COUNT_FIELDS } from "../model/group_count.ts";
import type { OptionsOf } from "../model/option.ts";
import { COMPUTER_COLUMN, CONNECTION_COLUMNS } from "../model/socket_columns.ts";
import { TIMELINE_FIELDS, TIMELINE_VIEW } from "../model/timeline.ts";
import type { TableView } from "../model/view.ts";
import type { Format } from "../output/format.ts";
import { chooseRows } from "../rows/choose/choose_rows.ts";
import { buildSelection, type SelectionOptions } from "../rows/choose/selection.ts";
import { countedFields } from "../rows/count.ts";
import { inBatches, type Rows } from "../rows/rows.ts";
import { localTime } from "../text/local_time.ts";
import { checkBeaconFilters, findBeaconRows } from "./beacon_rows.ts";
import type { QuestionName } from "./read_question.ts";
import type { HISTORY_OPTIONS } from "./options/history_options.ts";

/** An open history, and what it is asked. */
export interface Asked {
  readonly history: History;
  readonly looks: Looks;
  readonly span: Span;
  readonly options: OptionsOf<typeof HISTORY_OPTIONS>;
  readonly host: Host;
  readonly diagnostics: Diagnostics;
}

/** A question. */
export interface Question {
  /** The fields of the rows. */
  readonly fields: readonly Field[];
  /** What a table shows people of them. */
  readonly view: TableView;
  /** Whether the filters and the limit choose what the rows are made of. @default false */
  readonly isChosen?: true;
  /** Refuses options that have no effect on it. @default none */
  readonly check?: (options: Asked["options"]) => void;
  /** What people get in place of a table. @default the table */
  readonly chart?: (span: Span, host: Host) => Format;
  /** Finds the rows, and says what is to be known of them. */
  readonly find: (asked: Asked) => Iterable<readonly ObjectRow[]> | Rows;
}

/** Every question. */
export const QUESTIONS: Readonly<Record<QuestionName, Question>> = {
  episodes: {
    fields: EPISODE_FIELDS,
    view: EPISODE_VIEW,
    find({ history, looks, span, options, diagnostics }) {
      diagnostics.limit(...unseenRemarks(looks, span));
      diagnostics.advise(...rhythmRemarks(looks, span));
      const read = countsAlike(options) ? readAlike : readEpisodes;
      return read(history.database, looks, span);
    },
  },
  at: {
    fields: CONNECTION_FIELDS,
    view: { ...CONNECTION_VIEW, columns: [COMPUTER_COLUMN, ...CONNECTION_VIEW.columns] },
    find: findState,
  },
  changes: {
    fields: CHANGE_FIELDS,
    view: {
      noun: "changes",
      columns: [
        { name: "at", fields: ["changedAt"], shows: "localTime", weight: 95 },
        { name: "change", fields: ["change"], shows: "text", weight: 96 },
        COMPUTER_COLUMN,
        ...CONNECTION_COLUMNS,
      ],
    },
    find({ history, looks, span, diagnostics }) {
      diagnostics.limit(...unseenRemarks(looks, span));
      diagnostics.advise(...rhythmRemarks(looks, span));
      return readChanges(history.database, looks, span);
    },
  },
  "first-seen": {
    fields: FIRST_SEEN_FIELDS,
    view: FIRST_SEEN_VIEW,
    find({ history, looks, span, diagnostics }) {
      diagnostics.limit(...unseenRemarks(looks, span), ...newnessRemarks(looks, span));
      diagnostics.advise(...reachRemarks(looks, span), ...rhythmRemarks(looks, span));
      return inBatches(findFirstSeen(history.database, looks, span));
    },
  },
  timeline: {
    fields: TIMELINE_FIELDS,
    view: TIMELINE_VIEW,
    isChosen: true,
    chart: (span, host) => timelineChart(divided(span, host).step),
    find: findTimeline,
  },
  beacons: {
    fields: BEACON_FIELDS,
    view: BEACON_VIEW,
    check: checkBeaconFilters,
    find: findBeaconRows,
  },
};

/** Whether connections are only counted, by what those of a flow have in common. */
function countsAlike(options: Asked["options"]): boolean {
  if (options.countBy.length === 0) return false;
  const counted = countedFields(options.countBy, EPISODE_FIELDS).slice(0, -COUNT_FIELDS.length);
  const filters = buildSelection(options as SelectionOptions).groups;
  return areAlike([...counted.map(({ name }) => name), ...filters.flatMap(({ fields }) => fields)]);
}

/** The state at a moment, of each computer at its own last look. */
async function* findState({ history, looks, span, diagnostics }: Asked): Rows {
  const { since: moment } = span;
  const told = looks.computers.map((computer) => ({
    computer,
    look: looks.lastBefore(computer, moment),
    remark: farRemark(looks, { computer, moment }),
  }));
  const known = told.filter(({ look }) => look !== null);
  if (known.length === 0) throw nothingThen(looks, moment);
  diagnostics.limit(...told.flatMap(({ remark }) => remark ?? []));
  for (const { computer, look } of known) {
    yield* inBatches(readState(history.database, looks, { computer, look: look! }));
  }
}

function nothingThen(looks: Looks, moment: number): CaptureError {
  const state = beginRemarks(looks).join("; ") || "nobody looked yet";
  return new CaptureError(
    `Cannot tell the state at ${localTime(moment, { seconds: true })}: ${state}`,
    { hint: "What netwho log has not seen is not known" },
  );
}

async function* findTimeline({ history, looks, span, options, host, diagnostics }: Asked): Rows {
  diagnostics.limit(...unseenRemarks(looks, span));
  diagnostics.advise(...rhythmRemarks(looks, span));
  const episodes = readEpisodes(history.database, looks, span);
  const selection = buildSelection(options as SelectionOptions);
  const choose = chooseRows(selection, { watch: diagnostics.owners });
  const { bounds } = divided(span, host);
  const { limit } = options;
  yield* inBatches(
    await countTimeline(choose(inTurn(episodes)), looks, { ...span, bounds, limit }),
  );
}

/** The parts of a span that fit on the terminal, or those for a pipe. */
function divided(span: Span, host: Host): DividedSpan {
  return divideSpan(span, partsIn(host.isTerminal("stdout") ? host.terminalColumns() : null));
}

/** Rows that are at hand as rows that are waited for. */
export async function* inTurn(batches: Iterable<readonly ObjectRow[]> | Rows): Rows {
  yield* batches;
}
