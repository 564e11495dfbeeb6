/**
 * The arguments of a command that are not options.
 *
 * @module
 */

/** The arguments of a command that are not options. */
export interface Positionals {
  /** The placeholder in the help, such as `NAME`. */
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** Whether several can be given. */
  readonly many?: boolean;
  /** Whether they can be left out. */
  readonly optional?: boolean;
}
