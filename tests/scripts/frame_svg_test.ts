import { assert, assertEquals, assertThrows } from "@std/assert";
import { scopeOf } from "../../lib/address/scope.ts";
import { frameSvg } from "../../scripts/pictures/frame_svg.ts";
import { watchPicture } from "../../scripts/pictures/watch_picture.ts";

/** The texts of a picture with their attributes. */
function textsOf(svg: string): { readonly text: string; readonly attributes: string }[] {
  return Array.from(
    svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g),
    ([, attributes, text]) => ({ attributes: attributes!, text: text! }),
  );
}

const OPTIONS = { columns: 40, title: "a <title>" };

Deno.test("frameSvg: each cell stands at its column, wide characters count twice", () => {
  const texts = textsOf(frameSvg(["메일.exe  7340"], OPTIONS));
  assertEquals(texts.map(({ text }) => text), ["메일.exe", "7340"]);
  const [first, second] = texts.map(({ attributes }) =>
    Number(/x="([\d.]+)"/.exec(attributes)![1])
  );
  // Two syllables of two columns, four letters, two spaces.
  assertEquals(Math.round((second! - first!) / 8.43), 10);
});

Deno.test("frameSvg: styles become colours, weight and a ground, and end where they end", () => {
  const svg = frameSvg(
    ["\x1b[32mnew\x1b[39m  \x1b[1mq\x1b[22m  plain", "\x1b[7mchosen\x1b[27m"],
    OPTIONS,
  );
  const [green, bold, plain, chosen] = textsOf(svg);
  assert(green!.attributes.includes('fill="#5fd068"'), green!.attributes);
  assert(bold!.attributes.includes('font-weight="bold"'), bold!.attributes);
  assert(!/fill|bold/.test(plain!.attributes), plain!.attributes);
  assert(chosen!.attributes.includes('fill="#161b22"'), chosen!.attributes);
  assert(svg.includes('height="20" fill="#d7dce2"'), "the ground of the chosen line");
  assertThrows(() => frameSvg(["\x1b[95mpink\x1b[39m"], OPTIONS), Error, "No colour");
});

Deno.test("frameSvg: text is escaped", () => {
  const svg = frameSvg(["a<b & c>d"], OPTIONS);
  assertEquals(textsOf(svg)[0]!.text, "a&lt;b &amp; c&gt;d");
  assert(svg.includes("<title>a &lt;title&gt;</title>"));
});

Deno.test("watchPicture: it is always the same, and its addresses are those of documentation", () => {
  const picture = watchPicture();
  assertEquals(watchPicture(), picture);
  const ends = Array.from(
    picture.matchAll(/>(?:[^<>]*?)((?:\d+\.){3}\d+|\[[\da-f:]+\])/g),
    ([, end]) => end!,
  );
  assert(ends.length > 10, `${ends.length}`);
  for (const end of ends) {
    const scope = scopeOf(end.replace(/[[\]]/g, ""));
    assert(scope === "documentation" || scope === "any", `${end}: ${scope}`);
  }
});
