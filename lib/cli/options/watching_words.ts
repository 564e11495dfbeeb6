/**
 * What options of programs that go on (`watch`, `top`, `netstat -c`) are in `netwho watch` and
 * `netwho log`.
 *
 * @module
 */
import { readDuration } from "../../text/durations.ts";
import type { ForeignOption } from "./foreign_option.ts";

/** An option that repeats a listing: `--watch 5`, `-c`. */
export const REPEAT: ForeignOption = {
  command: "watch",
  follows: secondsOf,
  absent:
    "netwho lists once. Connections as they come and go: netwho watch, or netwho watch 5 for " +
    "a look every five seconds",
};

const INTERVAL: ForeignOption = {
  value: true,
  convert: secondsOf,
  absent: "Write the seconds alone: netwho watch 5",
};
const COUNT: ForeignOption = { args: ["--count"], value: true };
const DURATION: ForeignOption = { args: ["--duration"], value: true };
const CHANGES_ONLY: ForeignOption = { args: ["--changes-only"] };
const WAITING: ForeignOption = {
  absent: 'To wait for something: netwho watch --until "listening port 8080" --timeout 60',
};
const KEYS: ForeignOption = {
  absent: "The screen sorts and groups by keys (s, S, a), and remembers that; changes in a pipe " +
    "come in the order in which they are seen",
};
const FILES: ForeignOption = {
  absent: "netwho watch writes to standard output: netwho watch --format ndjson > changes.ndjson",
};
const SAVED: ForeignOption = {
  absent: "Saved output does not change; netwho diff shows what changed between two files",
};
const RECORDING: ForeignOption = {
  absent: "netwho watch keeps nothing but with --log, in the history; a recording of one moment: " +
    "netwho --record FOLDER",
};
const ACTING: ForeignOption = {
  absent:
    "On the screen K ends a process and x closes a connection; netwho kill and netwho close " +
    "do it without one",
};

/** Options with names, beside those of the listings. */
export const WATCHING_WORDS: Readonly<Record<string, ForeignOption>> = {
  "n": INTERVAL,
  "d": INTERVAL,
  "s": INTERVAL,
  "interval": INTERVAL,
  "every": INTERVAL,
  "delay": INTERVAL,
  "period": INTERVAL,
  "refresh": INTERVAL,
  "repeat": INTERVAL,
  "seconds": INTERVAL,
  "watch": { args: [] },
  "live": { args: [] },
  "follow": { args: [] },
  "monitor": { args: [] },
  "continuous": { args: [] },
  "for": DURATION,
  "once": { args: ["--count", "1"] },
  "json": { args: ["--format", "ndjson"] },
  "count": COUNT,
  "iterations": COUNT,
  "times": COUNT,
  "looks": COUNT,
  "limit": {
    absent:
      "--count N ends after N looks; fewer connections are chosen by filters: --process, --port",
  },
  "changes": CHANGES_ONLY,
  "new": CHANGES_ONLY,
  "no-initial": CHANGES_ONLY,
  "no-present": CHANGES_ONLY,
  "wait": WAITING,
  "wait-for": WAITING,
  "sort": KEYS,
  "sort-by": KEYS,
  "order-by": KEYS,
  "group": KEYS,
  "group-by": KEYS,
  "count-by": KEYS,
  "out": FILES,
  "output": FILES,
  "append": FILES,
  "from": SAVED,
  "record": RECORDING,
  "kill": ACTING,
  "close": ACTING,
  "yes": ACTING,
  "force": ACTING,
  "tree": ACTING,
};

const EVERY: ForeignOption = {
  value: true,
  convert: (value) => ["--every", /^[\d.]+$/.test(value) ? `${value}s` : value],
  absent: "Write how often to look: netwho log --every 10s",
};

/** Options with names of the command that keeps a history. */
export const LOGGING_WORDS: Readonly<Record<string, ForeignOption>> = {
  "n": EVERY,
  "interval": EVERY,
  "delay": EVERY,
  "period": EVERY,
  "refresh": EVERY,
  "repeat": EVERY,
  "duration": { args: ["--for"], value: true },
  "count": { absent: "netwho log goes on for a length of time: netwho log --every 10s --for 1h" },
  "once": { args: [] },
  "changes-only": {
    absent: "netwho log keeps all connections; netwho history --changes tells what changed",
  },
};

/** The seconds between two looks as `netwho watch` takes them: `5`, `5s`, `500ms`, `1m`. */
function secondsOf(text: string): readonly string[] | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return [text];
  const milliseconds = readDuration(text);
  return milliseconds === null ? null : [String(milliseconds / 1000)];
}
