/**
 * The words of netstat's State column and their meaning.
 *
 * @module
 */
import { type State, STATES } from "../../model/socket.ts";

type WordEntry = readonly [word: string, state: State];

/** The words of German Windows, the only one of eleven languages seen that translates them. */
const GERMAN_WORDS: readonly WordEntry[] = [
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
const FOREIGN_WORDS: readonly WordEntry[] = [
  ["LISTEN", "LISTENING"],
  ["SYN_RCVD", "SYN_RECEIVED"],
  ["SYN_RECV", "SYN_RECEIVED"],
  ["FIN_WAIT1", "FIN_WAIT_1"],
  ["FIN_WAIT2", "FIN_WAIT_2"],
];

/** The states as Linux' netstat prints them in English, Czech, German, Portuguese and Spanish. */
const LINUX_WORDS: ReadonlyMap<string, State> = new Map<string, State>([
  ["CLOSE", "CLOSED"],
  ["SPOJENO", "ESTABLISHED"],
  ["NASLOUCHÁ", "LISTENING"],
  ["ZAVÍRÁ", "CLOSING"],
  ["ZAVŘEN", "CLOSED"],
  ["POSLEDNÍ ACK", "LAST_ACK"],
  ["VERBUNDEN", "ESTABLISHED"],
  ["ESTABELECIDA", "ESTABLISHED"],
  ["OUÇA", "LISTENING"],
  ["SYN_ENVIADO", "SYN_SENT"],
  ["SYN_RECEBIDO", "SYN_RECEIVED"],
  ["ESPERA_FIN1", "FIN_WAIT_1"],
  ["ESPERA_FIN2", "FIN_WAIT_2"],
  ["ESPERANDO_FECHAR", "CLOSE_WAIT"],
  ["ÚLTIMO_ACK", "LAST_ACK"],
  ["FECHANDO", "CLOSING"],
  ["FECHAR", "CLOSED"],
  ["ESCUCHAR", "LISTENING"],
  ["ESTABLECIDO", "ESTABLISHED"],
]);

/** The words of the offload column (`-t`); Windows does not translate them. */
export const OFFLOAD_WORDS: ReadonlySet<string> = new Set([
  "InHost",
  "Offloaded",
  "Offloading",
  "Uploading",
]);

/** The words of the template column (`-y`), for which there is no field. */
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

const WINDOWS_WORDS: readonly WordEntry[] = [
  ...STATES.map((state) => [state, state] as const),
  ...GERMAN_WORDS,
];

const STATE_OF_WORD: ReadonlyMap<string, State> = new Map([...WINDOWS_WORDS, ...FOREIGN_WORDS]);

const STATE_BYTES = STATES.map((state) => [state, new TextEncoder().encode(state)] as const);

/** The state whose English word stands between two offsets; null if none does. */
export function englishState(bytes: Uint8Array, start: number, end: number): State | null {
  const first = bytes[start];
  for (const [state, word] of STATE_BYTES) {
    if (word.length === end - start && word[0] === first && holds(bytes, start, word)) return state;
  }
  return null;
}

function holds(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return false;
  }
  return true;
}

/** The state that a word stands for, even cut or damaged; null if unknown. */
export function stateOfWord(word: string): State | null {
  return STATE_OF_WORD.get(word) ?? STATE_OF_WORD.get(word.toUpperCase()) ??
    stateOfCutWord(word.toUpperCase()) ?? stateOfDamagedWord(word.toUpperCase());
}

/** The most words that the name of a state has, in any language. */
const MOST_STATE_WORDS = 4;

/** Whether text can be the name of a state in an unknown language, perhaps with damaged letters. */
export function mayBeState(text: string): boolean {
  const words = text.split(" ");
  return words.length <= MOST_STATE_WORDS &&
    words.every((word) => /^[A-Za-z_?'.\u0080-\uffff-][\w?'.\u0080-\uffff-]*$/.test(word)) &&
    /[A-Za-z?\u0080-\uffff]/.test(words[0]!);
}

/** The state that Linux' netstat prints a word for, even cut or damaged; null if unknown. */
export function linuxState(word: string): State | null {
  return LINUX_WORDS.get(word) ?? stateOfWord(word);
}

/** Whether a word is a state of Linux, neither cut nor damaged. */
export function isLinuxStateWord(word: string): boolean {
  return LINUX_WORDS.has(word) || STATE_OF_WORD.has(word);
}

/** Whether a word is a state, neither cut nor damaged. */
export function isStateWord(word: string): boolean {
  return STATE_OF_WORD.has(word);
}

/** Whether a word is a state of Windows, perhaps damaged, and not the beginning of a longer one. */
export function isWholeStateWord(word: string): boolean {
  const upper = word.toUpperCase();
  return WHOLE_WORDS.has(word) || WHOLE_WORDS.has(upper) || stateOfDamagedWord(upper) !== null;
}

const WHOLE_WORDS: ReadonlySet<string> = new Set(
  WINDOWS_WORDS.map(([word]) => word).filter((word) =>
    WINDOWS_WORDS.every(([other]) => other === word || !other.startsWith(word))
  ),
);

/** A word that was cut (`CLOSE_WAI`, `CLOSE_W...`) stands for the only state that begins with it. */
function stateOfCutWord(word: string): State | null {
  const start = word.replace(/(?:\.{2,3}|\u2026)$/, "");
  if (start.length < 4) return null;
  return onlyState(([known]) => known.startsWith(start));
}

/**
 * A word with damaged letters outside ASCII (`ABH™REN`, `ABH?REN`, `ABHÃ–REN`) stands for the only
 * state with the same letters before and after these.
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

/** A letter in UTF-8 that was misread twice takes four. */
const MOST_DAMAGED = 4;

function onlyState(fits: (entry: WordEntry) => boolean): State | null {
  const states = new Set(WINDOWS_WORDS.filter(fits).map(([, state]) => state));
  return states.size === 1 ? [...states][0]! : null;
}
