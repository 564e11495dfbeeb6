import { assertEquals } from "@std/assert";
import { decodeBytes } from "../../../lib/text/decode.ts";
import { nameRecords, parseNslookup } from "../../../lib/tools/nslookup/parse_nslookup.ts";

const FOLDER = new URL("../../fixtures/nslookup/", import.meta.url);

/** For each row: the query, the type, the data, the status where it is not NOERROR. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "bind.txt": [
    "www.team.example A 203.0.113.7",
    "www.team.example AAAA 2001:db8::7",
    "203.0.113.7 PTR node7.cdn.example",
    "203.0.113.8 NXDOMAIN",
    'team.example TXT v=spf1 -allcafé "x"',
    "team.example SRV sip.team.example",
    'team.example 0 issue "ca.example"',
    "team.example SOA ns1.team.example admin.team.example 7 3600 600 86400 300",
    "TIMEOUT",
  ],
  "busybox.txt": [
    "www.team.example A 203.0.113.34",
    "www.team.example AAAA 2001:db8:220::1946",
    "api.team.example A 203.0.113.35",
    "api.team.example AAAA 2001:db8:220::35",
    "nope.team.example NXDOMAIN",
  ],
  "en-error-record-narrow.txt": [
    "a-very-long-host-name.of-a-service.team.example NXDOMAIN",
  ],
  "en-soa-first.txt": [
    "www.team.example AAAA 2001:db8:802::200e",
    "www.team.example A 203.0.113.10",
  ],
  "de-session.cp850.txt": [
    "www.beispiel.example AAAA 2001:db8::11",
    "www.beispiel.example A 198.51.100.11",
    "beispiel.example MX post.beispiel.example",
    "beispiel.example MX ersatz.beispiel.example",
    "beispiel.example A 198.51.100.25",
    "fehlt.example MX NXDOMAIN",
    "langsam.example A TIMEOUT",
  ],
  "en-types.cp437.txt": [
    "_sip._tcp.team.example SRV sip.team.example",
    "_sip._tcp.team.example A 203.0.113.60",
    "team.example TXT v=spf1 include:mail.example -all",
    "team.example TXT key=one two",
    "team.example SOA ns1.team.example admin.team.example 2026031401 7200 900 1209600 600",
    "team.example A 203.0.113.2",
    "www.team.example MX NODATA",
  ],
  "es-stderr-first.utf16le.txt": [
    "correo.ejemplo.example AAAA 2001:db8:1::25",
    "correo.ejemplo.example A 203.0.113.25",
    "nada.ejemplo.example SERVFAIL",
  ],
  "fr-reverse.cp850.txt": [
    "198.51.100.17 PTR poste-100-17.exemple.example",
    "198.51.100.18 NXDOMAIN",
    "vide.exemple.example NODATA",
  ],
  "ja-pipe.cp932.txt": [
    "www.rei.example A 198.51.100.80",
    "www.rei.example A 198.51.100.81",
    "nai.rei.example NXDOMAIN",
  ],
  "ko-mx.cp949.txt": [
    "yesi.example MX mail1.yesi.example",
    "yesi.example MX mail2.yesi.example",
    "eopda.yesi.example REFUSED",
  ],
  "ru-two-pages.txt": [
    "primer.example A 203.0.113.41",
    "primer.example A 203.0.113.42",
    "primer.example NS ns1.primer.example",
    "primer.example NS ns2.primer.example",
  ],
  "zh-CN-aliases.cp936.txt": [
    "www.shili.example AAAA 2001:db8:2::1",
    "www.shili.example A 203.0.113.31",
    "TIMEOUT",
  ],
};

for (const [file, expected] of Object.entries(EXPECTED)) {
  Deno.test(`fixture ${file}`, async () => {
    const page = Number(/cp(\d+)/.exec(file)?.[1] ?? 0) || null;
    const bytes = Deno.readFileSync(new URL(file, FOLDER));
    const text = await decodeBytes(bytes, { oemCodePage: () => page });
    const { exchanges, rejected } = parseNslookup(text);
    const rows = exchanges.flatMap(nameRecords).map(({ query, type, data, status }) =>
      [query, type, data, status === "NOERROR" ? null : status].filter((part) => part !== null)
        .join(" ")
    );
    assertEquals(rows, expected);
    assertEquals(rejected, []);
  });
}

Deno.test("every fixture has an expectation", () => {
  const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
  assertEquals(files, Object.keys(EXPECTED).sort());
});
