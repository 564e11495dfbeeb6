/**
 * The names of tasks.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { deviceName } from "../host/windows/device_names.ts";
import { TASK_NAME } from "./scheduler.ts";

/**
 * Reads the name of a task, in lower case: some systems tell `Log` from `log`, others do not.
 *
 * @throws {UsageError} for text that cannot be the name of a file and of a unit everywhere.
 */
export function readTaskName(text: string): string {
  if (!TASK_NAME.test(text)) {
    throw new UsageError(
      `Cannot use ${text === "" ? '""' : text} as the name of a task: it takes letters a to z, ` +
        "digits, - and _, at most 64 of them, a letter or digit first and last",
    );
  }
  if (deviceName(text) !== null) {
    throw new UsageError(`Cannot use ${text} as the name of a task: on Windows it is a device`);
  }
  return text.toLowerCase();
}
