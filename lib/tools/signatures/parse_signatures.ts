/**
 * Reads what PowerShell prints of files' signatures: see `signature_call.ts`.
 *
 * @module
 */
import type { Parsed, Rejected } from "../../model/parsed.ts";

/** What Windows says of the signature of one file. */
export interface PrintedSignature {
  /** The place of its path in the input, from 0. */
  readonly index: number;
  /** A word of `Get-AuthenticodeSignature`; null where that failed. */
  readonly status: string | null;
  /** Whether it is a part of Windows. */
  readonly isOfWindows: boolean;
  /** The subject of the signer's certificate; null where there is none. */
  readonly subject: string | null;
  /** Why it failed, in Windows' language; null where it did not. */
  readonly problem: string | null;
}

// Number, status, part of Windows, and the UTF-16 units of a text.
const LINE = /^(\d{1,7}) ([A-Za-z]{1,40}|!) ([01])((?: \d{1,5})*) *$/;

/** Reads the output of PowerShell. Never throws. */
export function parseSignatures(output: string): Parsed<PrintedSignature> {
  const rows: PrintedSignature[] = [];
  const rejected: Rejected[] = [];
  for (const [index, text] of output.split(/\r?\n/).entries()) {
    if (text.trim() === "") continue;
    const row = parseLine(text);
    if (row === null) rejected.push({ line: index + 1, text, reason: "not a signature" });
    else rows.push(row);
  }
  return { rows, rejected };
}

function parseLine(line: string): PrintedSignature | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, index, word, isOfWindows, numbers] = match as unknown as [string, ...string[]];
  const units = numbers!.split(" ").slice(1).map(Number);
  if (units.some((unit) => unit > 0xffff)) return null;
  const text = textOf(units);
  const hasFailed = word === "!";
  return {
    index: Number(index),
    status: hasFailed ? null : word!,
    isOfWindows: isOfWindows === "1",
    subject: hasFailed ? null : text,
    problem: hasFailed ? text ?? "" : null,
  };
}

/** Text of UTF-16 units; null for none. */
function textOf(units: readonly number[]): string | null {
  const text = units.map((unit) => String.fromCharCode(unit)).join("").trim();
  return text === "" ? null : text.toWellFormed();
}
