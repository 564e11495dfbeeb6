import { assert, assertEquals } from "@std/assert";
import { httpsProxies, proxyExceptions, proxyFor } from "../../lib/host/proxy_settings.ts";

const envOf = (variables: Readonly<Record<string, string>>) => (name: string) => variables[name];
const URL_ASKED = "https://rdap.arin.net/registry/ip/8.8.8.8";
const through = (variables: Readonly<Record<string, string>>, url = URL_ASKED) => {
  const proxy = proxyFor(url, envOf(variables));
  return proxy && `${proxy.variable} ${proxy.address}`;
};

Deno.test("the proxy is the one that Deno 2.9 connects to", () => {
  // Each was set for a Deno whose fetch was watched from the proxy's side.
  const H = "127.0.0.1:8080";
  const cases: [Record<string, string>, string | null][] = [
    [{}, null],
    [{ HTTPS_PROXY: `http://${H}` }, `HTTPS_PROXY ${H}`],
    [{ https_proxy: `http://${H}` }, `https_proxy ${H}`],
    [{ ALL_PROXY: `http://${H}` }, `ALL_PROXY ${H}`],
    [{ HTTPS_PROXY: H }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: `HTTP://${H}/x?y` }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: "http://[::1]:8080" }, "HTTPS_PROXY [::1]:8080"],
    [{ HTTPS_PROXY: "https://proxy.example" }, "HTTPS_PROXY proxy.example"],
    [{ HTTPS_PROXY: `socks5://a:b@${H}` }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: `http://a:b:c@${H}` }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: `http://a:b@c@${H}` }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: `http://an%40na:p%3Aw@${H}/x?y` }, `HTTPS_PROXY ${H}`],
    [{ HTTPS_PROXY: "", ALL_PROXY: `http://${H}` }, `ALL_PROXY ${H}`],
    [{ HTTPS_PROXY: "", https_proxy: `http://${H}` }, `https_proxy ${H}`],
    [{ HTTPS_PROXY: `ftp://${H}`, ALL_PROXY: `http://${H}` }, `ALL_PROXY ${H}`],
    [{ ALL_PROXY: `ftp://${H}`, HTTPS_PROXY: `http://${H}` }, `HTTPS_PROXY ${H}`],
    // These are not used, and the server is connected to.
    [{ HTTP_PROXY: `http://${H}` }, null],
    [{ http_proxy: `http://${H}` }, null],
    [{ HTTPS_PROXY: `http://anna@${H}` }, null],
    [{ HTTPS_PROXY: ` http://${H}` }, null],
    [{ HTTPS_PROXY: `${H} ` }, null],
    [{ HTTPS_PROXY: `http://a:b/c@${H}` }, null],
    [{ HTTPS_PROXY: `http://ü:ö@${H}` }, null],
    [{ HTTPS_PROXY: `http:${H}` }, null],
    [{ HTTPS_PROXY: `http:/${H}` }, null],
    [{ HTTPS_PROXY: `ftp://${H}` }, null],
    [{ HTTPS_PROXY: "junk://::" }, null],
  ];
  for (const [variables, expected] of cases) {
    assertEquals(through(variables), expected, JSON.stringify(variables));
  }
});

Deno.test("NO_PROXY names hosts and domains", () => {
  const used = (NO_PROXY: string, more = {}) =>
    through({ HTTPS_PROXY: "http://192.0.2.1:3128", NO_PROXY, ...more }) !== null;
  for (const exceptions of ["arin.net", ".arin.net", "*", "x.example, rdap.arin.net"]) {
    assertEquals(used(exceptions), false, exceptions);
  }
  for (const exceptions of ["", "rin.net", "RDAP.ARIN.NET", "*.arin.net", ","]) {
    assertEquals(used(exceptions), true, exceptions);
  }
  assertEquals(used("", { no_proxy: "*" }), true);
  assertEquals(proxyExceptions(envOf({ NO_PROXY: "a.example" })), "a.example");
  assertEquals(proxyExceptions(envOf({ NO_PROXY: "", no_proxy: "*" })), null);
});

Deno.test("plain http goes through no proxy for https", () => {
  assertEquals(through({ HTTPS_PROXY: "http://192.0.2.1:3128" }, "http://127.0.0.1:1/"), null);
});

Deno.test("no part of a user name or password is told, however it is written", () => {
  const secrets = [
    "http://anna:s3cret@proxy.example:3128",
    "http://anna:s3c@ret@proxy.example:3128",
    "http://anna:s3c/ret@proxy.example:3128",
    "http://anna:s3c#ret@proxy.example:3128",
    "http://anna:s3c?ret@proxy.example:3128",
    "http://anna:s3cret@",
    "anna:s3cret@proxy.example",
    "http://anna:s3cret",
    "ftp://anna:s3cret@proxy.example",
    "http://anna:s3c ret@proxy.example",
    "http:/anna:s3cret@proxy.example",
    "http://anna:s3cret\n@proxy.example",
    "s3cret anna",
  ];
  for (const HTTPS_PROXY of secrets) {
    const told = JSON.stringify(httpsProxies(envOf({ HTTPS_PROXY })));
    assert(!/s3c|ret"|anna/.test(told), HTTPS_PROXY);
  }
});
