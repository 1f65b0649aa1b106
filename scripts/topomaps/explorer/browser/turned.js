// Layouts turned, and mirrored where that fits better, so that groups lie as on the large map.

import { gridOf, interpolate, mergedValues } from "./fields.js";

const COARSE = 24; // a side, of the coarse fields that are compared
const SQUARE = { x0: 0, x1: 1, y0: 0, y1: 1 };
const TURNS = 24; // angles that are tried
const MOST_GROUPS = 12; // that are compared

const known = new WeakMap();

/** Points of a layout after a turn about the middle of the unit square; mirrored first. */
function turnedPoint(x, y, angle, isMirrored) {
  const [dx, dy] = [(isMirrored ? -1 : 1) * (x - 0.5), y - 0.5];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [0.5 + cos * dx - sin * dy, 0.5 + sin * dx + cos * dy];
}

/** Layout with all its neurons turned, within the unit square. */
function turned(layout, angle, isMirrored) {
  const [x, y] = [new Float32Array(layout.x.length), new Float32Array(layout.x.length)];
  let reach = 0.5;
  for (let i = 0; i < x.length; i++) {
    [x[i], y[i]] = turnedPoint(layout.x[i], layout.y[i], angle, isMirrored);
    reach = Math.max(reach, Math.abs(x[i] - 0.5), Math.abs(y[i] - 0.5));
  }
  const fit = (value) => 0.5 + ((value - 0.5) * 0.5) / reach;
  return { ...layout, x: x.map(fit), y: y.map(fit), rim: undefined };
}

/** Coarse fields of some groups, 0 outside the hull. */
function coarseFields(view, layout, groups) {
  const grid = gridOf(layout, SQUARE, COARSE, COARSE);
  return groups.map((group) =>
    interpolate(grid, layout.triangles, mergedValues(view.nap(group), layout.places)).map(
      (value) => value || 0,
    ),
  );
}

/** Sum of products of fields with others that are turned: large where they agree. */
function agreement(fields, others, angle, isMirrored) {
  let sum = 0;
  for (let row = 0; row < COARSE; row++) {
    for (let column = 0; column < COARSE; column++) {
      const [x, y] = [column / (COARSE - 1), 1 - row / (COARSE - 1)];
      const [tx, ty] = turnedPoint(x, y, angle, isMirrored);
      const [toColumn, toRow] = [Math.round(tx * (COARSE - 1)), Math.round((1 - ty) * (COARSE - 1))];
      if (toColumn < 0 || toRow < 0 || toColumn >= COARSE || toRow >= COARSE) continue;
      const [from, to] = [row * COARSE + column, toRow * COARSE + toColumn];
      for (let group = 0; group < fields.length; group++) sum += others[group][from] * fields[group][to];
    }
  }
  return sum;
}

/** The layout of a view as it fits the large map best, by the groups that both have. */
export function turnedTo(app, view, method) {
  const layout = view.layout(method);
  if (view === app.view) return layout;
  if (!known.has(app.layout)) known.set(app.layout, new Map());
  const found = known.get(app.layout);
  if (!found.has(layout)) found.set(layout, bestTurn(app, view, layout));
  return found.get(layout);
}

function bestTurn(app, view, layout) {
  const pairs = app.view.groups
    .map((group, own) => [own, view.groups.findIndex((other) => other.name === group.name)])
    .filter(([own, other]) => other >= 0 && !app.view.isEmpty(own) && !view.isEmpty(other))
    .slice(0, MOST_GROUPS);
  const fields = coarseFields(
    app.view,
    app.layout,
    pairs.map(([own]) => own),
  );
  const others = coarseFields(
    view,
    layout,
    pairs.map(([, other]) => other),
  );
  let best = { value: Number.NEGATIVE_INFINITY };
  for (const isMirrored of [false, true]) {
    for (let turn = 0; turn < TURNS; turn++) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const value = agreement(fields, others, angle, isMirrored);
      if (value > best.value) best = { value, angle, isMirrored };
    }
  }
  return best.value > 0 ? turned(layout, best.angle, best.isMirrored) : layout;
}
