import { assert, assertEquals } from "@std/assert";
import { readFound, remark } from "../../../support/rdap_answers.ts";

function description(...remarks: unknown[]): string | null {
  return readFound({ remarks }).description;
}

Deno.test("the description is the registry's words, joined", () => {
  const lines = [
    "Rei Corp.",
    "Facility-based Telecommunication Provider",
    "leased lines, BLL etc.",
  ];
  assertEquals(description(remark("description", ...lines)), lines.join("; "));
  assertEquals(description(remark(null, "Beispiel Telekom AG")), "Beispiel Telekom AG");
  assertEquals(description(remark(null, "Zurich, Switzerland")), "Zurich, Switzerland");
  assertEquals(
    description(remark("Registration Comments", "Used for customers' servers")),
    "Used for customers' servers",
  );
  assertEquals(description(remark("remarks", "We like trees")), null);
  assertEquals(
    description(
      remark("remarks", "We like trees"),
      remark("Description", "Rei"),
      remark(null, "x"),
    ),
    "Rei",
  );
  assertEquals(description(), null);
});

Deno.test("the description ends where a postal address begins", () => {
  const addresses = [
    ["Jl. Contoh No. 20", "Kota Contoh 96115"],
    ["No.31,Example street", "Beijing 100032"],
    ["1-6 Reimachi-cho 1-chome Chiyoda-ku, Tokyo 100-8019 Japan"],
    ["13031 W Example Blvd", "Suite 200"],
    ["Beispielstrasse 2", "8021 Zurich"],
    ["Beispielstraße 12a"],
    ["5F, Building D, West Lake Plaza"],
    ["P.O. Box 123"],
    ["Av. Ejemplo 1000"],
    ["HuaiRou, Beijing, China"],
    ["Japan"],
  ];
  for (const lines of addresses) {
    assertEquals(description(remark("description", "Rei Corp.", ...lines)), "Rei Corp.", lines[0]);
  }
});

Deno.test("contact data and lines of dashes are no part of the description", () => {
  const lines = [
    ...["------", "Rei Corp.", "Website: rei.example", "https://rei.example/", "Tel: 12345"],
    ...["+81-3-1234-5678", "noc@rei.example", "Contact: A. Person", "", "Cable customers", "* * *"],
  ];
  assertEquals(description(remark("description", ...lines)), "Rei Corp.; Cable customers");
});

Deno.test("what looks like an address is not always one", () => {
  const lines = [
    "Pool 5",
    "DSL via satellite 2",
    "St. Example University",
    "AS64500 customers",
    "Net 4-6",
  ];
  for (const line of lines) {
    assertEquals(description(remark("description", "Rei Corp.", line)), `Rei Corp.; ${line}`);
    assertEquals(readFound({ remarks: [remark("description", line)] }).organization, line);
  }
});

Deno.test("a firm with its country is a name, a place with its country is none", () => {
  const named = (line: string) => readFound({ remarks: [remark(null, line)] }).organization;
  const firms = [
    "JSC Primertelecom, Russia",
    "Voorbeeld B.V., Netherlands",
    "NET-12345",
    "X-Net - Peru",
  ];
  for (const firm of firms) assertEquals(named(firm), firm);
  for (const place of ["Zurich, Switzerland", "Lima - Peru", "Germany", "Kyiv, Ukraine"]) {
    assertEquals(named(place), null);
  }
});

Deno.test("a long description is cut", () => {
  const text = description(
    remark("description", ..."abcdefghij".split("").map((c) => c.repeat(99))),
  );
  assertEquals([text?.length, text?.endsWith("…")], [300, true]);
  const pictures = description(remark("description", "x" + "🙂".repeat(149), "🙂🙂"));
  assert(pictures?.isWellFormed());
});

Deno.test("remarks of any shape are read or left out", () => {
  const shapes: unknown[] = [7, null, {}, [], [null, 7, {}, "", { description: 7 }, [[]]], {
    a: 1,
  }];
  for (const remarks of shapes) assertEquals(readFound({ remarks }).description, null);
  assertEquals(readFound({ remarks: "Rei Corp.\r\nCable" }).description, "Rei Corp.; Cable");
  assertEquals(readFound({ remarks: ["Rei Corp."] }).description, "Rei Corp.");
});
