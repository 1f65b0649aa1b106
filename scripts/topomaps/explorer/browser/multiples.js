// Small multiples: the map of each group as a button, the chosen neuron marked in all of them.

import { gridOf, interpolate, mergedValues, paint, rim } from "./fields.js";
import { RIM } from "./largemap.js";

/** Points a side, as the workflow's own map images have them. */
const POINTS = 100;
const UNIT = { x0: 0, x1: 1, y0: 0, y1: 1 };
const grids = new WeakMap();

/** The grid of a layout's maps of a size, made once. */
function smallGrid(layout, side) {
  if (!grids.has(layout)) grids.set(layout, new Map());
  const own = grids.get(layout);
  if (!own.has(side)) own.set(side, gridOf(layout, UNIT, side, side));
  return own.get(side);
}

/** Draw the line where a map ends, which has no steps. */
function drawRim(context, layout, side) {
  const place = (neuron) => [0.5 + (side - 1) * layout.x[neuron], 0.5 + (side - 1) * (1 - layout.y[neuron])];
  context.beginPath();
  for (const [from, to] of rim(layout)) {
    context.moveTo(...place(from));
    context.lineTo(...place(to));
  }
  context.strokeStyle = RIM;
  context.lineWidth = side / POINTS;
  context.stroke();
}

/**
 * Paint one number per neuron into a canvas.
 *
 * @param {number} width of the map on the screen, about; more points on dense screens
 */
export function paintSmall(canvas, layout, values, limit, palette, width = POINTS) {
  const dense = Math.min(3, Math.max(1, window.devicePixelRatio || 1));
  const grid = smallGrid(layout, Math.round(width * dense));
  canvas.width = grid.columns;
  canvas.height = grid.rows;
  const context = canvas.getContext("2d");
  const image = context.createImageData(grid.columns, grid.rows);
  const field = interpolate(grid, layout.triangles, mergedValues(values, layout.places));
  paint(field, limit, palette, [0, 0, 0, 0], image.data);
  context.putImageData(image, 0, 0);
  drawRim(context, layout, grid.columns);
}

/** A map as a button, with its name, a line below, and what only those hear who see no map; all are text. */
function mapButton(name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map";
  button.tabIndex = -1;
  const face = document.createElement("span");
  face.className = "face";
  const canvas = document.createElement("canvas");
  const dot = document.createElement("span");
  dot.className = "dot";
  dot.hidden = true;
  face.append(canvas, dot);
  const title = document.createElement("span");
  title.className = "name";
  title.textContent = name;
  const more = document.createElement("span");
  more.className = "more";
  const unseen = document.createElement("span");
  unseen.className = "unseen";
  button.append(face, title, " ", more, " ", unseen);
  return Object.assign(button, { canvas, dot, more, unseen });
}

export class Multiples {
  /**
   * @param {HTMLElement} host
   * @param {(item: number, second: boolean) => void} choose
   */
  constructor(host, choose) {
    this.host = host;
    this.choose = choose;
    this.items = [];
    host.addEventListener("keydown", (event) => this.key(event));
    host.addEventListener("click", (event) => {
      const button = event.target.closest(".map");
      if (button) this.choose(this.items.indexOf(button), event.shiftKey);
    });
  }

  /**
   * @param {{name: string, more: string, layout: object, values: Float32Array | null,
   *   limit: number, unseen: string}[]} maps in the order of the data
   */
  draw(maps, palette) {
    if (this.items.length !== maps.length || maps.some((map, i) => this.items[i].title !== map.name)) {
      this.items = maps.map((map) => Object.assign(mapButton(map.name), { title: map.name }));
      this.host.replaceChildren(...this.items);
    }
    this.layouts = maps.map((map) => map.layout);
    maps.forEach((map, i) => {
      const item = this.items[i];
      if (map.values) paintSmall(item.canvas, map.layout, map.values, map.limit, palette);
      item.more.textContent = map.more;
      item.unseen.textContent = map.unseen;
    });
  }

  /** Put the maps into an order (indices of the data). */
  order(indices) {
    this.shownOrder = indices;
    const wanted = indices.map((index) => this.items[index]);
    const now = [...this.host.children];
    if (wanted.some((item, place) => now[place] !== item)) this.host.replaceChildren(...wanted);
  }

  mark(first, second) {
    this.items.forEach((item, index) => {
      item.setAttribute("aria-current", String(index === first));
      item.classList.toggle("second", index === second);
      item.tabIndex = index === first ? 0 : -1;
    });
    if (first < 0 && this.items.length) this.items[0].tabIndex = 0;
  }

  /** Light up a neuron in every map; -1 for none. */
  light(neuron) {
    this.items.forEach((item, index) => {
      const layout = this.layouts[index];
      item.dot.hidden = neuron < 0 || neuron >= layout.x.length;
      if (item.dot.hidden) return;
      item.dot.style.left = `${99 * layout.x[neuron] + 0.5}%`;
      item.dot.style.top = `${99 * (1 - layout.y[neuron]) + 0.5}%`;
    });
  }

  key(event) {
    const item = event.target.closest(".map");
    if (!item) return;
    const shown = [...this.host.children];
    const columns = shown.findIndex((other) => other.offsetTop > shown[0].offsetTop);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns > 0 ? columns : 1 };
    steps.ArrowUp = -steps.ArrowDown;
    const place = shown.indexOf(item);
    let next = place + (steps[event.key] ?? 0);
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = shown.length - 1;
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      this.choose(this.items.indexOf(item), true);
    } else if (next !== place && next >= 0 && next < shown.length) {
      event.preventDefault();
      shown[next].tabIndex = 0;
      shown[next].focus();
      item.tabIndex = -1;
    }
  }
}
