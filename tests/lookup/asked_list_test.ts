import { assertEquals, assertRejects } from "@std/assert";
import { ParseError } from "../../lib/errors.ts";
import {
  ADDRESSES,
  askedIn,
  askedInArguments,
  bareHost,
  NAMES,
  readAskedList,
} from "../../lib/lookup/asked_list.ts";
import { fakeHost } from "../support/fake_host.ts";

const TWO = ["10.0.0.1", "10.0.0.2"];

/** What shells and netwho hand on, of the same two addresses. */
const LISTS: Readonly<Record<string, string>> = {
  "lines": "# some\n\n10.0.0.1\r\n  10.0.0.2  # the other\r\n10.0.0.1\n",
  "commas": "10.0.0.1,10.0.0.2\n",
  "commas with spaces, and quotes": "'10.0.0.1', \"10.0.0.2\";\n",
  "words of a line": "10.0.0.1 10.0.0.2\t10.0.0.1\n",
  "ends of connections": "10.0.0.1:443\n[10.0.0.2]:80\n",
  "PowerShell's view of addresses": "\r\n\r\nAddress            : 16777226\r\n" +
    "AddressFamily      : InterNetwork\r\nScopeId            : \r\nIsIPv6Multicast    : False\r\n" +
    "IPAddressToString  : 10.0.0.1\r\n\r\nAddress            : 33554442\r\n" +
    "AddressFamily      : InterNetwork\r\nIPAddressToString  : 10.0.0.2\r\n\r\n\r\n",
  "PowerShell's table of one property":
    "\r\nIPAddressToString\r\n-----------------\r\n10.0.0.1\r\n10.0.0.2\r\n10.0.0.1\r\n\r\n",
  "PowerShell's table": "\nAddressFamily  Address IPAddressToString\n" +
    "-------------  ------- -----------------\n InterNetwork 16777226 10.0.0.1\n" +
    " InterNetwork 33554442 10.0.0.2\n",
  "DNS records": "\nName          Type   TTL   Section    IPAddress\n" +
    "----          ----   ---   -------    ---------\n" +
    "www.example   A      100   Answer     10.0.0.1\n" +
    "www.example   A      100   Answer     10.0.0.2\n",
  "PowerShell's table of local addresses":
    "\nlocalAddress localPort\n------------ ---------\n10.0.0.1            443\n10.0.0.2             80\n",
  "a list of rows": "protocol      : TCP\nlocalAddress  : 10.9.9.9\nremoteAddress : 10.0.0.1\n\n" +
    "protocol      : TCP\nlocalAddress  : 10.9.9.9\nremoteAddress : 10.0.0.2\n",
  "JSON of connections": JSON.stringify([
    { protocol: "TCP", localAddress: "10.9.9.9", remoteAddress: "10.0.0.1", pid: 7 },
    { protocol: "TCP", localAddress: "0.0.0.0", remoteAddress: "0.0.0.0", pid: 7 },
    { protocol: "UDP", localAddress: "10.9.9.9", remoteAddress: null, pid: 7 },
    { protocol: "TCP", localAddress: "10.9.9.9", remoteAddress: "10.0.0.1", pid: 8 },
    { protocol: "TCP", localAddress: "10.9.9.9", remoteAddress: "10.0.0.2", pid: 8 },
  ]),
  "NDJSON of owners": '{"address":"10.0.0.1","asn":1}\n{"address":"10.0.0.2","asn":null}\n',
  "CSV of connections": "protocol,remoteAddress,state\r\nTCP,10.0.0.1,ESTABLISHED\r\n" +
    "TCP,,LISTENING\r\nTCP,10.0.0.2,ESTABLISHED\r\n",
  "CSV of one column": 'remoteAddress\r\n10.0.0.1\r\n""\r\n10.0.0.2\r\n',
  "CSV with a blank behind its header":
    '"protocol","remoteAddress" \r\n"TCP","10.0.0.1"\r\n"TCP","10.0.0.2"\r\n',
  "Export-Csv":
    '#TYPE System.Management.Automation.PSCustomObject\r\n"protocol";"remoteAddress"\r\n' +
    '"TCP";"10.0.0.1"\r\n"TCP";"10.0.0.2"\r\n',
  "JSON of .NET's addresses": JSON.stringify([
    { AddressFamily: 2, ScopeId: null, IPAddressToString: "10.0.0.1", Address: 16777226 },
    { AddressFamily: 2, ScopeId: null, IPAddressToString: "10.0.0.2", Address: 33554442 },
  ]),
  "JSON of PowerShell 5.1": JSON.stringify({
    value: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
    Count: 2,
  }),
  "JSON of texts": '["10.0.0.1", "10.0.0.2"]',
};

