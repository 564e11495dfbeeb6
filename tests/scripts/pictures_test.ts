/**
 * The pictures of the pages: what they show, and whether it can be read.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { connectionsPicture, pictureLines } from "../../scripts/pictures/connections_picture.ts";
import { watchPicture } from "../../scripts/pictures/watch_picture.ts";
import { ROOT } from "../support/program.ts";

Deno.test("connectionsPicture: it is drawn from what a terminal shows", async () => {
  const svg = await connectionsPicture();
  assertEquals(svg, Deno.readTextFileSync(new URL("docs/pictures/connections.svg", ROOT)));
  const lines = await pictureLines();
  assert(lines.length > 10);
  const texts = Array.from(svg.matchAll(/<text [^>]*>([^<]*)</g), ([, text]) => text!);
  for (const line of lines) {
    // deno-lint-ignore no-control-regex
    for (const cell of line.replace(/\x1b\[\d+m/g, "").trim().split(/ {2,}/)) {
      assert(texts.some((text) => text.includes(cell)), cell);
    }
  }
});

Deno.test("the pictures bring a ground of their own, and every colour can be read on it", async () => {
  for (const svg of [await connectionsPicture(), watchPicture()]) {
    const ground = /<rect width="(\d+)" height="(\d+)"[^>]* fill="(#\w{6})"/.exec(svg)!;
    const size = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
    assertEquals(ground.slice(1, 3), size.slice(1, 3), "the ground is as large as the picture");
    const plain = /font-size="14" fill="(#\w{6})"/.exec(svg)![1]!;
    const looks = Array.from(svg.matchAll(/<text ([^>]*)>/g), ([, attributes]) => attributes!);
    for (
      const look of new Set(looks.map((look) => look.replace(/(x|y|textLength)="[^"]*" ?/g, "")))
    ) {
      const color = /fill="(#\w{6})"/.exec(look)?.[1] ?? plain;
      if (color === ground[3]) continue; // inverse: on a ground of its own
      const opacity = Number(/opacity="([\d.]+)"/.exec(look)?.[1] ?? 1);
      const ratio = contrast(mix(color, ground[3]!, opacity), channels(ground[3]!));
      assert(ratio >= 4.5, `${look}: ${ratio.toFixed(1)}`);
    }
  }
});

type Rgb = readonly number[];

function channels(color: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
}

function mix(color: string, ground: string, opacity: number): Rgb {
  const below = channels(ground);
  return channels(color).map((channel, at) => channel * opacity + below[at]! * (1 - opacity));
}

/** The contrast ratio of WCAG 2. */
function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
