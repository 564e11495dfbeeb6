/**
 * Checks `--count-by`: its fields, and that the other options go with it.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import type { Field } from "../../model/field.ts";
import { firstGiven } from "../../model/option.ts";
import { countedFields } from "../../rows/count.ts";

/** The look-ups, the fields that they fill, and what those hold. */
export const LOOK_UPS = [
  {
    option: "resolve",
    switches: ["resolve"],
    fields: ["remoteHost", "remoteHostSource"],
    what: "names",
  },
  {
    option: "owner",
    switches: ["owner", "rdap", "mmdb"],
    fields: ["remoteOwner", "remoteAsn", "remoteCountry", "remoteNetwork"],
    what: "owners",
  },
] as const;

/** The other options of a command line that counts. */
export interface CountContext {
  /** The fields of the rows. */
  readonly fields: readonly Field[];
  /** The fields that filters compare. */
  readonly filtered: readonly string[];
  /** What is looked up. */
  readonly lookups: Pick<LookupPlan, "resolve" | "owner"> | undefined;
  /** The other options. */
  readonly options: CountedOptions;
}

/** The options that say where the values of fields come from; a command may lack some. */
export interface CountedOptions {
  readonly from?: readonly string[];
  readonly fast?: boolean;
  readonly resolve?: boolean;
  readonly owner?: boolean;
  readonly rdap?: boolean;
  readonly mmdb?: readonly string[];
}

/**
 * Returns the fields of the groups; null where rows are not counted.
 *
 * @throws {UsageError} for a field that the rows do not have or that nothing fills, and for look-ups in
 * vain.
 */
export function readCountBy(
  names: readonly string[],
  { fields, filtered, lookups, options }: CountContext,
): readonly Field[] | null {
  if (names.length === 0) return null;
  const counted = countedFields(names, fields);
  if (options.fast && counted.some(({ name }) => name === "services")) {
    throw new UsageError("Cannot count by services with --fast: no services are read");
  }
  // Saved rows may hold what was looked up.
  const isSaved = (options.from ?? []).length > 0;
  for (const { option, switches, fields, what } of LOOK_UPS) {
    const isFilled = (name: string) => fields.some((field) => field === name);
    const field = counted.find(({ name }) => isFilled(name));
    const isLookedUp = lookups?.[option] === true;
    if (field !== undefined && !isLookedUp && !isSaved) {
      throw new UsageError(
        `Cannot count by ${field.name} without --${option}: ` +
          `nothing else finds the ${what} of addresses`,
      );
    }
    if (isLookedUp && field === undefined && !filtered.some(isFilled)) {
      const given = firstGiven(options, switches) ?? option;
      throw new UsageError(
        `Cannot use --${given} with --count-by ${names.join(",")}: no ${what} are counted`,
        { hint: `Count by ${fields[0]} too, or leave --${given} out` },
      );
    }
  }
  return counted;
}
