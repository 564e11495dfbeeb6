/**
 * From the fields of a printed row to a record: rows are collected as drafts, as only a whole output
 * tells which words mean "not available" and whether its lists are of services or of modules.
 *
 * @module
 */
import { isPid, type Process } from "../../model/process.ts";

/** A row as printed: text by field. A field that its form lacks is undefined, an empty one "". */
export interface Draft {
  readonly process: string;
  /** Digits only. */
  readonly pid: string;
  readonly sessionName?: string;
  readonly sessionId?: string;
  readonly memory?: string;
  readonly status?: string;
  readonly user?: string;
  readonly cpu?: string;
  readonly windowTitle?: string;
  /** Services or modules, separated by commas. Lines below the row may add to it. */
  list?: string;
}

/** The fields that follow the memory in a verbose row. */
export type VerboseFields = Pick<Draft, "status" | "user" | "cpu" | "windowTitle">;

/** A row and the lines it was read from. */
export interface PrintedRow {
  readonly draft: Draft;
  /** How many lines it takes. */
  readonly lines: number;
  /** The form of the output. Another form starts another output. */
  readonly form: string;
  /**
   * Whether no other program prints such a row. Any other row counts only beside one of those, or
   * below a ruler of tasklist's.
   */
  readonly isCertain: boolean;
  /** Whether its window title goes on in lines that look like rows. @default false */
  readonly imitates?: boolean;
}

/** Rows of one output: what one of them teaches holds for the others. */
type Block = readonly Draft[];

/** The numbers of fields that rows have. */
export const FIELD_COUNTS: ReadonlySet<number> = new Set([3, 4, 5, 7, 9]);

/**
 * Gives the fields of a row their meaning, by their number and shape:
 *
 * - 3: image, PID, services or modules
 * - 4: image, PID, memory, package (of store apps; no field of the record)
 * - 5: image, PID, session name, session number, memory
 * - 7: those of 5, user, CPU time (of another machine, which tells neither status nor title)
 * - 9: those of 5, status, user, CPU time, window title
 *
 * @returns null where the fields are not those of a tasklist row
 */
export function toDraft(fields: readonly string[]): Draft | null {
  const [process = "", pid = "", third = "", fourth = "", memory = ""] = fields;
  if (process === "" || !isNumber(pid)) return null;
  if (fields.length === 3) {
    // A row that was cut behind its session.
    if (isSessionName(third)) return { process, pid, sessionName: third };
    return isImageName(process) && isItems(third) ? { process, pid, list: third } : null;
  }
  if (fields.length === 4) return isMemory(third) ? { process, pid, memory: third } : null;
  if (fields.length < 5) return null;
  // Either can be a word for "not available", but not both.
  if (!isNumber(fourth) && !(isWord(fourth) && isMemory(memory))) return null;
  if (!isMemory(memory) && !isWord(memory)) return null;
  if (isNumber(third)) return null;
  const verbose = toVerboseFields(fields.slice(5));
  return verbose && { process, pid, sessionName: third, sessionId: fourth, memory, ...verbose };
}

