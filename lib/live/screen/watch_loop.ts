/**
 * The loop of the screen: keys and sizes go in, frames come out. What takes time is done elsewhere and
 * comes back as an event, so that a key never waits.
 *
 * @module
 */
import type { Abortable, Clock, Terminal } from "../../host/host.ts";
import { ScreenPainter } from "../../output/screen/screen_painter.ts";
import { ColumnWidths } from "./draw/column_widths.ts";
import { drawScreen } from "./draw/draw_screen.ts";
import type { Style } from "./draw/screen_text.ts";
import { drawnSize } from "./start_watch.ts";
import { updateWatch } from "./update_watch.ts";
import type { WatchEffect, WatchEvent, WatchState } from "./watch_state.ts";

/** The parts of the host that the loop needs. */
export type LoopHost =
  & Pick<Terminal, "fullScreen" | "isTerminal" | "keys" | "terminalSizes" | "write">
  & Clock;

/** What the loop begins with. */
export interface LoopOptions extends Required<Abortable> {
  readonly state: WatchState;
  readonly style: Style;
  /** Does what the program is to do. What it rejects with ends the loop. */
  readonly perform: (effect: WatchEffect) => void | Promise<void>;
}

/** Milliseconds between two frames that no key asked for: more than 30 a second nobody sees. */
const FRAME_MILLISECONDS = 33;

/** How long a message stays that tells of nothing wrong. */
const MESSAGE_MILLISECONDS = 6_000;

/** Shows a state, and what events make of it. */
export class WatchLoop {
  readonly #host: LoopHost;
  readonly #options: LoopOptions;
  readonly #painter = new ScreenPainter();
  readonly #widths = new ColumnWidths();
  readonly #over = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  #state: WatchState;
  /** The state that was painted last; null where all must be painted. */
  #painted: WatchState | null = null;
  #painting: Promise<void> | null = null;
  /** Ends the pause after a frame: the answer to a key does not wait for it. */
  #pause = new AbortController();
  #written: Promise<void> = Promise.resolve();

  constructor(host: LoopHost, options: LoopOptions) {
    this.#host = host;
    this.#options = options;
    this.#state = options.state;
    // It may be interrupted before it waits for its end.
    this.#ended.promise.catch(() => {});
  }

  /** What is shown, or will be with the next frame. */
  get state(): WatchState {
    return this.#state;
  }

  /** Aborts when the loop ends, however it does. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /**
   * Takes the terminal, shows the first frame, and goes on until the end. The terminal is as it was
   * afterwards.
   *
   * @param work goes on beside the keys; the loop ends when it is done, and with what it throws.
   */
  async run(work: () => Promise<void>): Promise<void> {
    const abort = () => this.#ended.reject(this.#options.signal.reason);
    this.#options.signal.addEventListener("abort", abort);
    try {
      this.#options.signal.throwIfAborted();
      using _screen = await this.#host.fullScreen({ onReturn: () => this.redraw() });
      try {
        this.#paint();
        this.#goOn(this.#readKeys());
        this.#goOn(this.#readSizes());
        this.#goOn(work().then(() => this.end()));
        await this.#ended.promise;
      } finally {
        this.#over.abort();
        // What is being written must not end up on the terminal that was given back.
        await this.#painting;
        await this.#written;
      }
    } finally {
      this.#options.signal.removeEventListener("abort", abort);
    }
  }

  /** Takes in an event. */
  dispatch(event: WatchEvent): void {
    if (this.#over.signal.aborted) return;
    const before = this.#state;
    const { state, effects } = updateWatch(before, event);
    this.#state = state;
    if (state.message !== before.message) this.#goOn(this.#forgetLater(state.message));
    if (event.kind === "key") this.#pause.abort();
    this.#paint();
    for (const effect of effects) {
      this.#goOn(Promise.try(() => this.#options.perform(effect)));
    }
  }

  /** Draws everything: something else has written on the terminal. */
  redraw(): void {
    this.#painter.forget();
    this.#painted = null;
    this.#paint();
  }

  /** Writes to the terminal, after what is being written to it. */
  write(bytes: Uint8Array): Promise<void> {
    const written = this.#written.then(() => this.#host.write(bytes));
    this.#written = written.catch(() => {});
    return written;
  }

  /** Ends the loop. */
  end(): void {
    this.#ended.resolve();
  }

  /** Lets something go on by itself; what it throws ends the loop. */
  #goOn(work: Promise<void>): void {
    work.catch((error) => this.#fail(error));
  }

  #fail(error: unknown): void {
    if (!this.#over.signal.aborted) this.#ended.reject(error);
  }

  /** A file or a pipe holds text for somebody else: its letters must end nothing. */
  async #readKeys(): Promise<void> {
    if (!this.#host.isTerminal("stdin")) return;
    for await (const key of this.#host.keys({ signal: this.over })) {
      this.dispatch({ kind: "key", key });
    }
  }

  async #readSizes(): Promise<void> {
    for await (const size of this.#host.terminalSizes({ signal: this.over })) {
      this.dispatch({ kind: "size", size: drawnSize(size) });
    }
  }

  /** Paints until the screen shows the latest state; what changes meanwhile is in the next frame. */
  #paint(): void {
    this.#painting ??= this.#paintFrames().catch((error) => this.#fail(error)).finally(() => {
      this.#painting = null;
    });
  }

  async #paintFrames(): Promise<void> {
    while (this.#painted !== this.#state && !this.#over.signal.aborted) {
      const state = this.#state;
      this.#painted = state;
      this.#pause = new AbortController();
      const frame = drawScreen(state, { ...this.#options.style, widths: this.#widths });
      const text = this.#painter.paint(frame, state.size);
      if (text !== "") await this.write(new TextEncoder().encode(text));
      if (this.#state.pane === state.pane) this.#markShown();
      await this.#pauseBetweenFrames();
    }
  }

  async #pauseBetweenFrames(): Promise<void> {
    const signal = AbortSignal.any([this.over, this.#pause.signal]);
    try {
      await this.#host.sleep(FRAME_MILLISECONDS, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What was painted can be read: a question can be answered. That changes nothing on the screen. */
  #markShown(): void {
    const isPainted = this.#painted === this.#state;
    this.#state = updateWatch(this.#state, { kind: "shown" }).state;
    if (isPainted) this.#painted = this.#state;
  }

  async #forgetLater(message: WatchState["message"]): Promise<void> {
    if (message?.kind !== "done") return;
    await this.#host.sleep(MESSAGE_MILLISECONDS, { signal: this.over });
    if (this.#state.message === message) this.dispatch({ kind: "forget" });
  }
}
