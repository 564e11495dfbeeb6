/**
 * What the keys of the watch screen have the program do. Everything that takes time goes on beside the
 * keys and comes back as an event; code that few need is loaded when it is used (ADR 5).
 *
 * @module
 */
import { isRefusal } from "../capture/passing_errors.ts";
import { ActionError } from "../host/actions.ts";
import type { PreparedAction } from "../live/acting/prepared_action.ts";
import type { LiveLooks } from "../live/live_looks.ts";
import type { LiveRow } from "../live/live_row.ts";
import { lineKey } from "../live/screen/move_selection.ts";
import type { WatchLoop } from "../live/screen/watch_loop.ts";
import type { Question, WatchEffect } from "../live/screen/watch_state.ts";
import type { WatchInvocation } from "./read_watch_plan.ts";
import type { ScreenSettings } from "./screen_settings.ts";
import type { ScreenKnowledge } from "./screen_knowledge.ts";

/** The parts of a screen that is running. */
export interface RunningScreen {
  readonly loop: WatchLoop;
  readonly looks: LiveLooks;
  readonly knowledge: ScreenKnowledge;
  readonly settings: ScreenSettings;
}

type EffectOf<Kind extends WatchEffect["kind"]> = Extract<WatchEffect, { readonly kind: Kind }>;

/** How long settings wait for further keys before they are written, in milliseconds. */
const MOMENT = 300;

/** Does what keys ask for. */
export class WatchErrands {
  readonly #invocation: WatchInvocation;
  readonly #screen: RunningScreen;
  /** The action that waits for its answer, and the number of its question. */
  #prepared: { readonly number: number; readonly action: PreparedAction } | null = null;

  constructor(invocation: WatchInvocation, screen: RunningScreen) {
    this.#invocation = invocation;
    this.#screen = screen;
  }

  /** Does what an effect says; what goes wrong outside netwho is told on the screen. */
  async perform(effect: WatchEffect): Promise<void> {
    const { loop, looks, knowledge } = this.#screen;
    switch (effect.kind) {
      case "quit":
        return loop.end();
      case "redraw":
        return loop.redraw();
      case "lookNow":
        return looks.lookNow();
      case "pause":
        return effect.isPaused ? looks.pause() : looks.resume();
      case "every":
        return looks.setInterval(effect.milliseconds);
      case "keepClosed":
        looks.keepsClosed = effect.keepsClosed;
        return;
      case "remember":
        knowledge.follow(loop.state);
        return await this.#remember(effect);
      case "describe":
        return await this.#describe(effect);
      case "ask":
        return await this.#ask(effect);
      case "carryOut":
        return await this.#tellFailure(() => this.#carryOut(effect));
      case "copy":
        return await this.#tellFailure(() => this.#copy(effect));
      case "save":
        return await this.#tellFailure(() => this.#save());
    }
  }

  #tell(text: string, isFailure: boolean): void {
    this.#screen.loop.dispatch({ kind: "told", text, isFailure });
  }

  /** Remembers settings once no other key has changed them for a moment. */
  async #remember({ settings: wanted }: EffectOf<"remember">): Promise<void> {
    const { loop, settings } = this.#screen;
    settings.note(wanted);
    await this.#invocation.own.sleep(MOMENT, { signal: loop.over });
    const trouble = settings.areNoted(wanted) ? settings.save() : null;
    if (trouble !== null) this.#tell(trouble, true);
  }

  async #tellFailure(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isExpected(error)) throw error;
      this.#tell(error.message, true);
    }
  }

  /** Prepares a question. What goes wrong is the answer to it, so that the keys do not wait for ever. */
  async #ask({ number, action, rows }: EffectOf<"ask">): Promise<void> {
    this.#prepared = null;
    const prepared = await this.#prepare({ action, rows });
    // Another question may have been asked for, or this one given up.
    const { loop } = this.#screen;
    const { pane } = loop.state;
    if (pane.kind !== "preparing" || pane.number !== number) return;
    this.#prepared = { number, action: prepared };
    loop.dispatch({ kind: "question", question: { number, action, ...prepared.question } });
  }

  async #prepare(
    { action, rows }: { action: Question["action"]; rows: readonly LiveRow[] },
  ): Promise<PreparedAction> {
    const { prepareAction } = await import("../live/acting/prepare_action.ts");
    const { loop } = this.#screen;
    const { host, options } = this.#invocation;
    const isReplayed = options.replay !== null;
    const { processes = null, parentOf } = loop.state.look?.snapshot ?? {};
    const seen = { processes, parentOf };
    return await prepareAction(host, { action, rows, isReplayed, ...seen, signal: loop.over });
  }

  /** Carries out what was asked, and nothing else. */
  async #carryOut({ question, isForced }: EffectOf<"carryOut">): Promise<void> {
    const prepared = this.#prepared;
    this.#prepared = null;
    if (prepared === null || prepared.number !== question.number) return;
    const { loop, looks } = this.#screen;
    const { action } = prepared;
    this.#tell(action.doing, false);
    const { text, isFailure } = await action.act({ isForced, signal: loop.over });
    this.#tell(text, isFailure);
    looks.lookNow();
  }

  async #describe({ line }: EffectOf<"describe">): Promise<void> {
    const { loop, knowledge } = this.#screen;
    const about = lineKey(line);
    try {
      loop.dispatch({ kind: "details", about, lines: await knowledge.describe(line) });
    } catch (error) {
      if (!isExpected(error)) throw error;
      loop.dispatch({ kind: "details", about, lines: [error.message] });
    }
  }

  async #copy({ rows }: EffectOf<"copy">): Promise<void> {
    const { copyRows } = await import("../live/hand_over/copy_rows.ts");
    const { own } = this.#invocation;
    const { loop, knowledge } = this.#screen;
    const host = {
      os: own.os,
      env: own.env.bind(own),
      run: own.run.bind(own),
      // A frame and what copies must not get into each other.
      write: (bytes: Uint8Array) => loop.write(bytes),
    };
    const { text, isFailure } = await copyRows(host, rows.map((row) => knowledge.fill(row)));
    this.#tell(text, isFailure);
  }

  async #save(): Promise<void> {
    const { saveLook } = await import("../live/hand_over/save_look.ts");
    const { loop, knowledge } = this.#screen;
    const { look } = loop.state;
    if (look === null) return this.#tell("Cannot save: nothing has been read yet", true);
    const { text, isFailure } = await saveLook(this.#invocation.host, look, {
      fill: (row) => knowledge.fillConnection(row),
    });
    this.#tell(text, isFailure);
  }
}

/** Whether something outside netwho went wrong: the screen goes on. */
function isExpected(error: unknown): error is Error {
  return isRefusal(error) || error instanceof ActionError;
}
