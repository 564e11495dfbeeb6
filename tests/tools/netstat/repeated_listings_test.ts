import { assertEquals } from "@std/assert";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";

/** What a text tells of the listings in it: how many, the rows before the last, whether it is one again. */
function listingsIn(text: string): [number, number, boolean] {
  const scanner = new NetstatScanner();
  scanner.push(new TextEncoder().encode(text));
  scanner.finish();
  const { count, rowsBefore, isRepeated } = scanner.seen.listings;
  return [count, rowsBefore, isRepeated];
}

const HEADER = "\r\nAktive Verbindungen\r\n\r\n" +
  "  Proto  Lokale Adresse         Remoteadresse          Status           PID\r\n";
const TCP = "  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         912\r\n";
const TCP6 = "  TCP    [::]:135               [::]:0                 ABHÖREN         912\r\n";
const OPEN = "  TCP    192.0.2.7:50123        198.51.100.4:443       HERGESTELLT     80\r\n";
const OPEN6 = "  TCP    [2001:db8::7]:50124    [2001:db8::9]:443      HERGESTELLT     80\r\n";
const UDP = "  UDP    0.0.0.0:5353           *:*                                    1044\r\n";

Deno.test("listings one below another are counted, with headers in any language", () => {
  assertEquals(listingsIn(TCP + UDP), [1, 0, false]);
  assertEquals(listingsIn(HEADER + TCP + UDP), [1, 0, false]);
  assertEquals(listingsIn((HEADER + TCP + UDP).repeat(3)), [3, 4, true]);
  assertEquals(listingsIn(HEADER + TCP + HEADER + TCP + TCP6), [2, 1, true]);
  const linux = "Active Internet connections (servers and established)\n" +
    "Proto Recv-Q Send-Q Local Address   Foreign Address  State   PID/Program name\n" +
    "tcp        0      0 0.0.0.0:22      0.0.0.0:*        LISTEN  71/sshd\n";
  assertEquals(listingsIn(linux.repeat(2)), [2, 1, true]);
});

Deno.test("a header without rows at the end begins no listing", () => {
  assertEquals(listingsIn(HEADER + TCP + HEADER), [1, 0, false]);
});

Deno.test("a listing that lacks a kind of sockets of those before it is a part, not the same again", () => {
  assertEquals(listingsIn(HEADER + TCP + HEADER + OPEN), [2, 1, false]);
  assertEquals(listingsIn(HEADER + OPEN + HEADER + TCP), [2, 1, false]);
  assertEquals(listingsIn(HEADER + OPEN6 + TCP + HEADER + OPEN + TCP), [2, 2, true]);
  assertEquals(listingsIn(HEADER + TCP + HEADER + UDP), [2, 1, false]);
  assertEquals(listingsIn(HEADER + TCP + HEADER + TCP6), [2, 1, false]);
});
