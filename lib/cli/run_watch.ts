/**
 * The run of `netwho watch`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import { EXIT, UsageError } from "../errors.ts";
import { CHANGE_FIELDS } from "../model/change.ts";
import { screenObstacle } from "../output/screen/screen_obstacle.ts";
import { checkLooseNames, listFields } from "./options/shape_options.ts";
import { readWatchPlan, type WatchInvocation } from "./read_watch_plan.ts";
import { streamChanges } from "./stream_changes.ts";

/** Watches, and resolves to the exit code. */
export async function runWatch(invocation: WatchInvocation): Promise<number> {
  const { host, options } = invocation;
  if (options.fields === true) {
    await host.write(new TextEncoder().encode(listFields(CHANGE_FIELDS)));
    return EXIT.ok;
  }
  checkLooseNames(invocation, CHANGE_FIELDS);
  const isScreen = options.format === null && options.fields === null && host.isTerminal("stdout");
  checkKind(options, { isScreen });
  if (isScreen) checkTerminal(invocation);
  using plan = await readWatchPlan(invocation, { isScreen });
  if (!isScreen) return await streamChanges(invocation, plan);
  const { runWatchScreen } = await import("./run_watch_screen.ts");
  return await runWatchScreen(invocation, plan);
}

/** @throws {UsageError} for an option that has an effect only on the screen, or only on changes. */
function checkKind(
  options: WatchInvocation["options"],
  { isScreen }: { readonly isScreen: boolean },
): void {
  if (isScreen && options.changesOnly) {
    throw new UsageError("Cannot use --changes-only on the screen: it shows all connections", {
      hint: "To write changes instead: --format ndjson",
    });
  }
  const ofScreen = options.reset ? "reset" : options.color === "always" ? "color" : null;
  if (isScreen || ofScreen === null) return;
  throw new UsageError(`Cannot use --${ofScreen} here: changes are written, there is no screen`, {
    hint: "The screen is what netwho watch shows on a terminal without --format and --fields",
  });
}

/** @throws {UsageError} where a screen cannot be shown. */
function checkTerminal({ own }: WatchInvocation): void {
  const obstacle = screenObstacle(own);
  if (obstacle === null) return;
  throw new UsageError(`Cannot show the screen: ${obstacle}`, {
    hint: "To write each change as a line instead: --format ndjson",
  });
}
