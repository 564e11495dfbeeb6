/**
 * What is known of a program and its file, in short phrases: the evidence of rules on places.
 *
 * @module
 */
import { signatureInWords } from "../../model/file_signature.ts";
import type { Program } from "../engine/audit_view.ts";

/** What is known of a program that helps to judge it. */
export function evidenceOf(program: Program): string[] {
  const { path, file, parent, listed } = program;
  return [
    path === null ? null : `its path: ${path}`,
    file?.signature ? signatureInWords(file.signature) : null,
    companyInWords(program),
    file?.createdAt ? `its file was made ${dayOf(file.createdAt)}` : null,
    parent?.process ? `started by ${parent.process}` : null,
    listed?.user ? `runs as ${listed.user}` : null,
  ].filter((phrase) => phrase !== null);
}

/** Whether Windows says that the signature is good. */
export function isSigned({ file }: Program): boolean {
  return file?.signature?.status === "Valid";
}

function companyInWords({ file }: Program): string | null {
  const version = file?.version ?? null;
  if (version === null) return null;
  const says = [version.company, version.product ?? version.description].filter((one) =>
    one !== null
  );
  return says.length === 0
    ? "says neither who made it nor what it is"
    : `says of itself: ${says.join(", ")}`;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
