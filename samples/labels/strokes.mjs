// A stroke font of our own, so that labels look the same on a machine without fonts.
// A glyph is lines separated by spaces; a line is points of two digits each: x (0 to 4), then y (0 top to 6 bottom).
export const height = 6;

export const glyphs = {
  A: '062046 1434', B: '0006 003041423303 3344453606', C: '4130100105163645', D: '0006 003041453606', E: '40000646 0333',
  F: '400006 0333', G: '41301001051636454323', H: '0006 4046 0343', I: '0006', J: '4045361605', K: '0006 4003 1246', L: '000646',
  M: '0600234046', N: '06004640', O: '103041453616050110', P: '0006 003041423303', Q: '103041453616050110 2446',
  R: '0006 003041423303 2346', S: '413010010213334445361605', T: '0040 2026', U: '000516364540', V: '002640',
  W: '0016233640', X: '0046 4006', Y: '002340 2326', Z: '00400646',
  0: '102031352616050110', 1: '011016', 2: '01103041420646', 3: '01103041423313 334445361605', 4: '36300444',
  5: '400002324345361605', 6: '4130100105163645443303', 7: '004016', 8: '103041423313020110 1304051636454433',
  9: '4313020110304145361605', '.': '0606', '-': '0323', ':': '0202 0505', '/': '0640', ' ': '',
};

/** The segments [x0, y0, x1, y1] of a line of text, in grid units, and its width. */
export function layOut(text) {
  const segments = [];
  let left = 0;
  for (const character of text) {
    const glyph = glyphs[character];
    if (glyph === undefined) throw new Error(`The stroke font has no '${character}'.`);
    let right = character === ' ' ? 2 : 0;
    for (const line of glyph.split(' ').filter(Boolean)) {
      const points = line.match(/../g).map(([x, y]) => [Number(x), Number(y)]);
      right = Math.max(right, ...points.map(([x]) => x));
      points.slice(1).forEach(([x, y], i) => segments.push([left + points[i][0], points[i][1], left + x, y]));
    }
    left += right + 1.7;
  }
  return { segments, width: left - 1.7 };
}
