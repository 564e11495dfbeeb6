/**
 * Tests of the rule on programs that look like documents.
 *
 * @module
 */
import { doubleExtension } from "../../../../lib/audit/rules/place/double_extension.ts";
import { testRule } from "../../../support/audited.ts";

const named = (process: string) => ({ process, path: `C:\\Users\\ann\\Downloads\\${process}` });

testRule(doubleExtension, {
  bad: [
    "invoice.pdf.exe",
    "Invoice.PDF.EXE",
    "offer.doc .exe",
    "offer.docx______.exe",
    "list.xlsx.scr",
    "holiday.jpg.com",
    "scan.tiff.pif",
    "mail.html.exe",
    "archive.zip.exe",
    "list.xlsb.exe",
    "slides.ppsx.exe",
    "IMG_2031.heic.exe",
    "meeting.ics.exe",
    "letter.hwp.exe",
    "book.epub.scr",
    "letter         .exe",
    "letter__________.exe",
  ].map(named),
  good: [
    "invoice.exe",
    "7z.exe",
    "Paint.NET.exe",
    "draw.io.exe",
    "setup-1.2.exe",
    "python3.12.exe",
    "pdf.exe",
    "Company.Log.exe",
    "Sample.One.exe",
    "my_long_name.exe",
    "a b c.exe",
    // Another rule speaks of it.
    "svchost .exe",
  ].map(named).concat({ process: "notes.pdf.exe", path: "/usr/bin/notes.pdf.exe" }),
  unknown: [["process", { process: null, path: null }]],
});
