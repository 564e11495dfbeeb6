/**
 * Checks the tasks that start netwho by itself.
 *
 * @module
 */
import { CaptureError, ParseError } from "../errors.ts";
import { type Host, HostError } from "../host/host.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";
import { openScheduler } from "../schedule/open_scheduler.ts";
import { isFailure } from "../schedule/task_words.ts";
import { countOf } from "../text/wording.ts";

/** How many tasks there are and how they went; none without tasks, and of a recording. */
export async function checkTasks(host: Host): Promise<Check[]> {
  // A recording holds no tasks, and says so by having no folder for data.
  if (host.dataFolder() === null) return [];
  try {
    const rows = await openScheduler(host).list();
    if (rows.length === 0) return [];
    const failed = rows.filter(({ lastResult }) => lastResult !== null && isFailure(lastResult));
    const off = rows.filter(({ status }) => status === "disabled" || status === "unknown");
    const value = [
      countOf(rows.length, "task"),
      ...failed.map(({ name, lastResultText }) => `${name} ${lastResultText}`),
      ...off.map(({ name, status, note }) => `${name} ${note ?? `is ${status}`}`),
    ].join("; ");
    const odd = [...new Set([...failed, ...off].map(({ name }) => name))];
    if (odd.length === 0) return [okCheck("tasks", value)];
    const advice = `See what it printed: netwho schedule status ${odd.join(" ")}`;
    return [warningCheck("tasks", { value, advice })];
  } catch (error) {
    const isRefusal = [HostError, CaptureError, ParseError].some((kind) => error instanceof kind);
    if (!isRefusal) throw error;
    const value = (error as Error).message;
    return [
      warningCheck("tasks", { value, advice: "Tasks of netwho, if there are any, may fail" }),
    ];
  }
}
