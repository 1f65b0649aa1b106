// Fields over a layout: linear interpolation within the triangles of its neurons, contours, regions.

/** Inside test in barycentric coordinates: positions are quantised to about 1e-5. */
const EDGE = 1e-4;

/**
 * The triangles and weights of a grid of points, found once per layout and view.
 *
 * @param {{x: Float32Array, y: Float32Array, triangles: Uint32Array}} layout
 * @param {{x0: number, x1: number, y0: number, y1: number}} view first and last point of the grid
 * @param {number} columns points from left to right, the outer ones on the edges of the view
 * @param {number} rows points from top (largest y) to bottom
 * @returns {{columns: number, rows: number, triangle: Int32Array, first: Float32Array, second: Float32Array}}
 *   `triangle` is -1 outside the hull; the third weight is what is missing to 1.
 */
export function gridOf(layout, view, columns, rows) {
  const { x, y, triangles } = layout;
  const size = columns * rows;
  const grid = {
    columns,
    rows,
    triangle: new Int32Array(size).fill(-1),
    first: new Float32Array(size),
    second: new Float32Array(size),
  };
  const stepX = (view.x1 - view.x0) / (columns - 1);
  const stepY = (view.y1 - view.y0) / (rows - 1);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const determinant = (y[b] - y[c]) * (x[a] - x[c]) + (x[c] - x[b]) * (y[a] - y[c]);
    if (Math.abs(determinant) < 1e-12) continue;
    const left = (Math.min(x[a], x[b], x[c]) - view.x0) / stepX;
    const right = (Math.max(x[a], x[b], x[c]) - view.x0) / stepX;
    const top = (view.y1 - Math.max(y[a], y[b], y[c])) / stepY;
    const bottom = (view.y1 - Math.min(y[a], y[b], y[c])) / stepY;
    const firstColumn = Math.max(0, Math.ceil(left - EDGE));
    const lastColumn = Math.min(columns - 1, Math.floor(right + EDGE));
    const firstRow = Math.max(0, Math.ceil(top - EDGE));
    const lastRow = Math.min(rows - 1, Math.floor(bottom + EDGE));
    for (let row = firstRow; row <= lastRow; row++) {
      const dy = view.y1 - row * stepY - y[c];
      for (let column = firstColumn; column <= lastColumn; column++) {
        const dx = view.x0 + column * stepX - x[c];
        const u = ((y[b] - y[c]) * dx + (x[c] - x[b]) * dy) / determinant;
        const v = ((y[c] - y[a]) * dx + (x[a] - x[c]) * dy) / determinant;
        if (u < -EDGE || v < -EDGE || u + v > 1 + EDGE) continue;
        const point = row * columns + column;
        grid.triangle[point] = t;
        grid.first[point] = u;
        grid.second[point] = v;
      }
    }
  }
  return grid;
}

/** Values of one number per neuron at the points of a grid; NaN outside the hull. */
export function interpolate(grid, triangles, values) {
  const field = new Float32Array(grid.triangle.length).fill(Number.NaN);
  for (let point = 0; point < field.length; point++) {
    const t = grid.triangle[point];
    if (t < 0) continue;
    const [u, v] = [grid.first[point], grid.second[point]];
    field[point] =
      u * values[triangles[t]] + v * values[triangles[t + 1]] + (1 - u - v) * values[triangles[t + 2]];
  }
  return field;
}

/**
 * Mean over the neurons at one place, as the map shows it.
 *
 * @param {Int32Array | null} places place of each neuron, as its first neuron; null if all differ
 */
export function mergedValues(values, places) {
  if (!places) return values;
  const sums = new Float32Array(values.length);
  const counts = new Float32Array(values.length);
  for (let neuron = 0; neuron < values.length; neuron++) {
    sums[places[neuron]] += values[neuron];
    counts[places[neuron]] += 1;
  }
  return sums.map((sum, neuron) => (counts[neuron] ? sum / counts[neuron] : sum));
}

