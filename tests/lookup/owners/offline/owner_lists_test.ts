import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { compareGroups, parseAddress } from "../../../../lib/address/address.ts";
import type { AskedAddress } from "../../../../lib/address/askable.ts";
import { blockOf, containsGroups, formatCidr, parseCidr } from "../../../../lib/address/range.ts";
import { CaptureError, ParseError } from "../../../../lib/errors.ts";
import type { Host } from "../../../../lib/host/host.ts";
import { openOwnerFile } from "../../../../lib/lookup/owners/offline/open_owner_file.ts";
import { fakeHost } from "../../../support/fake_host.ts";
import { fileHost } from "../../../support/run_main.ts";
import { writeMmdb } from "../../../support/mmdb_writer.ts";

/** Opens a file with this content. */
async function open(content: string | Uint8Array) {
  return await openOwnerFile(fakeHost(fileHost({ "list.csv": content })), "list.csv");
}

function asked(text: string): AskedAddress {
  const { family, groups } = parseAddress(text)!;
  return { text, family, groups };
}

/** What a list says about an address: AS, name, country and network. */
async function look(content: string | Uint8Array, address: string) {
  const file = await open(content);
  const found = (await file.find([asked(address)])).get(address);
  if (found === undefined) return null;
  const { asn, asName, country } = found.facts!;
  return [asn, asName, country, found.network];
}

type Expected = readonly [
  asn: number | null,
  asName: string | null,
  country: string | null,
  network: string,
];

const LISTS:
  readonly (readonly [kind: string, list: string, address: string, expected: Expected])[] = [
    [
      "AS numbers for IPv4",
      '192.0.2.0,192.0.2.255,64496,"Example, Inc."\n198.51.100.0,198.51.100.255,64497,Widgets\n',
      "192.0.2.7",
      [64496, "Example, Inc.", null, "192.0.2.0/24"],
    ],
    [
      "AS numbers for IPv4 as integers",
      "3221225984,3221226239,64496,Example ÄÖ\n3325256704,3325256959,64497,Widgets\n",
      "192.0.2.7",
      [64496, "Example ÄÖ", null, "192.0.2.0/24"],
    ],
    [
      "AS numbers for IPv6",
      "2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,64496,Example\n2001:db8:1::,2001:db8:1:ffff:ffff:ffff:ffff:ffff,1,x\n",
      "2001:db8::7",
      [64496, "Example", null, "2001:db8::/48"],
    ],
    [
      "AS numbers for IPv6 as integers",
      "42540766411282592856903984951653826560,42540766490510755371168322545197776895,64496,Example\n",
      "2001:db8:ffff::7",
      [64496, "Example", null, "2001:db8::/32"],
    ],
    ["countries", "192.0.2.0,192.0.2.255,DE\n", "192.0.2.7", [null, null, "DE", "192.0.2.0/24"]],
    [
      "places, of which the country counts",
      '192.0.2.0,192.0.2.255,DE,Berlin,,"Berlin, Mitte",10115,52.5,13.4,Europe/Berlin\n',
      "192.0.2.7",
      [null, null, "DE", "192.0.2.0/24"],
    ],
    [
      "DB-IP's places, with the continent before the country",
      "192.0.2.0,192.0.2.255,AF,NA,Khomas,Windhoek,-22.5,17.1\n198.51.100.0,198.51.100.255,ZZ,ZZ,,,0,0\n",
      "192.0.2.7",
      [null, null, "NA", "192.0.2.0/24"],
    ],
    [
      "a country whose code is a continent's too",
      "192.0.2.0,192.0.2.255,NA,Khomas,,Windhoek,,-22.5,17.1,Africa/Windhoek\n",
      "192.0.2.7",
      [null, null, "NA", "192.0.2.0/24"],
    ],
    ["blocks", "192.0.2.0/24,64496,Example\n", "192.0.2.7", [
      64496,
      "Example",
      null,
      "192.0.2.0/24",
    ]],
    ["blocks of IPv6", "2001:db8::/33,DE\n", "2001:db8::7", [null, null, "DE", "2001:db8::/33"]],
    [
      "iptoasn, with tabs",
      "192.0.2.0\t192.0.2.255\t0\tNone\tNot routed\n198.51.100.0\t198.51.100.255\t64496\tDE\tEXAMPLE-AS, Example\n",
      "198.51.100.7",
      [64496, "EXAMPLE-AS, Example", "DE", "198.51.100.0/24"],
    ],
    [
      "IP2Location countries",
      '"3221225984","3221226239","DE","Germany"\r\n"3325256704","3325256959","-","-"\r\n',
      "192.0.2.7",
      [null, null, "DE", "192.0.2.0/24"],
    ],
    [
      "IP2Location ASs, with IPv4 in its mapped form",
      '"281473902969344","281473902969599","192.0.2.0/24","64496","Example Inc."\n',
      "192.0.2.7",
      [64496, "Example Inc.", null, "192.0.2.0/24"],
    ],
    [
      "GeoLite2-ASN-Blocks",
      'network,autonomous_system_number,autonomous_system_organization\n192.0.2.0/24,64496,"Example, Inc."\n',
      "192.0.2.7",
      [64496, "Example, Inc.", null, "192.0.2.0/24"],
    ],
    [
      "IPinfo Lite",
      "network,country,country_code,continent,continent_code,asn,as_name,as_domain\n" +
      "192.0.2.7,Germany,DE,Europe,EU,AS64496,Example LLC,example.com\n",
      "192.0.2.7",
      [64496, "Example LLC", "DE", "192.0.2.7/32"],
    ],
    [
      "IPinfo's older list",
      "start_ip,end_ip,country,country_name,continent,continent_name,asn,as_name,as_domain\n" +
      "192.0.2.0,192.0.2.255,DE,Germany,EU,Europe,AS64496,Example LLC,example.com\n",
      "192.0.2.7",
      [64496, "Example LLC", "DE", "192.0.2.0/24"],
    ],
    [
      "comments and blank lines",
      "# a list\n\n192.0.2.0,192.0.2.255,DE\n\n# the end\n",
      "192.0.2.7",
      [null, null, "DE", "192.0.2.0/24"],
    ],
    [
      "a byte order mark, and no line end",
      "\ufeff192.0.2.0,192.0.2.255,DE",
      "192.0.2.7",
      [null, null, "DE", "192.0.2.0/24"],
    ],
    [
      "a range that is no block: the largest block in it that holds the address",
      "192.0.2.0,192.0.3.127,64496,Example\n",
      "192.0.3.7",
      [64496, "Example", null, "192.0.3.0/25"],
    ],
    [
      "ranges inside others: the smallest counts, in whatever order",
      "192.0.2.0,192.0.2.255,1,Small\n192.0.0.0,192.0.255.255,2,Large\n192.0.2.0,192.0.2.255,3,Second\n",
      "192.0.2.7",
      [1, "Small", null, "192.0.2.0/24"],
    ],
  ];

