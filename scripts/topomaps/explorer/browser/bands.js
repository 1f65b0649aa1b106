// A map as areas of one colour each, for drawings: the field cut at equal steps within each triangle.

import { mergedValues } from "./fields.js";

const BANDS = 63; // colours from the lowest to the highest; odd, so that zero has the middle one

/** The part of a polygon of points [x, y, value] on one side of a level. */
function clipped(polygon, level, isAbove) {
  const kept = [];
  const inside = (point) => (isAbove ? point[2] >= level : point[2] <= level);
  polygon.forEach((point, i) => {
    const next = polygon[(i + 1) % polygon.length];
    if (inside(point)) kept.push(point);
    if (inside(point) === inside(next) || point[2] === next[2]) return;
    const share = (level - point[2]) / (next[2] - point[2]);
    kept.push([0, 1].map((axis) => point[axis] + share * (next[axis] - point[axis])).concat(level));
  });
  return kept;
}

/**
 * Areas of a map, one for each colour that occurs.
 *
 * @param {(x: number, y: number) => number[]} place pixels of a point of the layout
 * @returns {{color: string, d: string}[]}
 */
export function bandsOf(layout, values, limit, palette, place) {
  const merged = mergedValues(values, layout.places);
  const scale = limit > 0 ? BANDS / 2 / limit : 0;
  const bandOf = (value) => Math.min(BANDS - 1, Math.max(0, Math.floor(BANDS / 2 + value * scale)));
  const paths = Array.from({ length: BANDS }, () => []);
  const { triangles } = layout;
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [0, 1, 2].map((side) => {
      const neuron = triangles[t + side];
      return [...place(layout.x[neuron], layout.y[neuron]), merged[neuron]];
    });
    const levels = corners.map((corner) => bandOf(corner[2]));
    const [first, last] = [Math.min(...levels), Math.max(...levels)];
    for (let band = first; band <= last; band++) {
      let part = corners;
      if (band > first) part = clipped(part, (band - BANDS / 2) / scale, true);
      if (band < last) part = clipped(part, (band + 1 - BANDS / 2) / scale, false);
      if (part.length > 2) paths[band].push(part);
    }
  }
  return paths.flatMap((parts, band) =>
    parts.length ? [{ color: colorOf(palette, band), d: parts.map(closed).join("") }] : [],
  );
}

function closed(part) {
  return `M${part.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

function colorOf(palette, band) {
  const level = 3 * Math.min(255, Math.floor(((band + 0.5) * 256) / BANDS));
  return `rgb(${palette.subarray(level, level + 3).join(",")})`;
}
