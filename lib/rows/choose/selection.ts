/**
 * A choice of rows by filters.
 *
 * @module
 */
import { camelCase, type OptionsOf } from "../../model/option.ts";
import { type RowTest, testValues } from "./filter_values.ts";
import { type Filter, FILTERS, type ORDER_OPTIONS } from "./filters.ts";
import type { UnknownValue } from "./unknown_values.ts";

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
 * - `user`: patterns for the account, with or without its domain: `anna` is also `PC\anna`.
 * - `path`: patterns for the file of the program or for a folder that it is in, with `/` or `\`; one
 *   without either names a file or a folder anywhere in the path.
 * - `host`: patterns for the name of either end; the dot at its end does not matter.
 * - `ownerName`: patterns for the owner of the remote address.
 * - `country`: the two letters of countries, those of the remote address.
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
  readonly matches: RowTest;
  /** The filters given, those that compare the same together. A row must pass all of them. */
  readonly groups: readonly FilterGroup[];
  /**
   * Whether a row would be chosen if its zone did not matter; null where no address is given with
   * one, `fe80::1%eth0`.
   */
  readonly inAnyZone: RowTest | null;
}

/** Filters that compare the same. */
export interface FilterGroup {
  /** The fields that they compare. */
  readonly fields: readonly string[];
  /** Whether a row passes. */
  readonly matches: RowTest;
  /** Whether nothing that is not known of a row could change that. */
  readonly isSettled: RowTest;
  /** Whether they compare what is known of the process that owns a socket. */
  readonly readsOwner: boolean;
  /** What a row can lack that they ask for; null if what is null is not there. */
  readonly unknown: UnknownValue | null;
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
  const groups = COMPARISONS.flatMap(([readValue, filters]) => {
    const entries = filters.flatMap((filter) => entriesOf(filter, options));
    // The value of a switch is always valid, so messages name the option that takes values.
    const { name, fields, unknown = null } = filters.find(({ value }) => value !== undefined) ??
      filters[0]!;
    if (entries.length === 0) return [];
    const tests = testValues(entries, { option: `--${name}`, readValue });
    const readsOwner = filters.some(({ readsOwner }) => readsOwner);
    return [{ ...tests, fields, unknown, readsOwner }];
  });
  const zoneless = withoutZones(options);
  return {
    active: groups.length > 0,
    inAnyZone: zoneless === null ? null : buildSelection(zoneless).matches,
    matches: (row) => groups.every(({ matches }) => matches(row)),
    groups,
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
