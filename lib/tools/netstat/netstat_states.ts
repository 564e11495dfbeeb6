/**
 * The words of netstat's State column and their meaning.
 *
 * @module
 */
import { type State, STATES } from "../../model/socket.ts";

/** The words of German Windows: the only one that translates the states (of eleven languages seen). */
const GERMAN_WORDS: readonly (readonly [word: string, state: State])[] = [
  ["ABHÖREN", "LISTENING"],
  ["HERGESTELLT", "ESTABLISHED"],
  ["WARTEND", "TIME_WAIT"],
  ["SCHLIESSEN_WARTEN", "CLOSE_WAIT"],
  ["SCHLIEẞEN_WARTEN", "CLOSE_WAIT"],
  ["SCHLIEßEN_WARTEN", "CLOSE_WAIT"],
  ["SYN_GESENDET", "SYN_SENT"],
  ["SYN_EMPFANGEN", "SYN_RECEIVED"],
  ["FIN_WARTEN_1", "FIN_WAIT_1"],
  ["FIN_WARTEN_2", "FIN_WAIT_2"],
  ["LETZTES_ACK", "LAST_ACK"],
  ["LETZTE_BESTÄTIGUNG", "LAST_ACK"],
  ["SCHLIESSEND", "CLOSING"],
  ["SCHLIESSEN", "CLOSING"],
  ["GESCHLOSSEN", "CLOSED"],
  ["GEBUNDEN", "BOUND"],
];

/** How other tools spell the states. */
const FOREIGN_WORDS: readonly (readonly [word: string, state: State])[] = [
  ["LISTEN", "LISTENING"],
  ["SYN_RCVD", "SYN_RECEIVED"],
  ["SYN_RECV", "SYN_RECEIVED"],
  ["FIN_WAIT1", "FIN_WAIT_1"],
  ["FIN_WAIT2", "FIN_WAIT_2"],
];

/** Words of the offload column (`-t`); Windows does not translate them. */
export const OFFLOAD_WORDS: ReadonlySet<string> = new Set([
  "InHost",
  "Offloaded",
  "Offloading",
  "Uploading",
]);

/** Words of the template column (`-y`), which no field holds. */
export const TEMPLATE_WORDS: ReadonlySet<string> = new Set([
  "Automatic",
  "Datacenter",
  "DatacenterCustom",
  "Compat",
  "Internet",
  "InternetCustom",
  "Not",
  "Applicable",
]);

const WINDOWS_WORDS: readonly (readonly [word: string, state: State])[] = [
  ...STATES.map((state) => [state, state] as const),
  ...GERMAN_WORDS,
];

const STATE_OF_WORD: ReadonlyMap<string, State> = new Map([...WINDOWS_WORDS, ...FOREIGN_WORDS]);

/** The state that a word means, whole, cut or damaged; null where that is unknown. */
export function stateOfWord(word: string): State | null {
  return STATE_OF_WORD.get(word) ?? STATE_OF_WORD.get(word.toUpperCase()) ??
    stateOfCutWord(word.toUpperCase()) ?? stateOfDamagedWord(word.toUpperCase());
}

/** Whether a word is a state, whole and spelt right. */
export function isStateWord(word: string): boolean {
  return STATE_OF_WORD.has(word);
}

/** Whether a word is one of Windows' states, perhaps damaged, to which no letter can be added. */
export function isWholeStateWord(word: string): boolean {
  const upper = word.toUpperCase();
  return WHOLE_WORDS.has(word) || WHOLE_WORDS.has(upper) || stateOfDamagedWord(upper) !== null;
}

const WHOLE_WORDS: ReadonlySet<string> = new Set(
  WINDOWS_WORDS.map(([word]) => word).filter((word) =>
    WINDOWS_WORDS.every(([other]) => other === word || !other.startsWith(word))
  ),
);

/** A word that a console cut (`CLOSE_WAI`) means the only state that begins with it. */
function stateOfCutWord(word: string): State | null {
  if (word.length < 4) return null;
  return onlyState(([known]) => known.startsWith(word));
}

/**
 * A word whose letters outside ASCII were damaged (`ABH™REN`, `ABH?REN`, `ABHÃ–REN`) means the state
 * that has the same letters before and after these.
 */
function stateOfDamagedWord(word: string): State | null {
  return onlyState(([known]) => {
    const ends = /^([ -~]+)[^ -~]+([ -~]+)$/.exec(known);
    if (ends === null) return false;
    const [, head, tail] = ends;
    const damaged = word.length - head!.length - tail!.length;
    return damaged >= 0 && damaged <= MOST_DAMAGED && word.startsWith(head!) &&
      word.endsWith(tail!);
  });
}

/** One letter in UTF-8, misread twice. */
const MOST_DAMAGED = 4;

function onlyState(fits: (entry: readonly [word: string, state: State]) => boolean): State | null {
  const states = new Set(WINDOWS_WORDS.filter(fits).map(([, state]) => state));
  return states.size === 1 ? [...states][0]! : null;
}
