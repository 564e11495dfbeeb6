/**
 * Draws the icon of netwho.exe and writes it: `deno task icon`. A computer and its three peers, one of which stands out.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { zlibSync } from "fflate";

/** The file of the icon. */
export const ICON_FILE = new URL("netwho.ico", import.meta.url);

/** The sizes that Explorer and the taskbar ask for, from 100 to 300 per cent. */
export const ICON_SIZES = [16, 20, 24, 32, 40, 48, 256] as const;

type Point = readonly [x: number, y: number];
type Color = readonly [red: number, green: number, blue: number];

/** How far a point is outside a shape; below 0 inside. The drawing is one unit wide and high. */
type Distance = (point: Point) => number;

const BLUE: Color = [18, 52, 77];
const WHITE: Color = [236, 244, 248];
const AMBER: Color = [255, 176, 32];
const HUB: Point = [0.3, 0.5];
const PEERS: readonly Point[] = [[0.73, 0.22], [0.77, 0.5], [0.73, 0.78]];

/** The shapes, from the lowest. */
const SHAPES: readonly (readonly [Distance, Color])[] = [
  [roundedSquare(0.5, 0.2), BLUE],
  ...PEERS.map((peer) => [line(HUB, peer, 0.035), WHITE] as const),
  [circle(HUB, 0.17), WHITE],
  [circle(PEERS[0]!, 0.1), WHITE],
  [circle(PEERS[1]!, 0.1), AMBER],
  [circle(PEERS[2]!, 0.1), WHITE],
];

function circle([x, y]: Point, radius: number): Distance {
  return ([px, py]) => Math.hypot(px - x, py - y) - radius;
}

function line([x1, y1]: Point, [x2, y2]: Point, halfWidth: number): Distance {
  const [dx, dy] = [x2 - x1, y2 - y1];
  return ([px, py]) => {
    const along = ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy);
    const at = Math.min(1, Math.max(0, along));
    return Math.hypot(px - x1 - at * dx, py - y1 - at * dy) - halfWidth;
  };
}

function roundedSquare(half: number, radius: number): Distance {
  return ([px, py]) => {
    const [x, y] = [Math.abs(px - 0.5) - half + radius, Math.abs(py - 0.5) - half + radius];
    return Math.hypot(Math.max(x, 0), Math.max(y, 0)) + Math.min(Math.max(x, y), 0) - radius;
  };
}

/** Draws the icon in one size: red, green, blue and opacity of each pixel, from the top left. */
export function drawIcon(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const point: Point = [(at % size + 0.5) / size, (Math.floor(at / size) + 0.5) / size];
    const mixed = [0, 0, 0];
    let opacity = 0;
    for (const [distance, color] of SHAPES) {
      // A pixel that an edge crosses is covered in part.
      const cover = Math.min(1, Math.max(0, 0.5 - distance(point) * size));
      const sum = cover + opacity * (1 - cover);
      if (cover === 0) continue;
      for (const [index, value] of color.entries()) {
        mixed[index] = (value * cover + mixed[index]! * opacity * (1 - cover)) / sum;
      }
      opacity = sum;
    }
    pixels.set([...mixed, opacity * 255].map(Math.round), at * 4);
  }
  return pixels;
}

/** Writes an image as a device-independent bitmap with 32 bits a pixel, as an .ico file holds it. */
function bitmap(pixels: Uint8Array, size: number): Uint8Array {
  const maskRow = Math.ceil(size / 32) * 4;
  const bytes = new Uint8Array(40 + size * size * 4 + maskRow * size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 40, true);
  view.setInt32(4, size, true);
  view.setInt32(8, size * 2, true); // the image and its mask
  view.setUint16(12, 1, true);
  view.setUint16(14, 32, true);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = ((size - 1 - y) * size + x) * 4;
      const [red, green, blue, opacity] = pixels.subarray(from, from + 4) as unknown as number[];
      bytes.set([blue!, green!, red!, opacity!], 40 + (y * size + x) * 4);
    }
  }
  return bytes;
}

/** Writes an image as PNG, which Windows wants for the large one. */
function png(pixels: Uint8Array, size: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, 6], 8); // eight bits, with opacity
  const rows = new Uint8Array(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    rows.set(pixels.subarray(y * size * 4, (y + 1) * size * 4), y * (size * 4 + 1) + 1);
  }
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), data]);
  const [length, sum] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, data.length);
  new DataView(sum.buffer).setUint32(0, crc32(named));
  return joined([length, named, sum]);
}

/** Writes the .ico file: a directory, then the images. */
export function iconFile(): Uint8Array {
  const images = ICON_SIZES.map((size) => {
    const pixels = drawIcon(size);
    return size === 256 ? png(pixels, size) : bitmap(pixels, size);
  });
  const directory = new Uint8Array(6 + 16 * images.length);
  const view = new DataView(directory.buffer);
  view.setUint16(2, 1, true); // an icon
  view.setUint16(4, images.length, true);
  let offset = directory.length;
  for (const [index, image] of images.entries()) {
    const at = 6 + 16 * index;
    const size = ICON_SIZES[index]! % 256;
    directory.set([size, size], at);
    view.setUint16(at + 4, 1, true);
    view.setUint16(at + 6, 32, true);
    view.setUint32(at + 8, image.length, true);
    view.setUint32(at + 12, offset, true);
    offset += image.length;
  }
  return joined([directory, ...images]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

if (import.meta.main) await Deno.writeFile(ICON_FILE, iconFile());
