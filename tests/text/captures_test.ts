import { assertEquals, assertGreater } from "@std/assert";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { decodeBytes } from "../../lib/text/decode.ts";

// Real captures, where they stand beside the checkout.
const CAPTURES = new URL("../../../shared/captures/", import.meta.url);
const PAGES: Readonly<Record<string, number>> = {
  ...{ en: 437, de: 850, fr: 850, es: 850, it: 850, "pt-BR": 850 },
  ...{ ru: 866, ja: 932, "zh-CN": 936, ko: 949, "zh-TW": 950 },
};

Deno.test({
  name: "captures in eleven languages decode the same with and without a known page",
  ignore: !isThere(),
  async fn() {
    const [, ...lines] = Deno.readTextFileSync(new URL("index.tsv", CAPTURES)).split("\n");
    let tried = 0;
    for (const line of lines) {
      const [file = "", language = ""] = line.split("\t");
      const page = PAGES[language];
      if (page === undefined) continue;
      const text = Deno.readTextFileSync(new URL(file, CAPTURES));
      const bytes = (await encodeCodePage(page))(text);
      // A capture that was repaired by hand can have characters that its page lacks.
      if (new TextDecoder("latin1").decode(bytes).includes("\\u")) continue;
      tried++;
      assertEquals(await decodeBytes(bytes, { oemCodePage: () => page }), text, file);
      assertEquals(await decodeBytes(bytes, { oemCodePage: () => null }), text, file);
      assertEquals(
        await decodeBytes(new TextEncoder().encode(text), { oemCodePage: () => page }),
        text,
      );
    }
    assertGreater(tried, 60);
  },
});

function isThere(): boolean {
  try {
    return Deno.statSync(CAPTURES).isDirectory;
  } catch {
    return false;
  }
}
