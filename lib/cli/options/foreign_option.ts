/**
 * The type of an option of another program.
 *
 * @module
 */

/** What an option of another program is in netwho. */
export interface ForeignOption {
  /** netwho's arguments for it. The value of the option, if it takes one, follows them. */
  readonly args?: readonly string[];
  /** What netwho shows without an option. */
  readonly shown?: string;
  /** Why netwho has nothing like it, and what to do instead: a whole hint. */
  readonly absent?: string;
  /** Whether it takes a value. */
  readonly value?: true;
  /** Turns its value into netwho's arguments; null if that is not possible, and `absent` is said. */
  readonly convert?: (value: string) => readonly string[] | null;
  /** The command that does it, where the one given does not; `absent` is said if it does not fit. */
  readonly command?: string;
  /** Turns the argument behind it into that command's; null if it is none of it. */
  readonly follows?: (next: string) => readonly string[] | null;
}