/**
 * Percentile of numbers, between neighbours in proportion, as NumPy's; the largest where it is 0.
 *
 * @param {Float32Array} sizes at least 0
 * @param {number} percent
 */
export function percentile(sizes, percent) {
  const sorted = [...sizes].filter((size) => !Number.isNaN(size)).sort((a, b) => a - b);
  if (!sorted.length) return 0;
  const place = (percent / 100) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (place % 1) * (above - below) || sorted.at(-1);
}

/**
 * Paint a field as RGBA.
 *
 * @param {Float32Array} field
 * @param {number} limit value of the strongest colour; 0 paints all as zero
 * @param {Uint8Array} palette 256 levels of red, green, blue
 * @param {number[]} outside red, green, blue, alpha outside the hull
 */
export function paint(field, limit, palette, outside, target) {
  const pixels = target ?? new Uint8ClampedArray(4 * field.length);
  const scale = limit > 0 ? 128 / limit : 0;
  for (let point = 0, at = 0; point < field.length; point++, at += 4) {
    const value = field[point];
    if (Number.isNaN(value)) {
      pixels.set(outside, at);
      continue;
    }
    const level = 3 * Math.min(255, Math.max(0, Math.floor(128 + value * scale)));
    pixels[at] = palette[level];
    pixels[at + 1] = palette[level + 1];
    pixels[at + 2] = palette[level + 2];
    pixels[at + 3] = 255;
  }
  return pixels;
}

/**
 * Pieces of the line around where a field over the neurons reaches a level, closed at the rim.
 *
 * @returns {{x0: number[], y0: number[], x1: number[], y1: number[]}}
 */
export function outline(layout, values, level) {
  const { x, y, triangles } = layout;
  const lines = { x0: [], y0: [], x1: [], y1: [] };
  const add = (start, end) => {
    lines.x0.push(start[0]);
    lines.y0.push(start[1]);
    lines.x1.push(end[0]);
    lines.y1.push(end[1]);
  };
  const crossing = (a, b) => {
    const share = (level - values[a]) / (values[b] - values[a]);
    return [x[a] + share * (x[b] - x[a]), y[a] + share * (y[b] - y[a])];
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const reached = values[triangles[t]] >= level;
    const same =
      reached === values[triangles[t + 1]] >= level && reached === values[triangles[t + 2]] >= level;
    if (same) continue;
    const ends = [];
    for (let side = 0; side < 3; side++) {
      const a = triangles[t + side];
      const b = triangles[t + ((side + 1) % 3)];
      if (values[a] >= level !== values[b] >= level) ends.push(crossing(a, b));
    }
    if (ends.length === 2) add(...ends);
  }
  for (const [a, b] of rim(layout)) {
    const [from, to] = [values[a] >= level, values[b] >= level];
    if (from && to) add([x[a], y[a]], [x[b], y[b]]);
    else if (from) add([x[a], y[a]], crossing(a, b));
    else if (to) add(crossing(a, b), [x[b], y[b]]);
  }
  return lines;
}

/** Pairs of neurons whose edge belongs to one triangle only, where the map ends; found once per layout. */
export function rim(layout) {
  if (layout.rim) return layout.rim;
  const { triangles, x } = layout;
  const seen = new Map();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let side = 0; side < 3; side++) {
      const a = triangles[t + side];
      const b = triangles[t + ((side + 1) % 3)];
      const key = Math.min(a, b) * x.length + Math.max(a, b);
      if (seen.has(key)) seen.delete(key);
      else seen.set(key, [a, b]);
    }
  }
  layout.rim = [...seen.values()];
  return layout.rim;
}

/** The line where a map ends, in pieces as of `outline`. */
export function rimLines(layout) {
  const ends = rim(layout);
  const part = (coordinate, end) => ends.map((pair) => layout[coordinate][pair[end]]);
  return { x0: part("x", 0), y0: part("y", 0), x1: part("x", 1), y1: part("y", 1) };
}

