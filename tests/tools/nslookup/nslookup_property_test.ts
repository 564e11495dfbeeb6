import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  looksLikeNslookup,
  nameRecords,
  parseNslookup,
} from "../../../lib/tools/nslookup/parse_nslookup.ts";
import {
  arbitraryForm,
  arbitrarySession,
  type Asked,
  type Form,
  type Told,
  toldBy,
  writeNslookup,
} from "../../support/nslookup_writer.ts";
import { wrapLine, type Wrapping } from "../../support/error_record_writer.ts";
import { LAWS } from "../../../scripts/fuzz/laws.ts";
import { Random } from "../../../scripts/fuzz/mutate.ts";
import { assertLinear } from "../../support/timing.ts";

const UTF8 = new TextDecoder();

function rowsOf(text: string): Told[] {
  return parseNslookup(text).exchanges.flatMap(nameRecords).map((row) => [
    row.query,
    row.type,
    row.name,
    row.data,
    row.preference,
    row.aliases,
    row.status,
  ]);
}

/** Standard error apart from the rest tells failures and headings, but not whose they are. */
function inPlace(form: Form, asked: readonly Asked[]): Form {
  const isSure = asked.every(({ kind }) => kind !== "silence") || form.prompts !== "none";
  return isSure ? form : { ...form, errors: "in place" };
}

Deno.test("what was written is read back", () => {
  fc.assert(
    fc.property(arbitrarySession, arbitraryForm, (asked, anyForm) => {
      const form = inPlace(anyForm, asked);
      const text = writeNslookup(asked, form);
      assertEquals(parseNslookup(text).rejected, []);
      assertEquals(rowsOf(text), toldBy(asked, form));
      assert(looksLikeNslookup(text));
    }),
    { numRuns: 600 },
  );
});

Deno.test("in place, an answer's heading tells whether it is authoritative", () => {
  fc.assert(
    fc.property(arbitrarySession, arbitraryForm, (asked, form) => {
      const { exchanges } = parseNslookup(writeNslookup(asked, { ...form, errors: "in place" }));
      const told = exchanges.map(({ authoritative }) => authoritative);
      assertEquals(
        told,
        asked.map((one) =>
          one.kind === "addresses"
            ? one.authoritative
            : one.kind === "failure" || one.kind === "silence"
            ? null
            : true
        ),
      );
    }),
    { numRuns: 300 },
  );
});

Deno.test("wherever it is cut, nothing throws and whole answers before the cut stay", () => {
  fc.assert(
    fc.property(arbitrarySession, arbitraryForm, fc.nat(), (asked, form, at) => {
      const text = writeNslookup(asked, { ...form, errors: "in place" });
      const cut = text.slice(0, at % (text.length + 1));
      const { exchanges, rejected } = parseNslookup(cut);
      assert(exchanges.length <= asked.length);
      const last = cut.trimEnd().split("\n").length;
      const isBroken = ({ line }: { line: number }) => line === last || line === last - 1;
      assert(rejected.every(isBroken), "only the last line can be broken, and the name above it");
      const whole = parseNslookup(text).exchanges;
      assertEquals(exchanges.slice(0, -1), whole.slice(0, Math.max(0, exchanges.length - 1)));
    }),
    { numRuns: 400 },
  );
});

Deno.test("every value of a row stands in the text, however that is broken or cut", () => {
  const wrappings = fc.constantFrom<Wrapping>("PowerShell", "PowerShell, trimmed", "console");
  const form = fc.tuple(arbitraryForm, fc.integer({ min: 20, max: 120 }), wrappings, fc.nat());
  fc.assert(
    fc.property(arbitrarySession, form, (asked, [form, width, wrapping, at]) => {
      const text = writeNslookup(asked, { ...form, end: "\n" });
      const broken = text.split("\n").flatMap((line) => wrapLine(line, { width, wrapping }));
      const lines = broken.toSpliced(at % (broken.length + 1), 1, "Host: pc-anna");
      for (const seen of [text, broken.join("\n"), lines.join("\n")]) {
        LAWS["nslookupInventsNothing"]!(new TextEncoder().encode(seen), new Random(at));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("nothing throws on any bytes, and lines are counted as they are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const text = UTF8.decode(bytes);
      const lines = text.split(/\r*\n|\r+/);
      for (const { line, text } of parseNslookup(UTF8.decode(bytes)).rejected) {
        assertEquals(lines[line - 1]!.slice(0, 500), text);
      }
      looksLikeNslookup(text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a line of nothing known is rejected, wherever it stands", () => {
  fc.assert(
    fc.property(arbitrarySession, arbitraryForm, fc.nat(), (asked, form, at) => {
      const lines = writeNslookup(asked, { ...form, errors: "in place", end: "\n" }).split("\n");
      // Between a record and its texts, or in a list, such a line would break what it stands in.
      const places = lines.flatMap((text, index) => text.includes("Address") ? [index + 1] : []);
      const place = places[at % places.length]!;
      lines.splice(place, 0, "@@ what is this @@");
      const { rejected } = parseNslookup(lines.join("\n"));
      assertEquals(rejected.map(({ line }) => line), [place + 1]);
    }),
    { numRuns: 200 },
  );
});

/** Inputs on which a careless reader takes time that grows with the square of the length. */
const LONG: Readonly<Record<string, (count: number) => string>> = {
  prompts: (count) => "> ".repeat(count),
  aliases: (count) =>
    Array.from({ length: count }, (_, at) => `n${at}.example\tcanonical name = n${at + 1}.example`)
      .join("\n"),
  messages: (count) => "*** UnKnown can't find a.example: Non-existent domain\n".repeat(count),
  servers: (count) => "Server:  a.example\nAddress:  192.0.2.1\n".repeat(count),
  labels: (count) => Array.from({ length: count }, (_, at) => `L${at} x:  a.example`).join("\n"),
  quotes: (count) => `a.example\ttext = ${'"\\"'.repeat(count)}`,
  strings: (count) => `a.example\ttext =\n\n${'\t"part"\n'.repeat(count)}`,
  dots: (count) => "a.".repeat(count) + ":",
  spaces: (count) => `a${" ".repeat(count)}b = `,
  digits: (count) => `words words.\n   ${"1 ".repeat(count)}`,
  addresses: (count) => `Name:  a.example\nAddresses:  ${"192.0.2.1, ".repeat(count)}`,
  headings: (count) => "What:\n".repeat(count),
  rulers: (count) => "----------\nGot answer:\n".repeat(count),
  zones: (count) => "a.example\n\tserial = ns.example\n".repeat(count),
};

for (const [name, prepare] of Object.entries(LONG)) {
  Deno.test(`reading takes time as the length does: ${name}`, () => {
    const read = (text: string) => parseNslookup(text).exchanges.forEach(nameRecords);
    assertLinear(read, { prepare, size: 64_000, name });
  });
}
