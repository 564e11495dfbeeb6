import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { parseNslookup } from "../../lib/tools/nslookup/parse_nslookup.ts";
import { parseTasklist } from "../../lib/tools/tasklist/parse_tasklist.ts";
import { withoutEndMarks } from "../../lib/text/end_marks.ts";

Deno.test("withoutEndMarks takes off the end of a text, and what it is told, from the end alone", () => {
  assertEquals(withoutEndMarks("a\u001ab\u001a"), "a\u001ab");
  assertEquals(withoutEndMarks("a\0\u202c\u001a"), "a\0\u202c");
  assertEquals(withoutEndMarks("a\0b\0\u202c\u001a", "\0\u202c"), "a\0b");
  assertEquals(withoutEndMarks("\u001a"), "");
  assertEquals(withoutEndMarks(""), "");
});

Deno.test("a mark of the end within a line is no part to leave out: no tool gives a shorter value", () => {
  const netstat = parseNetstat(
    "  TCP    [2001:db8:10ee\u001ad516::1]:80  [::]:0  LISTENING  4\r\n",
  );
  assertEquals(netstat.rows, []);
  const [process] = parseTasklist('"sv\u001ahost.exe","1052","Console","1","5,104 K"\r\n').rows;
  assertEquals(process?.process, "sv\u001ahost.exe");
  const [exchange] = parseNslookup(
    "Server:  dns.example\r\nAddress:  192.0.2.1\r\n\r\n" +
      "Name:    a\u001ab.example\r\nAddress:  192.0.2.7\r\n",
  ).exchanges;
  assertStringIncludes(JSON.stringify(exchange), JSON.stringify("a\u001ab.example"));
});
