import { assertEquals } from "@std/assert";
import { camelCase, firstGiven, rewordOptions } from "../../lib/model/option.ts";

Deno.test("camelCase names the property of an option", () => {
  assertEquals(camelCase("pid"), "pid");
  assertEquals(camelCase("local-port"), "localPort");
  assertEquals(camelCase("no-rdap-server"), "noRdapServer");
});

Deno.test("firstGiven tells an option that was given from one that was not", () => {
  const absent = { list: [], value: null, isSet: false, missing: undefined };
  const names = ["list", "value", "is-set", "missing"] as const;
  assertEquals(firstGiven(absent, names), undefined);
  assertEquals(firstGiven({ ...absent, list: ["a"] }, names), "list");
  assertEquals(firstGiven({ ...absent, value: 0, isSet: true }, names), "value");
  assertEquals(firstGiven({ ...absent, isSet: true }, names), "is-set");
});

Deno.test("rewordOptions changes help lines and headings alone", () => {
  const table = [
    { name: "from", value: "PATH", repeatable: true, about: "a file", group: "Reading" },
    { name: "fast", about: "less", group: "Reading" },
  ] as const;
  assertEquals([...rewordOptions(table, { about: { fast: "faster" }, group: "Asking" })], [
    { name: "from", value: "PATH", repeatable: true, about: "a file", group: "Asking" },
    { name: "fast", about: "faster", group: "Asking" },
  ]);
  assertEquals([...rewordOptions(table, {})], [...table]);
});
