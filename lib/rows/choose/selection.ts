/**
 * Chooses rows by filters.
 *
 * @module
 */
import type { ObjectRow } from "../../model/field.ts";
import { camelCase, type OptionsOf } from "../../model/option.ts";
import { hasPeer } from "../../model/peer.ts";
import type { Stage } from "../rows.ts";
import { testValues } from "./filter_values.ts";
import { type Filter, FILTERS, type ORDER_OPTIONS } from "./filters.ts";

/**
 * The filters of the table FILTERS by their names in camelCase, and `sort` and `limit`. A row must
 * match every filter given, and any one of its values. Each entry of a list may itself be a
 * comma-separated list (`53-139,443`). A value that starts with `!` excludes, and `!53,443`
 * excludes both; if all values are excluded ones, all other rows are chosen.
 *
 * - `state`: TCP states in any case and with any separator (`TIME_WAIT`, `time-wait`, `listen`);
 *   `listening` and `established` add one to them.
 * - `inbound`, `outbound`: connections that the other end or this computer began. Both together choose
 *   either.
 * - `protocol`: `tcp`, `udp`, or either with an IP version: `tcpv6` or `tcp6`.
 * - `ipv4`, `ipv6`: the IP version of the local address, or of the remote one if the local one is a
 *   name. Both together choose either.
 * - `port`, `localPort`, `remotePort`: numbers, ranges, service names.
 * - `address`, `local`, `remote`: addresses, CIDR blocks, ranges.
 * - `pid`: process IDs and ranges.
 * - `process`: patterns for the image name with `*` and `?`, with or without `.exe`.
 * - `service`: patterns for the names of the services of the process.
 * - `scope`: scopes of the remote address, or of the local one if there is no remote address, except
 *   that `public` always means the remote address. The switch `public` adds that scope.
 * - `sort` and `limit`: ignored here; use {@linkcode sortRows} and `slice`.
 */
export type SelectionOptions = Partial<OptionsOf<typeof FILTERS> & OptionsOf<typeof ORDER_OPTIONS>>;

/** A choice of rows. */
export interface Selection {
  /** Whether any filter is given. */
  readonly active: boolean;
  /** Whether a row (a socket, a process or a connection) is chosen. */
  readonly matches: (row: ObjectRow) => boolean;
  /** What filters on the owners of sockets compare; null where none is given. */
  readonly owner: OwnerSelection | null;
  /** Whether a row is chosen but for who began it; null where that is not asked for. */
  readonly inAnyDirection: ((row: ObjectRow) => boolean) | null;
  /**
   * Whether a row would be chosen if its zone did not matter; null where no address is given with
   * one, `fe80::1%eth0`.
   */
  readonly inAnyZone: ((row: ObjectRow) => boolean) | null;
}

/** The filters on what is known of the process that owns a socket, and the others. */
export interface OwnerSelection {
  /** Whether the owner of a row is chosen. */
  readonly matches: (row: ObjectRow) => boolean;
  /** Whether a row is chosen but for its owner. */
  readonly othersMatch: (row: ObjectRow) => boolean;
}

/** Is told of rows that filters judge without knowing all that they ask for. */
export interface RowWatch {
  /** Whether they may be wrong about a row. */
  concerns(row: ObjectRow): boolean;
  /** Takes note of a row that other filters choose; `matches` judges another owner of it. */
  judged(row: ObjectRow, matches: (owner: Partial<ObjectRow>) => boolean): void;
  /** Takes note of a row that may be in the zone asked for: its own is not known. */
  zoneless(row: ObjectRow): void;
  /** Takes note of a connection that other filters choose: nobody knows who began it. */
  undirected(row: ObjectRow): void;
}

/**
 * Reads the values of all filters, so that a wrong one is reported before any work is done.
 *
 * @throws {UsageError} for a value that cannot be read
 *
 * @example
 * ```ts
 * import { buildSelection } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { matches } = buildSelection({ port: ["443,8000-8099"], process: ["!chrome"] });
 * assertEquals(matches({ remotePort: 443, process: "firefox.exe" }), true);
 * assertEquals(matches({ remotePort: 443, process: "chrome.exe" }), false);
 * ```
 */
