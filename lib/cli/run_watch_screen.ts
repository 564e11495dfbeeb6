/**
 * The screen of `netwho watch`: joins the looks at the computer, the keys, and what is known of the
 * rows.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { programText, socketText } from "../actions/named_rows.ts";
import { EXIT } from "../errors.ts";
import type { Terminal } from "../host/host.ts";
import { LiveLooks } from "../live/live_looks.ts";
import { type LiveRow, LOOKED_UP } from "../live/live_row.ts";
import { startWatch } from "../live/screen/start_watch.ts";
import { WatchLoop } from "../live/screen/watch_loop.ts";
import type { WatchState } from "../live/screen/watch_state.ts";
import type { WatchPlan } from "../live/watch_plan.ts";
import { needsAscii } from "../output/ascii_marks.ts";
import { decideColor } from "../output/colors.ts";
import { tellDoubts } from "../rows/choose/choose_rows.ts";
import { writeFilters } from "../rows/choose/written_filters.ts";
import { sanitize } from "../text/terminal_text.ts";
import { joinPresent } from "../text/wording.ts";
import { endWatch } from "./end_watch.ts";
import { linesAbout, tellDiagnostics } from "./messages.ts";
import type { WatchInvocation } from "./read_watch_plan.ts";
import { ScreenKnowledge } from "./screen_knowledge.ts";
import { ScreenSettings } from "./screen_settings.ts";
import { WatchErrands } from "./watch_errands.ts";
import { WatchLooker } from "./watch_looker.ts";

/** Shows the screen until it is left, and resolves to the exit code. */
export async function runWatchScreen(
  invocation: WatchInvocation,
  plan: WatchPlan,
): Promise<number> {
  const { host, own, options, signal } = invocation;
  const settings = new ScreenSettings(host, plan);
  const loop = new WatchLoop(own, {
    state: firstState(invocation, { plan, settings }),
    style: { color: decideColor(plan.color, own), ascii: needsAscii(own) },
    perform: (effect): Promise<void> => errands.perform(effect),
    signal,
  });
  /** What could not be seen in the latest look. */
  let limits: string | null = null;
  const looker = new WatchLooker(plan, {
    onSeen: (diagnostics, { connections }) => {
      tellDoubts(connections, plan.doubted, { watch: diagnostics.owners, lookedUp: LOOKED_UP });
      limits = toldBy(diagnostics);
    },
    onFailure: (error) =>
      loop.dispatch({ kind: "lookFailed", reason: linesAbout(error).join(". ") }),
    onLogFailure: ({ message }) => loop.dispatch({ kind: "told", text: message, isFailure: true }),
  });
  const looks = new LiveLooks(own, {
    ...plan,
    every: settings.first.every,
    keepsClosed: settings.first.keepsClosed,
    signal: loop.over,
    look: (signal) => looker.look(signal),
    complete: (look) => knowledge.filled(look),
    onFailure: (error) => looker.fail(error),
    onLate: () => loop.dispatch({ kind: "late" }),
  });
  const knowledge = new ScreenKnowledge(invocation, { plan, loop });
  const errands = new WatchErrands(invocation, { loop, looks, knowledge, settings });
  try {
    await loop.run(async () => {
      for await (const look of looks) {
        // Keys that came while the look was compared are answered before its rows are sorted.
        await own.sleep(0);
        loop.dispatch({ kind: "look", look, limits });
        knowledge.follow(loop.state);
        await looker.log(look.snapshot);
      }
    });
  } finally {
    const trouble = settings.save();
    if (trouble !== null) own.writeError(`netwho: ${sanitize(trouble)}\n`);
  }
  if (looks.found !== null) tellFound(own, looks.found);
  // Whoever leaves the screen has seen what went wrong.
  if (looks.ending === null) return EXIT.ok;
  return endWatch(own, { looks, exitCode: looker.exitCode, until: options.until });
}

/** Says on the user's own screen what came that was waited for: the other one is gone. */
function tellFound(host: Pick<Terminal, "writeError">, { connection }: LiveRow): void {
  const found = joinPresent(
    [programText(connection), socketText(connection), connection.state],
    "  ",
  );
  host.writeError(`netwho: Found what --until waits for: ${sanitize(found ?? "")}\n`);
}

const NO_KEYS = "No keys: standard input is no terminal; Ctrl+C ends it";

function firstState(
  { host, own, options }: WatchInvocation,
  { plan, settings }: { plan: WatchPlan; settings: ScreenSettings },
): WatchState {
  const computer = host.computerName();
  const state = startWatch({
    size: own.terminalSize(),
    settings: settings.first,
    given: { text: writeFilters(options), matches: plan.selection.matches },
    title: !plan.isReplayed ? computer ?? "" : `${computer ?? ""} (recording)`.trimStart(),
    limits: null,
  });
  const trouble = own.isTerminal("stdin") ? settings.trouble : NO_KEYS;
  return trouble === null ? state : { ...state, message: { text: trouble, kind: "failed" } };
}

/** What a person is told of a look, in one line. */
function toldBy(diagnostics: Diagnostics): string | null {
  let text = "";
  const terminal = { writeError: (part: string) => void (text += part), isTerminal: () => true };
  tellDiagnostics(diagnostics, terminal, { verbose: false });
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => line.replace(/^netwho: /, "")).join("; ") || null;
}