for (const [kind, list, address, expected] of LISTS) {
  Deno.test(`a list is told by its content: ${kind}`, async () => {
    assertEquals(await look(list, address), [...expected]);
    assertEquals(await look(list, "203.0.113.9"), null);
  });
}

Deno.test("an address between ranges, below and above them is not known", async () => {
  const list = "192.0.2.8,192.0.2.15,DE\n192.0.2.32,192.0.2.47,FR\n";
  const found = await (await open(list)).find(
    ["192.0.2.7", "192.0.2.8", "192.0.2.15", "192.0.2.16", "192.0.2.47", "192.0.2.48"].map(asked),
  );
  assertEquals([...found.keys()].sort(), ["192.0.2.15", "192.0.2.47", "192.0.2.8"]);
});

async function gzipOf(content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const gzip = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(gzip).arrayBuffer());
}

Deno.test("gzip and UTF-16 make no difference", async () => {
  const list = '192.0.2.0,192.0.2.255,64496,"Exämple, Inc."\n';
  const zipped = await gzipOf(list);
  const expected = [64496, "Exämple, Inc.", null, "192.0.2.0/24"];
  assertEquals(await look(zipped, "192.0.2.7"), expected);
  const codes = [...`\ufeff${list}`].map((letter) => letter.charCodeAt(0));
  const little = codes.flatMap((code) => [code & 255, code >> 8]);
  const big = codes.flatMap((code) => [code >> 8, code & 255]);
  assertEquals(await look(Uint8Array.from(little), "192.0.2.7"), expected);
  assertEquals(await look(Uint8Array.from(big), "192.0.2.7"), expected);
});

