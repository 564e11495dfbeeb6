import { assertEquals } from "@std/assert";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { findField, suggestField } from "../../lib/rows/named_fields.ts";

Deno.test("a field is found by its name in any case", () => {
  assertEquals(findField("REMOTEport", CONNECTION_FIELDS)?.name, "remotePort");
  assertEquals(findField("port", CONNECTION_FIELDS), undefined);
  assertEquals(findField("", CONNECTION_FIELDS), undefined);
});

Deno.test("a field of one end is meant by its name without the end", () => {
  const cases = [
    ["port", "localPort or remotePort"],
    ["Address", "localAddress or remoteAddress"],
    ["owner", "remoteOwner"],
    ["COUNTRY", "remoteCountry"],
    ["asn", "remoteAsn"],
    // A name that is near comes first.
    ["service", "services"],
    ["proces", "process"],
  ] as const;
  for (const [written, meant] of cases) {
    assertEquals(suggestField(written, CONNECTION_FIELDS), `: did you mean ${meant}?`, written);
  }
  assertEquals(suggestField("port", PROCESS_FIELDS), "");
  assertEquals(
    suggestField("owner", CONNECTION_FIELDS, { separator: ", " }),
    ", did you mean remoteOwner?",
  );
});
