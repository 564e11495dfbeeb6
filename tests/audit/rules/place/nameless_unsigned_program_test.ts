/**
 * Tests of the rule on programs of unknown makers.
 *
 * @module
 */
import { namelessUnsignedProgram } from "../../../../lib/audit/rules/place/nameless_unsigned_program.ts";
import { testRule } from "../../../support/audited.ts";

const NONE = { company: null, product: null, description: null, version: null, originalName: null };
const UNSIGNED = { status: "NotSigned", signer: null };

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });
const NAMELESS = { file: { version: NONE, signature: UNSIGNED } };

testRule(namelessUnsignedProgram, {
  bad: [
    { ...at("C:\\Tools\\x.exe"), ...NAMELESS },
    { ...at("C:\\Users\\ann\\AppData\\Roaming\\Sample\\x.exe"), ...NAMELESS },
    { ...at("C:\\ProgramData\\Sample\\x.exe"), ...NAMELESS, state: "LISTENING" },
  ],
  good: [
    { ...at("C:\\Program Files\\Sample\\x.exe"), ...NAMELESS },
    { ...at("C:\\Windows\\System32\\x.exe"), ...NAMELESS },
    { ...at("C:\\Tools\\x.exe"), file: { version: { ...NONE, company: "Sample" } } },
    { ...at("C:\\Tools\\x.exe"), file: { version: { ...NONE, version: "1.0" } } },
    {
      ...at("C:\\Tools\\x.exe"),
      file: { version: NONE, signature: { status: "Valid", signer: "Sample Ltd" } },
    },
    { ...at("C:\\Tools\\netwho.exe"), ...NAMELESS },
    // Other rules speak of these.
    { ...at("C:\\Temp\\x.exe"), ...NAMELESS },
    { ...at("C:\\ProgramData\\x.exe"), ...NAMELESS },
    { ...at("C:\\Users\\ann\\Downloads\\x.exe"), ...NAMELESS },
    { ...at("C:\\Tools\\svchost.exe"), ...NAMELESS },
    { process: "x", path: "/home/anna/x" },
  ],
  unknown: [
    ["file", at("C:\\Tools\\x.exe")],
    ["version", { ...at("C:\\Tools\\x.exe"), file: { signature: UNSIGNED } }],
    ["signature", { ...at("C:\\Tools\\x.exe"), file: { version: NONE } }],
    ["path", { process: "x.exe", path: null }],
  ],
});
