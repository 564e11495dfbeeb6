/**
 * The highest numbers that ports and processes have.
 *
 * @module
 */

/** The highest port. */
export const HIGHEST_PORT = 65_535;

/** The highest process ID: Windows' are 32 bits wide. */
export const HIGHEST_PID = 0xffff_ffff;
