/**
 * Windows' nslookup, for tests: answers about PTR and TXT records, one question as an argument or many
 * as lines of standard input, as captures show it.
 *
 * @module
 */
import type { Capture, RunOptions } from "../../lib/host/host.ts";
import { addressAsked } from "./arpa_question.ts";
import { LANGUAGES } from "./nslookup_languages.ts";
import { type Reply, runWindowsNslookup, UTF8 } from "./windows_nslookup.ts";

/** What the name server knows. */
export interface Zone {
  /** The name of an address; null where it has none. */
  readonly ptr?: (address: string) => string | null;
  /** The texts of a name; none where there is none. */
  readonly txt?: (name: string) => readonly string[];
}

/** nslookup, and what it was asked. */
export interface FakeNslookup {
  /** What each question was about, as `PTR 8.8.8.8` or `TXT name`, in order. */
  readonly asked: string[];
  /** Runs it. */
  run(args: readonly string[], options: RunOptions): Capture;
}

/** Makes one. */
export function fakeNslookup({ ptr = () => null, txt = () => [] }: Zone): FakeNslookup {
  const asked: string[] = [];
  const reply = (question: string, type: string | null): Reply => {
    const name = question.replace(/\.$/, "");
    const about = type === "PTR" ? addressAsked(question) : name;
    asked.push(`${type ?? "A"} ${about}`);
    const lines = type === "PTR"
      ? [ptr(about)].filter((found) => found !== null).map((found) => `${name}\tname = ${found}`)
      : txt(name).map((text) => `${name}\ttext =\r\n\r\n\t"${text}"`);
    return lines.length === 0 ? "NXDOMAIN" : { lines };
  };
  return {
    asked,
    run: (args, options) =>
      runWindowsNslookup(args, options, { language: { ...LANGUAGES.en, page: UTF8 }, reply }),
  };
}
