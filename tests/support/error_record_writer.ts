/**
 * Writes PowerShell's error records of nslookup's standard error, as Windows PowerShell 5.1 formats and
 * wraps them.
 *
 * @module
 */

/** How long lines are broken. */
export type Wrapping =
  /** Behind spaces, which are kept; within words that are longer than a line. */
  | "PowerShell"
  /** The same, but spaces at the ends of lines were lost. */
  | "PowerShell, trimmed"
  /** At the width, wherever that is. */
  | "console"
  /** The same, but spaces at the ends of lines were lost. */
  | "console, trimmed";

/** The place in a script, in several languages. */
export const PLACES = [
  "At line:1 char:1",
  "In Zeile:1 Zeichen:1",
  "Au caractère Ligne:1 : 1",
  "En línea: 1 Carácter: 1",
  "In riga:1 car:1",
  "No linha:1 caractere:1",
  "строка:1 знак:1",
  "発生場所 行:1 文字:1",
  "위치 줄:1 문자:1",
  "发生位置 行:1 字符: 1",
  "位於 線路:1 字元:1",
  "W wierszu:1 znak:1",
  "At C:\\Users\\anna\\Documents\\scripts\\names\\check-names.ps1:12 char:5",
  "In C:\\Users\\anna\\Documents\\scripts\\names\\check-names.ps1:12 Zeichen:5",
] as const;

/** Writes a record. */
export function writeErrorRecord(
  message: string,
  { place, command, width, wrapping }: {
    readonly place: string;
    readonly command: string;
    readonly width: number;
    readonly wrapping: Wrapping;
  },
): string[] {
  const short = message.length > 40 ? `${message.slice(0, 16)}...${message.slice(-18)}` : message;
  const wrap = (line: string) => wrapLine(line, { width, wrapping });
  const about = `NotSpecified: (${short}:String) [], RemoteException`;
  return [
    ...wrap(`nslookup : ${message}`),
    ...wrap(place),
    ...wrap(`+ ${command}`),
    ...wrap(`+ ${"~".repeat(command.length)}`),
    ...wrap(`    + CategoryInfo          : ${about}`),
    ...wrap("    + FullyQualifiedErrorId : NativeCommandError"),
    " ",
  ];
}

/** Breaks a line. */
export function wrapLine(
  line: string,
  { width, wrapping }: { width: number; wrapping: Wrapping },
): string[] {
  const broken = wrapping.startsWith("console") ? cut(line, width) : breakAtSpaces(line, width);
  return wrapping.endsWith("trimmed") ? broken.map((part) => part.trimEnd()) : broken;
}

function cut(line: string, width: number): string[] {
  const characters = [...line];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += width) {
    parts.push(characters.slice(at, at + width).join(""));
  }
  return parts;
}

function breakAtSpaces(line: string, width: number): string[] {
  const lines = [""];
  for (const word of line.match(/\s*\S+\s?/g) ?? []) {
    if (lines.at(-1)!.length + word.length <= width) lines.push(lines.pop()! + word);
    else if (word.length <= width) lines.push(word);
    else lines.push(...cut(word, width));
  }
  return lines.filter((part) => part !== "");
}
