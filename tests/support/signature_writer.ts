/**
 * Prints signatures as the call of PowerShell does.
 *
 * @module
 */

/** A line for a file. */
export function signedLine(
  { index, status, subject = "", isOfWindows = false }: {
    readonly index: number;
    /** `!` for a failure, whose message is the subject. */
    readonly status: string;
    readonly subject?: string;
    readonly isOfWindows?: boolean;
  },
): string {
  const units = Array.from({ length: subject.length }, (_, at) => subject.charCodeAt(at));
  return `${index} ${status} ${isOfWindows ? 1 : 0} ${units.join(" ")}\r\n`;
}
