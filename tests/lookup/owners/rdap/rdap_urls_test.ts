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

Deno.test("redirects lead only to registries, and by https", () => {
  const from = "https://rdap.arin.net/registry/ip/192.0.2.1";
  const target = (location: string) => redirectTarget(location, from);
  assertEquals(
    target("https://rdap.db.ripe.net/ip/192.0.2.1"),
    "https://rdap.db.ripe.net/ip/192.0.2.1",
  );
  assertEquals(target("/other?x=1#part"), "https://rdap.arin.net/other?x=1");
  assertEquals(target("192.0.2.0"), "https://rdap.arin.net/registry/ip/192.0.2.0");
  assertEquals(target("//rdap.afrinic.net/x"), "https://rdap.afrinic.net/x");
  assertEquals(
    target("http://rdap.lacnic.net/rdap/ip/192.0.2.1"),
    "https://rdap.lacnic.net/rdap/ip/192.0.2.1",
  );
  for (
    const location of [
      "//rdap.example/x",
      "https://rdap.example/x",
      "http://rdap.example/",
      "https://arin.net.example/",
      "https://xarin.net/",
      "https://rdap.db.ripe.net:8443/",
      "https://rdap.db.ripe.net:22/",
      "https://8.8.8.8/",
      "https://intranet/",
      "https://data.iana.org/rdap/ipv4.json",
    ]
  ) assertEquals(target(location), null, location);
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
  assertEquals(redirectTarget("https://rdap.example/x", from), null);
  assertEquals(redirectTarget("https://rdap.arin.net/x", from), "https://rdap.arin.net/x");
});

Deno.test("a server that the user chose may redirect to itself and to registries", () => {
  const from = "https://rdap.example:8443/v1/ip/192.0.2.1";
  const target = (location: string) => redirectTarget(location, from);
  assertEquals(target("/v2/ip/192.0.2.1"), "https://rdap.example:8443/v2/ip/192.0.2.1");
  assertEquals(target("https://rdap.example/x"), "https://rdap.example/x");
  assertEquals(target("https://rdap.lacnic.net/rdap/x"), "https://rdap.lacnic.net/rdap/x");
  assertEquals(target("http://rdap.example:8443/x"), null);
  assertEquals(target("https://other.example/x"), null);
  assertEquals(target("https://www.rdap.example/x"), null);
  const inside = "https://192.168.0.9/ip/192.0.2.1";
  assertEquals(redirectTarget("/x", inside), "https://192.168.0.9/x");
  assertEquals(redirectTarget("https://192.168.0.10/x", inside), null);
});