for (const [name, text] of Object.entries(LISTS)) {
  Deno.test(`what is asked about: ${name}`, () => {
    assertEquals(askedIn(text, ADDRESSES), TWO);
    assertEquals(askedIn(text, NAMES), TWO);
  });
}

Deno.test("rows of nslookup are asked about by their data, else by their names", () => {
  const rows = JSON.stringify([
    { query: "a.example", type: "A", name: "a.example", data: "192.0.2.1", status: "NOERROR" },
    { query: "b.example", type: "MX", name: "b.example", data: "mail.example", status: "NOERROR" },
    { query: "c.example", type: null, name: null, data: null, status: "NXDOMAIN" },
  ]);
  assertEquals(askedIn(rows, ADDRESSES), ["192.0.2.1"]);
  assertEquals(askedIn(rows, NAMES), ["192.0.2.1", "mail.example", "c.example"]);
});

Deno.test("a line that is neither stays one", () => {
  assertEquals(askedIn("not a name\nwww.example\na b\n", NAMES), [
    "not a name",
    "www.example",
    "a b",
  ]);
});

Deno.test("when nothing can be asked about, that is an error that says what is wanted", async () => {
  const nothing: readonly (readonly [string, string])[] = [
    ["a b\n", "its only line is not a name or an address"],
    ["a b\nc d\n", "none of its 2 lines is a name or an address"],
    ['[{"a":1},{"b":2}]', "none of its 2 lines is a name or an address"],
  ];
  for (const [input, state] of nothing) {
    const host = fakeHost({ open: () => bytesOf(input) });
    const error = await assertRejects(() => readAskedList(host, NAMES), ParseError);
    assertEquals(error.message, `Cannot understand standard input: ${state}`);
    assertEquals(
      error.hint,
      "Wanted: names or addresses, one per line or with commas between them, or rows of netwho",
    );
  }
  for (const input of ["", "# nothing\n", "[]", '[{"remoteAddress":null}]']) {
    assertEquals(await readAskedList(fakeHost({ open: () => bytesOf(input) }), ADDRESSES), []);
  }
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}

Deno.test("arguments may hold several with commas between them", () => {
  assertEquals(askedInArguments(["10.0.0.1,10.0.0.2", "a.example,", "b.example"]), [
    "10.0.0.1",
    "10.0.0.2",
    "a.example",
    "b.example",
  ]);
  assertEquals(askedInArguments([","]), []);
});

Deno.test("the host of what tables and browsers show", () => {
  const hosts: readonly (readonly [string, string])[] = [
    ["[::1]", "::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["fe80::1%12", "fe80::1%12"],
    ["10.0.0.1:443", "10.0.0.1"],
    ["www.example:8080", "www.example"],
    ["https://www.example/a:b?c", "www.example"],
    ["http://anna@www.example:8080/", "www.example"],
    ["https://[2001:db8::1]:8443/x", "2001:db8::1"],
    ["8.8.8.0/24", "8.8.8.0/24"],
    ["a b", "a b"],
    ["[8.8.8.8", "[8.8.8.8"],
  ];
  for (const [text, host] of hosts) assertEquals(bareHost(text), host);
});

Deno.test("arguments may hold several with spaces between them, as PowerShell writes lists in quotes", () => {
  assertEquals(askedInArguments(["10.0.0.1 fd00::1", "a.example,b.example"]), [
    "10.0.0.1",
    "fd00::1",
    "a.example",
    "b.example",
  ]);
  assertEquals(askedInArguments(["not a name"]), ["not a name"]);
});
