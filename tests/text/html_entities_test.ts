import { assertEquals } from "@std/assert";
import { withoutEntities } from "../../lib/text/html_entities.ts";

Deno.test("the names that HTML gives to characters", () => {
  for (
    const [text, expected] of [
      ["&nbsp;TCP&#160;&#xA0;", " TCP  "],
      ["&gt; a &lt;b&gt; &quot;c&quot;", '> a <b> "c"'],
      ["&#91;::&#93;:135", "[::]:135"],
      ["R&D; a & b; &unknown; &#9999999;", "R&D; a & b; &unknown; &#9999999;"],
      ["&amp;nbsp;", "&nbsp;"],
    ] as const
  ) assertEquals(withoutEntities(text), expected);
});
