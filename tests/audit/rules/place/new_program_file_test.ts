/**
 * Tests of the rule on new programs.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { newProgramFile } from "../../../../lib/audit/rules/place/new_program_file.ts";
import { judged, testRule } from "../../../support/audited.ts";

// The connections are of 25 November 2026, 12:00.
const HOUR_AGO = { createdAt: "2026-11-25T11:00:00.000Z", modifiedAt: "2026-03-01T00:00:00.000Z" };
const CHANGED = { createdAt: "2026-03-01T00:00:00.000Z", modifiedAt: "2026-11-24T12:00:00.000Z" };
const OLD = { createdAt: "2026-11-20T00:00:00.000Z", modifiedAt: "2026-03-01T00:00:00.000Z" };

const at = (path: string, file = HOUR_AGO) => ({
  process: path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1),
  path,
  file,
});

const VERSION = { product: null, description: null, version: null, originalName: null };

testRule(newProgramFile, {
  facts: { os: null },
  bad: [
    at("C:\\Tools\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Roaming\\Sample\\x.exe", CHANGED),
    at("/home/anna/x"),
    at("/usr/local/bin/x", CHANGED),
  ],
  good: [
    at("C:\\Tools\\x.exe", OLD),
    at("C:\\Program Files\\Sample\\x.exe"),
    at("C:\\Windows\\System32\\x.exe"),
    at("/usr/bin/x"),
    at("/opt/sample/x"),
    { ...at("C:\\Tools\\x.exe"), remoteAddress: "192.168.1.9" },
    { ...at("C:\\Tools\\x.exe"), state: "LISTENING" },
    {
      ...at("C:\\Tools\\x.exe"),
      file: { ...HOUR_AGO, signature: { status: "Valid", signer: "Sample Ltd" } },
    },
    // Other rules speak of these.
    at("C:\\Temp\\x.exe"),
    at("C:\\Users\\ann\\Downloads\\x.exe"),
    at("/tmp/x"),
    at("C:\\Tools\\svchost.exe"),
  ],
  unknown: [
    ["file", { process: "x.exe", path: "C:\\Tools\\x.exe" }],
    ["file", { process: "x.exe", path: "C:\\Tools\\x.exe", file: {} }],
    ["path", { process: "x.exe", path: null }],
  ],
});

testRule(newProgramFile, {
  severity: "informational",
  bad: [{
    ...at("C:\\Users\\ann\\AppData\\Local\\Sample\\app-1.0.9\\Sample.exe"),
    file: { ...HOUR_AGO, version: { ...VERSION, company: "Sample Ltd" } },
  }],
  good: [at("C:\\Program Files\\Sample\\x.exe")],
});

Deno.test("audit rule new-program-file: says how old the file is", () => {
  const reasonOf = (file: typeof HOUR_AGO) =>
    judged(newProgramFile, [at("C:\\Tools\\x.exe", file)]).findings[0]?.finding.reason;
  assertEquals(
    reasonOf(HOUR_AGO),
    "The file of x.exe was made or changed an hour ago, and it is connected to the Internet",
  );
  assertEquals(
    reasonOf(CHANGED),
    "The file of x.exe was made or changed 24 hours ago, and it is connected to the Internet",
  );
});