export function buildSelection(options: SelectionOptions): Selection {
  const tests = COMPARISONS.flatMap(([readValue, filters]) => {
    const entries = filters.flatMap((filter) => entriesOf(filter, options));
    // The value of a switch is always valid, so messages name the option that takes values.
    const { name } = filters.find(({ value }) => value !== undefined) ?? filters[0]!;
    if (entries.length === 0) return [];
    const test = testValues(entries, { option: `--${name}`, readValue });
    return [{
      test,
      readsOwner: filters.some(({ readsOwner }) => readsOwner),
      readsDirection: filters.some(({ readsDirection }) => readsDirection),
    }];
  });
  const allOf = (chosen: typeof tests) => (row: ObjectRow) => chosen.every(({ test }) => test(row));
  const [owner, others] = [true, false].map((wanted) =>
    tests.filter(({ readsOwner }) => readsOwner === wanted)
  );
  const undirected = tests.filter(({ readsDirection }) => !readsDirection);
  const zoneless = withoutZones(options);
  return {
    active: tests.length > 0,
    inAnyZone: zoneless === null ? null : buildSelection(zoneless).matches,
    inAnyDirection: undirected.length < tests.length ? allOf(undirected) : null,
    matches: allOf(tests),
    owner: owner!.length === 0 ? null : { matches: allOf(owner!), othersMatch: allOf(others!) },
  };
}

/** The filters grouped by what they compare; the values of a group add up. Slow groups come last. */
const COMPARISONS = [...Map.groupBy(FILTERS as readonly Filter[], ({ readValue }) => readValue)]
  .sort(([, [a]], [, [b]]) => Number(a!.isSlow ?? false) - Number(b!.isSlow ?? false));

function entriesOf({ name, implies }: Filter, options: SelectionOptions): readonly string[] {
  const given = options[camelCase(name) as keyof typeof options];
  if (implies !== undefined) return given === true ? [implies] : [];
  return (given ?? []) as readonly string[];
}

/** Keeps the rows that are chosen. */
export function chooseRows(selection: Selection, watch?: RowWatch): Stage {
  const { matches, owner, inAnyZone, inAnyDirection } = selection;
  return async function* (rows) {
    for await (const batch of rows) {
      if (owner !== null && watch !== undefined) judge(batch, owner, watch);
      if (inAnyZone !== null) {
        const isDoubtful = (row: ObjectRow) => lacksZone(row) && inAnyZone(row) && !matches(row);
        for (const row of batch.filter(isDoubtful)) watch?.zoneless(row);
      }
      if (inAnyDirection !== null) {
        const isDoubtful = (row: ObjectRow) => lacksDirection(row) && inAnyDirection(row);
        for (const row of batch.filter(isDoubtful)) watch?.undirected(row);
      }
      yield batch.filter(matches);
    }
  };
}

function judge(rows: readonly ObjectRow[], owner: OwnerSelection, watch: RowWatch): void {
  for (const row of rows) {
    if (!watch.concerns(row) || !owner.othersMatch(row)) continue;
    watch.judged(row, (other) => owner.matches({ ...row, ...other as ObjectRow }));
  }
}

/** Whether nobody knows who began a connection. */
function lacksDirection(row: ObjectRow): boolean {
  return (row.direction ?? null) === null && hasPeer(row);
}

const ADDRESSES = ["address", "local", "remote"] as const;

/** The same options without zones; null where there are none. */
function withoutZones(options: SelectionOptions): SelectionOptions | null {
  if (!ADDRESSES.some((name) => options[name]?.some((text) => text.includes("%")))) return null;
  const bare = ADDRESSES.map((name) => [
    name,
    options[name]?.map((text) => text.replace(/%[^,\]]*/g, "")),
  ]);
  return { ...options, ...Object.fromEntries(bare) };
}

/** Whether an end is a link-local address without its zone. */
function lacksZone({ localAddress, remoteAddress }: ObjectRow): boolean {
  return [localAddress, remoteAddress].some((address) =>
    typeof address === "string" && /^fe[89ab][^%]*$/i.test(address)
  );
}
