/**
 * What Task Scheduler says of a task's last run, in words: its own codes, those of Windows for a
 * program that could not be started or was ended. Small numbers are the program's own exit codes.
 *
 * @module
 */
import { exitCodeInWords } from "../task_words.ts";

/** One code. */
export interface ResultCode {
  /** As an unsigned number. */
  readonly code: number;
  readonly text: string;
}

/** Codes with words, by number. */
export const RESULT_CODES: readonly ResultCode[] = [
  // Task Scheduler itself, [MS-TSCH] and winerror.h (SCHED_S_*)
  { code: 0x0004_1300, text: "ready to run at its next time" },
  { code: 0x0004_1301, text: "running" },
  { code: 0x0004_1302, text: "disabled" },
  { code: 0x0004_1303, text: "has not run yet" },
  { code: 0x0004_1304, text: "will not run again: its trigger has ended" },
  { code: 0x0004_1305, text: "has no time to run at: a setting of its trigger is missing" },
  { code: 0x0004_1306, text: "ended by the user" },
  { code: 0x0004_1307, text: "has no trigger, or all of them are disabled" },
  { code: 0x0004_1308, text: "starts at an event, not at a time" },
  { code: 0x0004_131b, text: "registered, but not every trigger will start it" },
  {
    code: 0x0004_131c,
    text: "registered, but may not start: the account needs the right to log on as a batch job",
  },
  { code: 0x0004_1325, text: "queued, waiting to start" },
  // SCHED_E_*
  { code: 0x8004_1309, text: "trigger not found" },
  { code: 0x8004_130a, text: "not set up completely: a setting that it needs is missing" },
  { code: 0x8004_130b, text: "not running" },
  { code: 0x8004_130c, text: "the Task Scheduler service is not installed" },
  { code: 0x8004_130d, text: "could not be opened" },
  { code: 0x8004_130e, text: "not a valid task" },
  { code: 0x8004_130f, text: "no account information: the password may have changed" },
  { code: 0x8004_1310, text: "the account does not exist any more" },
  { code: 0x8004_1311, text: "Task Scheduler's list of accounts is damaged" },
  { code: 0x8004_1312, text: "Task Scheduler cannot use accounts on this Windows" },
  { code: 0x8004_1313, text: "made by a Windows whose tasks cannot be read" },
  { code: 0x8004_1314, text: "set up for two kinds of accounts at once" },
  { code: 0x8004_1315, text: "the Task Scheduler service does not run" },
  { code: 0x8004_1316, text: "its XML has an unexpected element" },
  { code: 0x8004_1317, text: "its XML has an element in another namespace" },
  { code: 0x8004_1318, text: "its XML has a value that is wrong or out of range" },
  { code: 0x8004_1319, text: "its XML lacks an element or attribute" },
  { code: 0x8004_131a, text: "its XML is malformed" },
  { code: 0x8004_131d, text: "its XML has too many elements of one kind" },
  { code: 0x8004_131e, text: "its trigger ends before it starts" },
  { code: 0x8004_131f, text: "was already running, so it was not started again" },
  { code: 0x8004_1320, text: "the user was not logged on" },
  { code: 0x8004_1321, text: "its file was damaged or changed behind Task Scheduler's back" },
  { code: 0x8004_1322, text: "the Task Scheduler service was not available" },
  { code: 0x8004_1323, text: "the Task Scheduler service was too busy" },
  { code: 0x8004_1324, text: "not started: a condition of its settings was not met" },
  { code: 0x8004_1326, text: "disabled, so it was not started" },
  { code: 0x8004_1327, text: "has settings that older versions of Windows do not know" },
  { code: 0x8004_1328, text: "may not be started on demand" },
  // HRESULT_FROM_WIN32: a program that could not be started
  { code: 0x8007_0001, text: "Windows says: incorrect function" },
  { code: 0x8007_0002, text: "the program was not found: was netwho moved or deleted?" },
  { code: 0x8007_0003, text: "the program's folder was not found: was netwho moved or deleted?" },
  { code: 0x8007_0005, text: "access denied" },
  { code: 0x8007_0008, text: "not enough memory" },
  { code: 0x8007_000e, text: "not enough memory" },
  { code: 0x8007_0020, text: "the program's file was in use" },
  { code: 0x8007_0035, text: "the network path was not found" },
  { code: 0x8007_0043, text: "the network name was not found" },
  { code: 0x8007_0057, text: "a setting of the task is wrong" },
  { code: 0x8007_00c1, text: "the program is not for this kind of computer" },
  { code: 0x8007_010b, text: "the folder to run in was not found" },
  { code: 0x8007_02e4, text: "the program needs administrator's rights" },
  { code: 0x8007_0420, text: "an instance of it was already running" },
  { code: 0x8007_04c7, text: "cancelled by the user" },
  { code: 0x8007_04dd, text: "the user was not logged on" },
  { code: 0x8007_04ec, text: "blocked by a policy" },
  { code: 0x8007_0520, text: "the log-on session does not exist" },
  { code: 0x8007_0522, text: "a privilege is missing" },
  { code: 0x8007_052e, text: "log-on failed: the account or its password is wrong" },
  { code: 0x8007_052f, text: "log-on refused by a restriction of the account" },
  { code: 0x8007_0532, text: "log-on refused: the account's password has expired" },
  { code: 0x8007_0533, text: "log-on refused: the account is disabled" },
  { code: 0x8007_0534, text: "the account could not be found" },
  { code: 0x8007_0569, text: "log-on refused: the account may not log on in this way" },
  { code: 0x8007_0775, text: "log-on refused: the account is locked" },
  { code: 0x8007_10e0, text: "not started: a condition was not met, or it was already running" },
  { code: 0x8007_1392, text: "a task of this name exists already" },
  // NTSTATUS: a program that was ended, or crashed
  { code: 0x8000_0003, text: "crashed: ended itself at an error that it could not handle" },
  { code: 0xc000_0005, text: "crashed: access violation" },
  { code: 0xc000_0017, text: "crashed: not enough memory" },
  { code: 0xc000_001d, text: "crashed: this processor does not know an instruction of it" },
  { code: 0xc000_007b, text: "could not start: a library is for another kind of computer" },
  { code: 0xc000_00fd, text: "crashed: stack overflow" },
  { code: 0xc000_0135, text: "could not start: a library is missing" },
  { code: 0xc000_0139, text: "could not start: a library is of another version" },
  { code: 0xc000_013a, text: "ended: Ctrl+C, its window closed, logged off or shut down" },
  { code: 0xc000_0142, text: "could not start: a library failed, as while logging off" },
  { code: 0xc000_0374, text: "crashed: memory damaged" },
  { code: 0xc000_0409, text: "crashed: ended by a security check" },
  { code: 0x4001_0004, text: "ended by a debugger, a log-off or a shutdown" },
  { code: 0xc06d_007e, text: "crashed: a library is missing" },
  { code: 0xe043_4352, text: "crashed: an error of a .NET program that nobody handled" },
  { code: 0xe06d_7363, text: "crashed: an error of a C++ program that nobody handled" },
  { code: 0xffff_ffff, text: "ended with -1: stopped by another program, or an unknown failure" },
];

const TEXTS: ReadonlyMap<number, string> = new Map(
  RESULT_CODES.map(({ code, text }) => [code, text]),
);

/** The largest exit code of netwho: Windows' own codes are far above. */
const LARGEST_EXIT_CODE = 255;

/** A result in words; its number alone where it has no words here. */
export function resultInWords(result: number): string {
  const code = result >>> 0;
  if (code <= LARGEST_EXIT_CODE) return exitCodeInWords(code);
  const text = TEXTS.get(code);
  const number = `0x${code.toString(16).toUpperCase()}`;
  return text === undefined ? `failed: code ${number}` : `${text} (${number})`;
}

/** What is said of a task instead of how its last run ended. */
export const RESULT = {
  running: 0x0004_1301,
  disabled: 0x0004_1302,
  notYetRun: 0x0004_1303,
} as const;