Deno.test("a database in gzip", async () => {
  const bytes = writeMmdb({ records: [["192.0.2.0/24", { country_code: "DE" }]] });
  const zipped = await gzipOf(bytes as Uint8Array<ArrayBuffer>);
  assertEquals(await look(zipped, "192.0.2.7"), [null, null, "DE", "192.0.2.0/24"]);
  const cut = await assertRejects(() => open(zipped.subarray(0, 60)), ParseError);
  assertEquals(cut.message, "Cannot use list.csv: its gzip data is damaged");
  // A list is opened by its start; what is behind it is damaged.
  const lines = Array.from(
    { length: 5_000 },
    (_, at) =>
      `10.${at >> 8}.${at & 255}.0,10.${at >> 8}.${at & 255}.255,${at + 1},${Math.sin(at)}`,
  );
  const list = await gzipOf(lines.join("\n"));
  const file = await open(list.subarray(0, list.length - 20_000));
  await assertRejects(
    () => file.find([asked("192.0.2.7")]),
    ParseError,
    "its gzip data is damaged",
  );
});

Deno.test("a list is read for the first two searches, and kept for those that follow", async () => {
  const files = fileHost({
    "list.csv": "192.0.2.0,192.0.2.255,DE\nnonsense\n198.51.100.0,198.51.100.255,FR\n",
  });
  let opened = 0;
  const open: Host["open"] = (path, options) => {
    opened++;
    return files.open!(path, options);
  };
  const file = await openOwnerFile(fakeHost({ ...files, open }), "list.csv");
  const countries: unknown[] = [];
  for (const address of ["192.0.2.7", "198.51.100.7", "192.0.2.8", "203.0.113.7", "198.51.100.8"]) {
    countries.push((await file.find([asked(address)])).get(address)?.facts?.country);
    assertEquals(file.damage(), "line 2 is damaged and was left out");
  }
  assertEquals(countries, ["DE", "FR", "DE", undefined, "FR"]);
  // Once to tell what it is, then twice.
  assertEquals(opened, 3);
});

const DAMAGED = [
  "192.0.2.9,192.0.2.8,1,ends before it starts",
  "192.0.2.256,192.0.2.257,1,no address",
  "192.0.2.0,2001:db8::,1,two families",
  "192.0.2.0,1,1,an address and a number",
  "192.0.2.0",
  "<html>",
  `192.0.2.0,192.0.2.255,1,${"x".repeat(100_000)}`.replaceAll(",", ";"),
  "999999999999999999999999999999999999999,999999999999999999999999999999999999999,1,too large",
];

Deno.test("damaged lines are told and not believed", async () => {
  const good = '192.0.2.0,192.0.2.255,64496,"Example"';
  const file = await open([good, ...DAMAGED, "", good].join("\n"));
  const found = await file.find([asked("192.0.2.7")]);
  assertEquals(found.get("192.0.2.7")?.facts?.asn, 64496);
  const told = "8 lines are damaged and were left out, the first is line 2";
  assertEquals(file.damage(), told);
  assertEquals((await file.examine()).damage, told);
  for (const line of DAMAGED) {
    const one = await open([good, line].join("\n"));
    await one.find([]);
    assertEquals(one.damage(), "line 2 is damaged and was left out", line.slice(0, 80));
  }
});

Deno.test("a line whose facts are damaged is told where it is the answer", async () => {
  const file = await open("192.0.2.0,192.0.2.255,1,x\n198.51.100.0,198.51.100.255,what is this?\n");
  assertEquals((await file.find([asked("198.51.100.7")])).get("198.51.100.7")?.facts, null);
  assertEquals((await file.examine()).damage, "line 2 is damaged and was left out");
});

const REFUSED: readonly (readonly [what: string, content: string | Uint8Array, message: string])[] =
  [
    ["nothing", "", "it is empty"],
    [
      "text",
      "Dear reader,\nthis is a letter, and no list.\n",
      "it is neither a MaxMind database nor a CSV list of networks",
    ],
    ["other CSV", "a,b,c\n1,2,3\n", "it is neither a MaxMind database nor a CSV list of networks"],
    [
      "ports",
      "port,name\n80,http\n443,https\n",
      "it is neither a MaxMind database nor a CSV list of networks",
    ],
    [
      "GeoLite2-Country-Blocks",
      "network,geoname_id,registered_country_geoname_id,represented_country_geoname_id\n192.0.2.0/24,1,2,\n",
      "its countries are numbers of another file; use the MaxMind database (.mmdb) instead",
    ],
    [
      "a list of other facts",
      "network,is_anonymous\n192.0.2.0/24,1\n",
      "it has neither AS numbers nor countries",
    ],
    ["a ZIP archive", "PK\x03\x04 and so on", "it is packed as ZIP; unpack it first"],
    [
      "7z",
      Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4),
      "it is packed as 7z; unpack it first",
    ],
    [
      "xz",
      Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0),
      "it is packed as xz; unpack it first",
    ],
    [
      "a web page",
      "\n<!DOCTYPE html><title>Log in</title>",
      "it is a web page; the download has failed",
    ],
    [
      "a tar archive",
      `${"x".repeat(257)}ustar\0`,
      "it is an archive; unpack it first: tar -xf FILE",
    ],
    ["gzip that is none", Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4), "its gzip data is damaged"],
    [
      "a database of something else",
      writeMmdb({
        records: [["192.0.2.0/24", { is_anonymous: true }]],
        metadata: { database_type: "GeoIP2-Anonymous-IP" },
      }),
      "a GeoIP2-Anonymous-IP database has neither AS numbers nor countries",
    ],
  ];

