/**
 * `netwho watch` into a pipe: writes each change as soon as it is seen.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { LiveLooks } from "../live/live_looks.ts";
import { LOOKED_UP } from "../live/live_row.ts";
import { ToldChanges } from "../live/told_changes.ts";
import { USUAL_INTERVAL, type WatchPlan } from "../live/watch_plan.ts";
import { type Change, CHANGE_FIELDS } from "../model/change.ts";
import type { Field } from "../model/field.ts";
import { chooseDestination } from "../output/destination.ts";
import { encodingOfPipe } from "../output/encode.ts";
import { endsOnTerminal } from "../output/terminal_path.ts";
import { tellDoubts } from "../rows/choose/choose_rows.ts";
import type { Selection } from "../rows/choose/selection.ts";
import { durationText } from "../text/durations.ts";
import { endWatch } from "./end_watch.ts";
import { LateNames } from "./late_names.ts";
import { tellDiagnostics } from "./messages.ts";
import { readFields } from "./options/shape_options.ts";
import type { WatchInvocation } from "./read_watch_plan.ts";
import { TroubleTeller } from "./trouble_teller.ts";
import { type LookListener, WatchLooker } from "./watch_looker.ts";

/** Writes the changes, and resolves to the exit code. */
export async function streamChanges(
  invocation: WatchInvocation,
  plan: WatchPlan,
): Promise<number> {
  const { host, own, options, signal, verbose } = invocation;
  const write = changeWriter(invocation);
  const told = new ToldChanges({
    selection: plan.selection,
    isChangesOnly: options.changesOnly,
  });
  const every = plan.every ?? USUAL_INTERVAL;
  const teller = new LookTeller(invocation, { every, doubted: plan.doubted });
  const looker = new WatchLooker(plan, teller);
  const onTrouble = (text: string) => teller.say(text);
  const onNote = verbose ? onTrouble : undefined;
  const names = new LateNames(host, own, { plan, signal, onTrouble, onNote });
  const looks = new LiveLooks(own, {
    ...plan,
    complete: (look) => names.addTo(look),
    every,
    signal,
    look: (signal) => looker.look(signal),
    onFailure: (error) => looker.fail(error),
    onLate: () => teller.late(),
  });
  for await (const look of looks) {
    const writing = own.now();
    await write(told.of(look, looks.found));
    if (own.now() - writing >= every) teller.late("the reader takes");
    await looker.log(look.snapshot);
  }
  return endWatch(own, { looks, exitCode: looker.exitCode, until: options.until });
}

/** Makes a function that writes changes to standard output; the first one writes the header too. */
function changeWriter(
  { host, options }: Pick<WatchInvocation, "host" | "options">,
): (changes: readonly Change[]) => Promise<void> {
  const names = readFields(options.fields, CHANGE_FIELDS);
  const fields: readonly Field[] = names === null
    ? CHANGE_FIELDS
    : names.map((name) => CHANGE_FIELDS.find((field) => field.name === name)!);
  const { format, options: shape } = chooseDestination(
    { ...NO_SHAPE, format: options.format ?? "ndjson", fields: names },
    host,
  );
  const { isAscii } = format;
  const encode = encodingOfPipe({ isAscii, hasMark: false }, host);
  const forTerminal = endsOnTerminal(null, host);
  const writer = format.open(fields, { ...shape, forTerminal });
  let header: string | null = writer.begin();
  return async (changes) => {
    const text = (header ?? "") + (changes.length === 0 ? "" : writer.rows(changes));
    header = null;
    // Also where nothing changed: a reader that has gone ends it.
    await host.write(await encode(text));
  };
}

/** The output options that watching does not have. */
const NO_SHAPE = {
  out: null,
  append: false,
  delimiter: null,
  noHeader: false,
  bom: false,
  excel: false,
  color: null,
} as const;

/** After so many looks in time, a late one is told again. */
const CALM_LOOKS = 10;

/** Tells on standard error what is wrong with the looks. */
class LookTeller implements LookListener {
  readonly #every: number;
  readonly #doubted: Selection;
  #isFirst = true;
  readonly #verbose: boolean;
  readonly #troubles: TroubleTeller;
  readonly #ofHistory: TroubleTeller;
  /** How many looks in a row were in time. */
  #calm = CALM_LOOKS;

  /** @param options `every`: milliseconds from one look to the next. */
  constructor(
    { own, verbose }: WatchInvocation,
    { every, doubted }: { readonly every: number; readonly doubted: Selection },
  ) {
    this.#every = every;
    this.#doubted = doubted;
    this.#verbose = verbose;
    this.#troubles = new TroubleTeller(own, { doing: "watching" });
    this.#ofHistory = new TroubleTeller(own, { doing: "logging" });
  }

  onSeen(diagnostics: Diagnostics, { connections }: WholeSnapshot): void {
    // Once: how many there are changes all the time.
    if (this.#isFirst) {
      tellDoubts(connections, this.#doubted, { watch: diagnostics.owners, lookedUp: LOOKED_UP });
    }
    this.#isFirst = false;
    this.#calm++;
    this.#troubles.succeed();
    const verbose = this.#verbose;
    this.#troubles.tell((terminal) => tellDiagnostics(diagnostics, terminal, { verbose }));
  }

  onFailure(error: Error): void {
    this.#calm++;
    this.#troubles.fail(error);
  }

  onLogged(): void {
    this.#ofHistory.succeed();
  }

  onLogFailure(error: Error): void {
    this.#ofHistory.fail(error);
  }

  say(message: string): void {
    this.#troubles.say(message);
  }

  /** @param who takes longer than there is time. */
  late(who = "looks take"): void {
    const isNews = this.#calm >= CALM_LOOKS;
    this.#calm = -1; // the look that is late is none in time
    if (!isNews) return;
    const every = durationText(this.#every);
    this.#troubles.say(`${who} longer than the ${every} between looks: some fall out`);
  }
}
