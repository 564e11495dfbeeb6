/**
 * `netwho watch` on a terminal that a test holds in its hand: a small Windows machine, keys, sizes, and
 * a clock that goes on when the test says so.
 *
 * @module
 */
import { main } from "../../lib/cli/main.ts";
import type { Host, KeyPress, TerminalSize } from "../../lib/host/host.ts";
import { type Emulator, openEmulator, type ScreenText } from "./emulator.ts";
import { type FakeHost, fakeHost } from "./fake_host.ts";
import { keyPress } from "./watched.ts";
import { windowsHost } from "./windows_host.ts";

/** What a test changes of the machine. */
export interface BenchOptions extends Partial<TerminalSize> {
  readonly args?: readonly string[];
  readonly host?: Partial<Host>;
}

/** How many turns of the event loop something may take that waits for nothing else. */
const MOST_TURNS = 2_000;

/** A running screen. */
export class ScreenBench implements AsyncDisposable {
  readonly host: FakeHost;
  /** What was done to the terminal: taken, given back, and how often it was written to. */
  readonly log: string[] = [];
  /** What was written to the terminal, in order. */
  readonly written: string[] = [];
  /** How many writings were under way at once, at most. */
  mostWritings = 0;
  /** Resolves to the exit code. */
  readonly exitCode: Promise<number>;
  readonly #keys = new Feed<KeyPress>();
  readonly #sizes = new Feed<TerminalSize>();
  readonly #interruption = new AbortController();
  readonly #emulator: Emulator;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  #writings = 0;
  #now = Date.UTC(2026, 0, 2, 3, 4, 5);

  constructor({ columns = 100, rows = 24, args = [], host = {} }: BenchOptions = {}) {
    this.#emulator = openEmulator(columns, rows);
    this.host = fakeHost({
      ...windowsHost(),
      isTerminal: () => true,
      terminalColumns: () => columns,
      terminalSize: () => ({ columns, rows }),
      keys: ({ signal } = {}) => this.#keys.read(signal),
      terminalSizes: ({ signal } = {}) => this.#sizes.read(signal),
      fullScreen: () => {
        this.log.push("taken");
        return Promise.resolve({ [Symbol.dispose]: () => void this.log.push("given back") });
      },
      write: async (bytes) => {
        this.log.push("written");
        this.written.push(new TextDecoder().decode(bytes));
        this.mostWritings = Math.max(this.mostWritings, ++this.#writings);
        await this.#emulator.write(bytes);
        this.#writings--;
      },
      now: () => this.#now,
      sleep: (milliseconds, { signal } = {}) => this.#sleep(milliseconds, signal),
      ...host,
    });
    this.exitCode = main(["watch", ...args], this.host, { signal: this.#interruption.signal });
  }

  /** What the terminal shows. */
  get screen(): ScreenText {
    return this.#emulator.screen();
  }

  /** The screen as one text. */
  get text(): string {
    return this.screen.lines.join("\n");
  }

  /** Presses keys one after another, as fast as a terminal hands them on. */
  press(...names: readonly string[]): void {
    for (const name of names) this.#keys.push(keyPress(name));
  }

  /** Changes the size of the terminal. */
  resize(size: TerminalSize): void {
    this.#emulator.resize(size.columns, size.rows);
    this.#sizes.push(size);
  }

  /** Interrupts the program. */
  interrupt(): void {
    this.#interruption.abort();
  }

  /** Lets time pass, and everything happen that is due meanwhile. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const next = Math.min(...this.#sleepers.map(({ at }) => at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      const due = this.#sleepers.filter(({ at }) => at <= this.#now);
      this.#sleepers = this.#sleepers.filter((sleeper) => !due.includes(sleeper));
      for (const { wake } of due) wake();
    }
    this.#now = end;
  }

  /** Waits until the screen shows something, and lets time pass meanwhile; fails if it never does. */
  async until(isShown: (text: string) => boolean): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      if (isShown(this.text)) return;
      await this.pass(10);
    }
    throw new Error(`This is not what the screen was to show:\n${this.text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.interrupt();
    await this.exitCode;
    this.#emulator[Symbol.dispose]();
  }

  #sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake, reject) => {
      signal?.throwIfAborted();
      const sleeper = { at: this.#now + milliseconds, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason);
      }, { once: true });
    });
  }
}

/** Lets everything go on that waits for nothing but its turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Values that are handed on as they come. */
class Feed<Value> {
  readonly #waiting: Value[] = [];
  #wake = () => {};

  push(value: Value): void {
    this.#waiting.push(value);
    this.#wake();
  }

  async *read(signal?: AbortSignal): AsyncGenerator<Value> {
    signal?.addEventListener("abort", () => this.#wake());
    while (!signal?.aborted) {
      const value = this.#waiting.shift();
      if (value !== undefined) yield value;
      else await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}