for (const [what, content, reason] of REFUSED) {
  Deno.test(`a file of no use is refused with a reason: ${what}`, async () => {
    const error = await assertRejects(() => open(content), ParseError);
    assertEquals(error.message, `Cannot use list.csv: ${reason}`);
    assert(error.hint?.startsWith("Wanted: "));
  });
}

Deno.test("what cannot be read is refused with a reason", async () => {
  const host = fakeHost({
    ...fileHost({ "folder/list.csv": "" }),
    pathKind: (path) => path === "folder" ? "directory" : path === "pipe" ? "other" : "missing",
  });
  for (
    const [path, reason] of [
      ["nowhere", "there is no such file"],
      ["folder", "it is a folder, not a file"],
      ["pipe", "it is no plain file"],
      ["-", "it is no plain file"],
    ] as const
  ) {
    const error = await assertRejects(() => openOwnerFile(host, path), CaptureError);
    assertEquals(error.message, `Cannot use ${path}: ${reason}`);
  }
});

/** A range of some tens of thousands of addresses among which the ranges overlap. */
const ipv4Range = fc.tuple(fc.nat(0xffff), fc.nat(0x3fff)).map(([first, size]) => ({
  first: 0xc0000000 + first,
  last: 0xc0000000 + first + size,
}));

Deno.test("an address has what a plain scan of all lines finds for it", async () => {
  const addresses = fc.array(fc.nat(0x13fff), { minLength: 1, maxLength: 20 });
  const ranges = fc.array(ipv4Range, { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(ranges, addresses, fc.boolean(), async (ranges, offsets, asNumbers) => {
      const write = (value: number) => asNumbers ? String(value) : dotted(value);
      const list = ranges.map(({ first, last }, index) =>
        `${write(first)},${write(last)},${index + 1},AS ${index + 1}`
      );
      const wanted = [...new Set(offsets)].map((offset) => 0xc0000000 + offset);
      const found = await (await open(list.join("\n"))).find(
        wanted.map((value) => asked(dotted(value))),
      );
      for (const value of wanted) {
        const around = ranges
          .map((range, index) => ({ ...range, index }))
          .filter(({ first, last }) => first <= value && value <= last)
          .toSorted((a, b) => (a.last - a.first) - (b.last - b.first) || a.index - b.index);
        const answer = found.get(dotted(value));
        assertEquals(answer?.facts?.asn, around[0] && around[0].index + 1);
        if (answer === undefined) continue;
        // Its block is inside the range, and the block twice as large is not.
        const block = parseCidr(answer.network!)!;
        const range = { first: groups(around[0]!.first), last: groups(around[0]!.last) };
        assert(containsGroups(range, block.first) && containsGroups(range, block.last));
        assert(containsGroups(block, groups(value)));
        const double = blockOf({ family: 4, groups: block.first }, block.prefixLength - 1);
        assert(
          compareGroups(double.first, range.first) < 0 ||
            compareGroups(double.last, range.last) > 0,
        );
      }
    }),
  );
});

function groups(value: number): number[] {
  return [Math.floor(value / 0x10000), value % 0x10000];
}

function dotted(value: number): string {
  return formatCidr({ family: 4, first: groups(value), last: [], prefixLength: 32 }).replace(
    "/32",
    "",
  );
}

Deno.test("no text makes it throw anything but a refusal, or wait", async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "192.0.2.0",
      "192.0.2.255",
      "2001:db8::",
      "192.0.2.0/24",
      "64496",
      "DE",
      '"',
      "",
    ),
    fc.string({ maxLength: 12 }),
  );
  const line = fc.array(cell, { maxLength: 5 }).chain((cells) =>
    fc.constantFrom(",", "\t", ";").map((delimiter) => cells.join(delimiter))
  );
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
  await fc.assert(fc.asyncProperty(text, async (text) => {
    try {
      const file = await open(text);
      await file.find(["192.0.2.7", "2001:db8::7"].map(asked));
      await file.examine();
    } catch (error) {
      assert(error instanceof ParseError, String(error));
    }
  }));
});
