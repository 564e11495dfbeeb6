import { assertEquals } from "@std/assert";
import { withoutEntities, withoutTags } from "../../lib/text/markup.ts";

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

Deno.test("tags of HTML and of forums, but no other brackets", () => {
  for (
    const [text, expected] of [
      ['<td class="x">TCP</td>', "\tTCP\t"],
      ["a<br/>b", "a\tb"],
      ["[color=red]TCP[/color]", "\tTCP\t"],
      ["sshd: a [b]", "sshd: a [b]"],
      ["<my address>:443 [svchost.exe]", "<my address>:443 [svchost.exe]"],
    ] as const
  ) assertEquals(withoutTags(text), expected);
});
