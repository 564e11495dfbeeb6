/**
 * How output of another program is recognized.
 *
 * @module
 */

/** A listing of another program. */
export interface ForeignListing {
  /** What a file with it holds, as in "it holds …". */
  readonly what: string;
  /** A line that stands above its rows. One row below it is enough. */
  readonly header?: RegExp;
  /** A row. */
  readonly row: RegExp;
  /** How many rows are enough without a header. @default a header is needed, or two rows if there is none */
  readonly least?: number;
  /** What to do instead. @default what the command can read */
  readonly advice?: string;
}

/** The advice for what other programs tell of names. */
export const SAVE_NSLOOKUP = "Save nslookup instead: nslookup NAME > names.txt 2>&1";
