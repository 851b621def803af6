// Draws every label of this folder (NAME.txt) to OUT/NAME.png: node draw.mjs OUT
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from './png.mjs';
import { height, layOut } from './strokes.mjs';

const scale = 7, stroke = 1.9, margin = 40, leading = 10.5;

/** Grey pixels of a label: dark strokes on light paper, edges smoothed over one pixel. */
function draw(lines) {
  const laidOut = lines.map(layOut);
  const pixels = {
    width: Math.ceil(Math.max(...laidOut.map(line => line.width)) * scale) + 2 * margin,
    height: Math.ceil(((lines.length - 1) * leading + height) * scale) + 2 * margin,
  };
  pixels.data = new Uint8Array(pixels.width * pixels.height).fill(238);
  laidOut.forEach((line, row) => line.segments.forEach(([x0, y0, x1, y1]) => {
    const at = (x, y) => [margin + x * scale, margin + (row * leading + y) * scale];
    drawSegment(pixels, at(x0, y0), at(x1, y1));
  }));
  return pixels;
}

function drawSegment(pixels, [x0, y0], [x1, y1]) {
  const reach = stroke * scale / 4 + 1;
  for (let y = Math.floor(Math.min(y0, y1) - reach); y <= Math.max(y0, y1) + reach; y++)
    for (let x = Math.floor(Math.min(x0, x1) - reach); x <= Math.max(x0, x1) + reach; x++) {
      const ink = Math.min(1, Math.max(0, reach - distance(x, y, x0, y0, x1, y1)));
      const i = y * pixels.width + x;
      pixels.data[i] = Math.min(pixels.data[i], Math.round(238 - ink * 210));
    }
}

function distance(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = dx || dy ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
mkdirSync(out, { recursive: true });
for (const file of readdirSync(here).filter(name => name.endsWith('.txt'))) {
  const lines = readFileSync(join(here, file), 'utf8').split(/\r?\n/).filter(Boolean);
  writeFileSync(join(out, file.replace('.txt', '.png')), encodePng(draw(lines)));
}
