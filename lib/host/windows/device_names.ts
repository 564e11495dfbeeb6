/**
 * Names that Windows takes for devices, wherever they stand.
 *
 * @module
 */

/** A drive or a share below `\\?\`, which are ordinary files. */
const LONG_PATH = /^[\\/]{2}\?[\\/](?:[A-Za-z]:|UNC[\\/]|Volume\{)/i;

/** A path of the device namespace: `\\.\COM10`, `\\.\pipe\name`, `\\server\pipe\name`. */
const DEVICE_PATH = /^[\\/]{2}(?:[.?][\\/]|[^\\/]+[\\/]pipe(?:[\\/]|$))/i;

/**
 * The reserved names. With an extension, a colon or spaces behind them, and in any folder, they are
 * devices too (before Windows 11).
 */
const RESERVED =
  /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])(?=[ .:]|$)/i;

/** The device that a path on Windows names; null for an ordinary file. */
export function deviceName(path: string): string | null {
  if (LONG_PATH.test(path)) return null;
  if (DEVICE_PATH.test(path)) return path;
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return RESERVED.exec(name.replace(/^[A-Za-z]:/, ""))?.[0].toUpperCase() ?? null;
}

/** A named pipe, which can be read like a file. */
const PIPE = /^[\\/]{2}(?:[.?]|[^\\/]+)[\\/]pipe[\\/]/i;

/** Whether a path is a named pipe: `\\.\pipe\name`. */
export function isNamedPipe(path: string): boolean {
  return PIPE.test(path);
}

/**
 * Whether a path is the null device by itself: `NUL`, `NUL:`, `\\.\NUL`, and `C:\logs\nul`, since every
 * folder of a drive has it. With an extension it is a file on Windows 11.
 */
export function isNullDevice(path: string): boolean {
  if (/^[\\/]{2}/.test(path)) return /^[\\/]{2}[.?][\\/]NUL:?$/i.test(path);
  return /(?:^|[\\/]|^[A-Za-z]:)NUL[ .]*:?$/i.test(path);
}
