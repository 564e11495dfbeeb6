/**
 * The rules that a config can name.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { globTest } from "../../rows/choose/filter_values.ts";
import { didYouMean } from "../../text/nearest.ts";

/** Checks the names of rules. */
export class KnownRules {
  readonly #ids: readonly string[];

  /** @param ids those of netwho's own rules, and of the Sigma rules of this run. */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  /**
   * Checks that a GLOB names a rule, or may name a Sigma rule of another run.
   *
   * @throws {UsageError} for one that does not: a slip of the pen must not weaken an audit, nor leave
   * it louder than somebody believes.
   */
  check(glob: string, name: string): void {
    if (MAY_BE_SIGMA.test(glob) || this.#ids.some(globTest(glob))) return;
    throw new UsageError(
      `Cannot read ${name} ${JSON.stringify(glob)}: no rule has this ID` +
        didYouMean(glob, this.#ids, { separator: ", " }),
      { hint: "netwho audit --list-rules lists them" },
    );
  }
}

/** The IDs of Sigma rules, and the names of their files, which stand for those without. */
const MAY_BE_SIGMA = /^[\da-f?*]{1,8}-(?:[\da-f?*]{1,4}-){3}[\da-f?*]{1,12}$|_/i;