/**
 * Connected sets of chosen neurons, the largest first; neurons at one place are neighbours.
 *
 * @param {(neuron: number) => boolean} chosen
 * @returns {number[][]} sets of at least `smallest` neurons
 */
export function connectedSets(layout, chosen, smallest) {
  const { triangles, places, x } = layout;
  const parent = Int32Array.from({ length: x.length }, (_, neuron) => neuron);
  const root = (neuron) => {
    let at = neuron;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const taken = Uint8Array.from({ length: x.length }, (_, neuron) => (chosen(neuron) ? 1 : 0));
  const link = (a, b) => {
    if (taken[a] && taken[b]) parent[Math.max(root(a), root(b))] = Math.min(root(a), root(b));
  };
  for (let t = 0; t < triangles.length; t += 3) {
    link(triangles[t], triangles[t + 1]);
    link(triangles[t + 1], triangles[t + 2]);
    link(triangles[t + 2], triangles[t]);
  }
  for (let neuron = 0; places && neuron < places.length; neuron++) link(places[neuron], neuron);
  const sets = new Map();
  taken.forEach((is, neuron) => {
    if (!is) return;
    const key = root(neuron);
    if (!sets.has(key)) sets.set(key, []);
    sets.get(key).push(neuron);
  });
  return [...sets.values()].filter((set) => set.length >= smallest).sort((a, b) => b.length - a.length);
}

/** Whether a point lies inside a polygon, by the even-odd rule. */
export function insidePolygon(px, py, xs, ys) {
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    const crosses = ys[i] > py !== ys[j] > py;
    if (crosses && px < ((xs[j] - xs[i]) * (py - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
  }
  return inside;
}

/** Index of the neurons of a layout by square cells, for the nearest one to a point. */
export class NeuronIndex {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.side = Math.max(1, Math.floor(Math.sqrt(x.length / 2)));
    this.starts = new Uint32Array(this.side * this.side + 1);
    const cells = Uint32Array.from(x, (_, neuron) => this.cell(x[neuron], y[neuron]));
    for (const cell of cells) this.starts[cell + 1]++;
    for (let cell = 1; cell < this.starts.length; cell++) this.starts[cell] += this.starts[cell - 1];
    const next = this.starts.slice();
    this.neurons = new Uint32Array(x.length);
    cells.forEach((cell, neuron) => {
      this.neurons[next[cell]++] = neuron;
    });
  }

  clip(value) {
    return Math.min(this.side - 1, Math.max(0, Math.floor(value * this.side)));
  }

  cell(x, y) {
    return this.clip(y) * this.side + this.clip(x);
  }

  /** The nearest neuron within `radius` (in units of the layout), or -1. */
  nearest(px, py, radius) {
    let best = radius * radius;
    let found = -1;
    const last = Math.ceil(radius * this.side) + 1;
    for (let ring = 0; ring <= last; ring++) {
      if (found >= 0 && ((ring - 1) / this.side) ** 2 > best) break;
      this.ring(this.clip(px), this.clip(py), ring, (neuron) => {
        const distance = (this.x[neuron] - px) ** 2 + (this.y[neuron] - py) ** 2;
        if (distance < best || (distance === best && found < 0)) {
          best = distance;
          found = neuron;
        }
      });
    }
    return found;
  }

  ring(column, row, ring, visit) {
    for (let r = row - ring; r <= row + ring; r++) {
      if (r < 0 || r >= this.side) continue;
      const edge = Math.abs(r - row) === ring;
      for (let c = column - ring; c <= column + ring; c += edge ? 1 : Math.max(1, 2 * ring)) {
        if (c < 0 || c >= this.side) continue;
        const cell = r * this.side + c;
        for (let at = this.starts[cell]; at < this.starts[cell + 1]; at++) visit(this.neurons[at]);
      }
    }
  }
}
