import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../../lib/errors.ts";
import { readRdapServer, redirectTarget } from "../../../../lib/lookup/owners/rdap/rdap_urls.ts";

Deno.test("a server for --rdap-server has https, or is on this computer", () => {
  assertEquals(readRdapServer("https://rdap.example"), "https://rdap.example/");
  assertEquals(readRdapServer("https://rdap.example/a/b"), "https://rdap.example/a/b/");
  assertEquals(readRdapServer("https://192.168.0.9/"), "https://192.168.0.9/");
  assertEquals(readRdapServer("http://127.0.0.1:8080"), "http://127.0.0.1:8080/");
  assertEquals(readRdapServer("http://[::1]:8080/x/"), "http://[::1]:8080/x/");
  for (
    const wrong of [
      "rdap.example",
      "",
      "http://rdap.example/",
      "http://localhost/",
      "http://192.168.0.9/",
      "ftp://rdap.example/",
      "file:///etc/passwd",
      "https://user@rdap.example/",
      "https://:pass@rdap.example/",
      "https://rdap.example/?q=",
    ]
  ) assertThrows(() => readRdapServer(wrong), UsageError, "--rdap-server", wrong);
});

Deno.test("redirects lead only to https", () => {
  const from = "https://rdap.arin.net/registry/ip/192.0.2.1";
  const target = (location: string) => redirectTarget(location, from);
  assertEquals(
    target("https://rdap.db.ripe.net/ip/192.0.2.1"),
    "https://rdap.db.ripe.net/ip/192.0.2.1",
  );
  assertEquals(target("/other?x=1#part"), "https://rdap.arin.net/other?x=1");
  assertEquals(target("192.0.2.0"), "https://rdap.arin.net/registry/ip/192.0.2.0");
  assertEquals(target("//rdap.example/x"), "https://rdap.example/x");
  assertEquals(
    target("http://rdap.lacnic.net/rdap/ip/192.0.2.1"),
    "https://rdap.lacnic.net/rdap/ip/192.0.2.1",
  );
  assertEquals(target("http://rdap.example/"), null);
  assertEquals(target("http://rdap.lacnic.net:81/"), null);
  assertEquals(target("http://rdap.lacnic.net.evil.example/"), null);
});

Deno.test("redirects lead neither into the local network nor to this computer", () => {
  const from = "https://rdap.arin.net/registry/ip/192.0.2.1";
  for (
    const location of [
      "https://192.168.0.1/",
      "https://127.0.0.1/",
      "http://127.0.0.1:8080/",
      "https://[::1]/",
      "https://0x7f.1/",
      "https://[fe80::1]/",
      "https://169.254.169.254/latest/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "https://user:pass@rdap.example/",
      "https://",
      `https://rdap.example/${"x".repeat(5000)}`,
    ]
  ) assertEquals(redirectTarget(location, from), null, location);
});

Deno.test("a server on this computer may redirect to another one there", () => {
  const from = "http://127.0.0.1:8080/ip/192.0.2.1";
  assertEquals(redirectTarget("http://127.0.0.1:81/x", from), "http://127.0.0.1:81/x");
  assertEquals(redirectTarget("http://192.168.0.1/x", from), null);
  assertEquals(redirectTarget("https://rdap.example/x", from), "https://rdap.example/x");
});
