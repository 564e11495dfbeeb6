/**
 * Paths that are no files on Windows.
 *
 * @module
 */
import { refusalOf } from "../refusals.ts";
import { deviceName, isNamedPipe, isNullDevice } from "../windows/device_names.ts";

/** The device that a path names on Windows; null for an ordinary file, and elsewhere. */
export function deviceAt(path: string): string | null {
  return Deno.build.os === "windows" ? deviceName(path) : null;
}

/** Whether a path is NUL of Windows: it takes everything, and has nothing to read. */
export function isNull(path: string): boolean {
  return Deno.build.os === "windows" && isNullDevice(path);
}

/** @throws {HostError} if Windows takes the path for a device: what is written there is no file. */
export function refuseDeviceName(path: string, what: string): void {
  const device = deviceAt(path);
  if (device !== null) throw refusalOf(what, stateOf(device));
}

/** @throws {HostError} if Windows takes the path for a device that has no end, such as a keyboard. */
export function refuseToReadDevice(path: string, what: string): void {
  const device = isNull(path) || isNamedPipe(path) ? null : deviceAt(path);
  if (device !== null) throw refusalOf(what, stateOf(device));
}

function stateOf(device: string): string {
  return `on Windows ${device} is a device and no file`;
}
