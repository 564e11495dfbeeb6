/**
 * The settings of the watch screen: those that were remembered, those of the command line, and what
 * keys make of them.
 *
 * @module
 */
import {
  forgetSettings,
  readSettings,
  type SettingsHost,
  writeSettings,
} from "../live/settings/remembered_settings.ts";
import type { WatchSettings } from "../live/screen/watch_state.ts";
import type { WatchPlan } from "../live/watch_plan.ts";

/** Settings that are remembered as keys change them. */
export class ScreenSettings {
  /** What the screen begins with. */
  readonly first: WatchSettings;
  /** Why not all that was remembered is used; null where it is. */
  readonly trouble: string | null;
  readonly #host: SettingsHost;
  /** What the command line says: not remembered unless a key changes it. */
  readonly #given: Partial<WatchSettings>;
  #remembered: WatchSettings;
  /** What is still to be written; null for nothing. */
  #noted: WatchSettings | null = null;

  constructor(host: SettingsHost, { every, lookups, isReset }: WatchPlan) {
    this.#host = host;
    const unforgotten = isReset ? forgetSettings(host) : null;
    const { settings, trouble } = readSettings(host);
    this.trouble = unforgotten ?? trouble;
    this.#remembered = settings;
    this.#given = {
      ...every !== null && { every },
      ...lookups.resolve && { showsNames: true },
      ...lookups.owner && { showsOwners: true },
    };
    this.first = { ...settings, ...this.#given };
  }

  /** Takes settings to be saved. Writing waits for the disk, so that a run of keys is written once. */
  note(settings: WatchSettings): void {
    this.#noted = settings;
  }

  /** Whether these are the latest settings, and are not saved. */
  areNoted(settings: WatchSettings): boolean {
    return this.#noted === settings;
  }

  /** Writes what was noted, and returns why that failed; null where it did not. */
  save(): string | null {
    const settings = this.#noted;
    this.#noted = null;
    if (settings === null) return null;
    const isGiven = (name: string) =>
      settings[name as keyof WatchSettings] === this.#given[name as keyof WatchSettings];
    const names = Object.keys(this.#given).filter(isGiven) as (keyof WatchSettings)[];
    const own = Object.fromEntries(names.map((name) => [name, this.#remembered[name]]));
    const wanted: WatchSettings = { ...settings, ...own };
    const trouble = writeSettings(this.#host, wanted, { before: this.#remembered });
    this.#remembered = wanted;
    return trouble;
  }
}