/** Whether text can be a list of services or modules: names, not paths, times or numbers. */
function isItems(list: string): boolean {
  // deno-lint-ignore no-control-regex -- the range of ASCII; a wrong code page can make any character
  return /[^\u0000-\u007f]/.test(list) || abbreviation().test(list) ||
    !/[\\/:"<>|]|^[\d.,\s-]+$/.test(list);
}

function toVerboseFields(fields: readonly string[]): VerboseFields | null {
  if (fields.every((field) => field === "")) return {};
  const at = fields.length === 2 ? 1 : 2;
  const cpu = fields[at] ?? "";
  if (parseCpuTime(cpu) === null && (cpu === "" || /\d/.test(cpu))) return null;
  const user = fields[at - 1];
  if (at === 2) return { status: fields[0], user, cpu, windowTitle: fields[3] };
  // Without a domain it can be the status of a row of nine that was cut.
  return { user: user?.includes("\\") ? user : undefined, cpu };
}

/** Whether text is the name of a session. Windows does not translate them. */
export function isSessionName(text: string): boolean {
  return /^(?:Console|Services|(?:RDP|ICA)-[^\s",]+|[^\s",]+#\d+)$/i.test(text);
}

function isWord(field: string): boolean {
  return field !== "" && field.length <= 30 && !/[\d:\\]/.test(field);
}

/** Turns drafts into records. */
export function toProcesses(blocks: readonly Block[]): Process[] {
  const absent = new Set([...ABSENT_WORDS, ...blocks.flatMap(absentWordsOf)]);
  return blocks.flatMap((block) => blockProcesses(block, absent));
}

/** System Idle Process and System: they host no service, load no module and show no window. */
const KERNEL_PIDS: ReadonlySet<string> = new Set(["0", "4"]);

/** Finds the words that stand where no value can. */
function absentWordsOf(block: Block): string[] {
  const words: string[] = [];
  const owners = new Map<string, string>();
  for (const { pid, list, memory, windowTitle } of block) {
    if (KERNEL_PIDS.has(pid)) words.push(list ?? windowTitle ?? "");
    if (memory !== undefined && !isMemory(memory)) words.push(memory);
    if (list === undefined || list.includes(",") || isModule(list)) continue;
    // A service runs in one process only.
    const owner = owners.get(list) ?? pid;
    if (owner !== pid) words.push(list);
    owners.set(list, owner);
  }
  return words.map(normalize).filter((word) =>
    word !== "" && word.length <= LONGEST_WORD && !/[\d\\,;]/.test(word)
  );
}

function blockProcesses(block: Block, absent: ReadonlySet<string>): Process[] {
  const lists = block.map(({ list }) => splitItems(valueOf(list, absent) ?? ""));
  const items = lists.flat();
  const areModules = items.filter(isModule).length * 2 > items.length;
  return block.map((draft, index) => {
    const list = lists[index]!.length > 0 ? lists[index]! : null;
    const { sessionId = "", memory, cpu } = draft;
    return {
      process: draft.process,
      pid: Number(draft.pid),
      parentPid: null,
      sessionName: valueOf(draft.sessionName, absent),
      sessionId: isNumber(sessionId) ? Number(sessionId) : null,
      memoryBytes: memory === undefined ? null : parseMemory(memory),
      status: valueOf(draft.status, absent),
      user: valueOf(draft.user, absent),
      cpuSeconds: cpu === undefined ? null : parseCpuTime(cpu),
      windowTitle: valueOf(draft.windowTitle, absent),
      services: areModules ? null : list,
      modules: areModules ? list : null,
      path: null,
      commandLine: null,
      startedAt: null,
    };
  });
}

/** Whether a row is one that no other program prints: of a program, or with session and memory. */
export function isCertainDraft({ process, memory = "", sessionId = "" }: Draft): boolean {
  return isProgramName(process) || (isMemory(memory) && isNumber(sessionId));
}

/** Whether a row is one of `/v`, which no other program's is like, whatever header stands above it. */
export function isVerboseDraft({ status, memory = "", sessionId = "", cpu = "" }: Draft): boolean {
  return status !== undefined && isMemory(memory) && isNumber(sessionId) &&
    parseCpuTime(cpu) !== null;
}

const LONGEST_NAME = 260;
/** What the name of a Windows file never holds. */
// deno-lint-ignore no-control-regex -- names hold none of these
const NOT_IN_NAMES = /[\u0000-\u001f/\\:*"<>|]/;

/**
 * Whether text can be the name of a program's file, where nothing else tells that a row is tasklist's.
 * A wrong code page can make any character.
 */
export function isImageName(text: string): boolean {
  // deno-lint-ignore no-control-regex -- the range of ASCII
  const isAscii = /^[\u0000-\u007f]*$/;
  return text !== "" && text.length <= LONGEST_NAME &&
    (!isAscii.test(text) || (!NOT_IN_NAMES.test(text) && /[A-Za-z\d?]/.test(text)));
}

/** A program's ending, which the column of a table may cut. */
const PROGRAM = /\.(?:exe?|e|scr|tmp|pif)$/i;
/** Processes that have no file. They are not translated. */
const KERNEL_PROCESSES =
  /^(?:System(?: Idle Process)?|Registry|Secure System|Mem(?:ory |)Compression|vmmem\w*)$/;

/** Whether a name is that of a program, or of a process of the kernel. */
export function isProgramName(name: string): boolean {
  return PROGRAM.test(name) || KERNEL_PROCESSES.test(name);
}

/** Whether text is a number that Windows gives a process or a session. */
export function isNumber(text: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(text) && isPid(Number(text));
}

/**
 * Digits in groups, and a unit. What separates the groups depends on region and decoding: a comma, a
 * point, an apostrophe, U+00A0, U+202F, or what a wrong code page turns it into (`52я692 K`); it is the
 * same throughout. The unit begins with K, M, G or T, or was damaged.
 */
const DIGITS = String
  .raw`\d{1,3}(?<gap> |[^\x00-\x20\dA-Za-z:;/\\()%*"]{1,3})\d{2,3}(?:\k<gap>\d{2,3})*|\d+(?:[.,]\d{1,2})?`;
const UNIT = String.raw`[KMGTkm](?:i?[Bb]|[ot])?|[^\x00-\x7f][^\x00-\x20\d:]{0,5}|\?{1,3}`;

/** An amount of memory, as part of a pattern that names no other group `gap`. */
export const MEMORY = String.raw`(?:${DIGITS})\s?(?:${UNIT})`;

const AMOUNT = new RegExp(String.raw`^(?<digits>${DIGITS})\s?(?<unit>${UNIT})$`);
const LONGEST_AMOUNT = 40;

/** Powers of 1024 by the unit's first letter, Latin or Cyrillic. */
const POWERS: Readonly<Record<string, number>> = { K: 1, К: 1, M: 2, М: 2, G: 3, Г: 3, T: 4, Т: 4 };

/** Whether a field is an amount of memory, unit included. */
export function isMemory(text: string): boolean {
  return matchAmount(text) !== null;
}

/**
 * Reads an amount of memory, such as `10,924 K` or `117 536 Ko`.
 *
 * @returns bytes; null where the field holds no amount (`N/A`)
 */
function parseMemory(text: string): number | null {
  const match = matchAmount(text);
  if (match === null) return null;
  const { digits = "", unit = "" } = match.groups!;
  const groups = digits.split(/\D+/);
  const last = groups.at(-1)!;
  // A last group without exactly three digits is a decimal fraction; tasklist prints none today.
  const fraction = groups.length > 1 && last.length !== 3 ? groups.pop()! : "";
  const amount = Number(`${groups.join("")}.${fraction}`);
  // tasklist prints kilobytes; an unknown unit is a damaged "K".
  const power = POWERS[unit.charAt(0).toUpperCase()] ?? 1;
  const bytes = Math.round(amount * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

function matchAmount(text: string): RegExpExecArray | null {
  return text.length > LONGEST_AMOUNT ? null : AMOUNT.exec(text.trim());
}

const CPU_TIME = /^(\d{1,9})[:.](\d{2})[:.](\d{2})$/;

/**
 * Reads a processor time, `h:mm:ss` with any number of hours.
 *
 * @returns seconds; null where the field holds no time (`N/A`)
 */
export function parseCpuTime(text: string): number | null {
  const match = CPU_TIME.exec(text.trim());
  return match && Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

/** The endings of modules. A service name rarely ends so, and never all names of a listing do. */
const MODULE =
  /\.(?:dll|exe|drv|sys|ocx|cpl|acm|ax|node|pyd|mui|ime|tsp|bpl|winmd|efi|scr|com|flt|nls|so)$/i;

function isModule(item: string): boolean {
  return MODULE.test(item);
}

function splitItems(list: string): string[] {
  return list.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/**
 * A letter, a slash or point, a letter, in any script: N/A, N/D, Н/Д, n.v. Compiled on first use: it
 * takes 0.5 ms.
 */
const abbreviation = () => /^\p{L}[/.]\p{L}\.?$/u;

/** Words for "not available" that are no abbreviation, a line for a language. Others are learned. */
const ABSENT_WORDS: ReadonlySet<string> = new Set(
  [
    "暂缺|不可用|不适用",
    "暫缺|無法使用|不適用|無",
    "使用できません|適用なし|該当なし",
    "해당 없음|사용할 수 없음",
    "nicht zutreffend|nicht verfügbar|nicht anwendbar",
    "non disponible|non applicable",
    "no disponible|no aplicable",
    "non disponibile|non applicabile",
    "não disponível|não aplicável",
    "n.v.t.|niet van toepassing",
    "nie dotyczy|niedostępne",
    "není k dispozici",
    "nincs adat",
    "saknas|ej tillämpligt",
    "ikke tilgængelig",
    "ei käytettävissä",
    "uygulanamaz|yok",
    "недоступно|нет данных",
  ].flatMap((words) => words.split("|")),
);

const LONGEST_WORD = 30;

/** The value; null where it is empty or a word for "not available". */
function valueOf(text: string | undefined, absent: ReadonlySet<string>): string | null {
  if (text === undefined || text === "") return null;
  if (text.length > LONGEST_WORD) return text;
  const word = normalize(text);
  return absent.has(word) || abbreviation().test(word) ? null : text;
}

function normalize(text: string): string {
  return text.trim().toLowerCase();
}
