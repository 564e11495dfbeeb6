/**
 * The scheduler of a machine.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { systemdScheduler } from "./linux/systemd_scheduler.ts";
import type { Scheduler } from "./scheduler.ts";
import { windowsScheduler } from "./windows/windows_scheduler.ts";

/**
 * Opens the scheduler of a machine.
 *
 * @throws {CaptureError} if it cannot be told how this netwho was started.
 */
export function openScheduler(host: Host): Scheduler {
  const own = host.ownCommand();
  if (own === null) {
    throw new CaptureError("Cannot schedule: where this netwho is cannot be found out");
  }
  const launch = { ...own, folder: host.currentFolder() };
  return host.os === "windows" ? windowsScheduler(host, launch) : systemdScheduler(host, launch);
}
