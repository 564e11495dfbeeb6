import { assert, assertEquals } from "@std/assert";
import { Data } from "resedit";
import { drawIcon, ICON_FILE, ICON_SIZES, iconFile } from "../../../scripts/resources/draw_icon.ts";

Deno.test("the icon in the tree is the one that the script draws", async () => {
  assertEquals(await Deno.readFile(ICON_FILE), iconFile());
});

Deno.test("the icon has every size, the large one as PNG", () => {
  const { icons } = Data.IconFile.from(iconFile());
  // A width of 256 is written as 0.
  assertEquals(icons.map(({ width }) => width || 256), [...ICON_SIZES]);
  assertEquals(icons.map(({ data }) => data.isRaw()), ICON_SIZES.map((size) => size === 256));
  assertEquals(icons.map(({ bitCount }) => bitCount), ICON_SIZES.map(() => 32));
});

Deno.test("a small icon still has its corners, its four dots and a dot that stands out", () => {
  const pixels = drawIcon(16);
  const at = (x: number, y: number) => [...pixels.subarray((y * 16 + x) * 4, (y * 16 + x) * 4 + 4)];
  assertEquals(at(0, 0)[3], 0);
  assertEquals(at(8, 0)[3], 255);
  assertEquals(at(1, 8), [18, 52, 77, 255]);
  assertEquals(at(4, 8), [236, 244, 248, 255]);
  assertEquals(at(12, 8), [255, 176, 32, 255]);
  assert(at(11, 3)[0]! > 200 && at(11, 12)[0]! > 200);
});
