// What is seen as one drawing, with a legend: SVG, and PNG painted from it.

import { bandsOf } from "./bands.js";
import { byId, cut } from "./dom.js";
import { outline, rimLines } from "./fields.js";
import { RIM } from "./largemap.js";
import { namesWithRoom } from "./names.js";

const SPACE = "http://www.w3.org/2000/svg";
const LARGE = 520;
const SMALL = 110;
const SPACING = [SMALL + 10, SMALL + 36]; // from one small map to the next
const TOP = 54;
const MARGIN = 20;
const MOST_PIECES = 60000; // triangles of all maps, beyond which maps are pictures within the drawing
const UNIT_SQUARE = { x0: 0, x1: 1, y0: 0, y1: 1 };

function draw(parent, tag, attributes, text) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function words(parent, x, y, text, attributes = {}) {
  return draw(parent, "text", { x, y, "font-size": 12, ...attributes }, text);
}

/** Line pieces as one path. */
function path(lines, place) {
  return lines.x0
    .map((_, i) => {
      const [ax, ay] = place(lines.x0[i], lines.y0[i]);
      const [bx, by] = place(lines.x1[i], lines.y1[i]);
      return `M${ax.toFixed(1)} ${ay.toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}`;
    })
    .join("");
}

/** From the layout to pixels of a square drawing of a part of it. */
function placing({ x0, x1, y0, y1 }, side) {
  return (x, y) => [((x - x0) / (x1 - x0)) * side, ((y1 - y) / (y1 - y0)) * side];
}

/** A map as areas of one colour each; the stroke closes the seams between them. */
function areas(parent, layout, values, limit, palette, place) {
  for (const { color, d } of bandsOf(layout, values, limit, palette, place)) {
    draw(parent, "path", { d, fill: color, stroke: color, "stroke-width": 0.4 });
  }
}

function square(svg, x, y, side) {
  return draw(svg, "svg", { x, y, width: side, height: side, viewBox: `0 0 ${side} ${side}` });
}

/** Whether a drawing of all maps as areas is small enough for programs to open. */
function areVectors(app) {
  return ((app.multiples.shownOrder.length + 1) * app.layout.triangles.length) / 3 < MOST_PIECES;
}

/** The large map alone, for paper. */
export function printedMap(app) {
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", `0 0 ${LARGE} ${LARGE}`);
  largeMap(svg, app, areVectors(app), [0, 0]);
  return svg;
}

function largeMap(svg, app, isVector, [left, top]) {
  const map = app.large;
  const box = square(svg, left, top, LARGE);
  const place = placing(map.view, LARGE);
  if (isVector) {
    areas(box, app.layout, app.values(), app.limit, app.palette, place);
    draw(box, "path", { d: path(rimLines(app.layout), place), stroke: RIM, fill: "none" });
    if (app.state.get("dots") === "1" && !map.crowded) neurons(box, app, place);
  } else draw(box, "image", { width: LARGE, height: LARGE, href: map.pngAddress() });
  const line = (lines, stroke, width) =>
    draw(box, "path", {
      d: path(lines, place),
      stroke,
      "stroke-width": width,
      fill: "none",
      "stroke-linecap": "round",
    });
  const significant = app.significantLines();
  if (significant) {
    line(significant, "#ffffff", 3);
    line(significant, "#000000", 1.4);
  }
  if (app.region?.neurons.length) {
    const lines = outline(app.layout, app.indicator(app.region.neurons), 0.5);
    line(lines, "#ffffff", 5);
    line(lines, "#1b7a34", 3);
  }
  names(box, app, place);
  if (app.neuron >= 0) {
    const [cx, cy] = place(app.layout.x[app.neuron], app.layout.y[app.neuron]);
    draw(box, "circle", { cx, cy, r: 6, fill: "none", stroke: "#ffffff", "stroke-width": 4 });
    draw(box, "circle", { cx, cy, r: 6, fill: "none", stroke: "#000000", "stroke-width": 2 });
  }
}

function neurons(box, app, place) {
  const { x, y } = app.layout;
  const isRing = app.isRing();
  const radius = Math.min(4, Math.max(0.7, (0.17 * LARGE) / Math.sqrt(x.length)));
  // On a dark ground, dots that lie half off the map have a light rim
  const rim = app.isDark() ? { stroke: "#ffffff", "stroke-width": 0.6 } : {};
  const dots = draw(box, "g", { fill: "#141414", "fill-opacity": 0.8, ...rim });
  const width = Math.min(1.3, 0.6 * radius);
  const rings = draw(box, "g", { class: "rings", fill: "none", stroke: "#141414", "stroke-width": width });
  for (let i = 0; i < x.length; i++) {
    const [cx, cy] = place(x[i], y[i]);
    const r = isRing(i) ? radius - width / 2 : radius;
    draw(isRing(i) ? rings : dots, "circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: r.toFixed(1) });
  }
}

function names(box, app, place) {
  const inside = ([x, y]) => x >= 0 && y >= 0 && x <= LARGE && y <= LARGE;
  const at = (x, y) => (inside(place(x, y)) ? place(x, y) : null);
  const halo = { stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke", fill: "#000000" };
  for (const each of namesWithRoom(app.names, at, LARGE)) {
    const weight = each.group === app.group ? "bold" : "normal";
    words(box, each.x, each.y + 4, each.text, { "text-anchor": "middle", "font-weight": weight, ...halo });
  }
}

/** All maps in as many columns as make them about as high as the large one. */
function smallMaps(svg, app, columns, isVector) {
  const { ink } = app.inks();
  app.multiples.shownOrder.forEach((index, place) => {
    const item = app.multiples.items[index];
    const x = LARGE + 2 * MARGIN + (place % columns) * SPACING[0];
    const y = TOP + Math.floor(place / columns) * SPACING[1];
    const group = app.shownGroups()[index];
    if (isVector && !app.view.isEmpty(group)) {
      const limit = app.limitOf(app.view, group);
      const box = square(svg, x, y, SMALL);
      const at = placing(UNIT_SQUARE, SMALL);
      areas(box, app.layout, app.view.nap(group), limit, app.palette, at);
      draw(box, "path", { d: path(rimLines(app.layout), at), stroke: RIM, fill: "none" });
    } else
      draw(svg, "image", { x, y, width: SMALL, height: SMALL, href: item.canvas.toDataURL("image/png") });
    if (group === app.group || group === app.second) {
      const dashes = group === app.second ? { "stroke-dasharray": "6 4" } : {};
      const frame = { x: x - 4, y: y - 4, width: SMALL + 8, height: SMALL + 34, fill: "none", stroke: ink };
      draw(svg, "rect", { class: "chosen", ...frame, "stroke-width": 2, ...dashes });
    }
    const middle = { "text-anchor": "middle" };
    words(svg, x + SMALL / 2, y + SMALL + 13, cut(item.title, 18), { "font-size": 10, ...middle });
    words(svg, x + SMALL / 2, y + SMALL + 25, cut(item.more.textContent, 20), { "font-size": 9, ...middle });
  });
}

/** What colours and lines mean, as lines of text. */
function legendLines(app) {
  const lines = [...app.noteParts, app.rangeNote()];
  if (app.significantLines()) lines.push("Black lines: around the significant neurons.");
  if (app.region?.neurons.length) {
    lines.push(`Green line: region ${app.region.name}, ${app.region.neurons.length} neurons.`);
  }
  if (app.neuron >= 0) lines.push(`Large ring: ${app.neuronWords(app.neuron)}.`);
  if (app.names.length) lines.push("Names: where each group's largest region above the mean lies.");
  lines.push(
    `Frame: the group${app.second >= 0 ? "s" : ""} of the large map. Order of neurons: ${app.layout.name}.`,
  );
  return lines.filter(Boolean);
}

function scale(svg, app, top) {
  const [low, high] = app.rangeWords();
  const bar = { x: 90, y: top, width: LARGE - 140, height: 12, preserveAspectRatio: "none" };
  const gradient = draw(draw(svg, "defs", {}), "linearGradient", { id: "scale" });
  for (const level of [...Array(16).keys()].map((step) => 16 * step).concat(255)) {
    const color = `rgb(${app.palette.subarray(3 * level, 3 * level + 3).join(",")})`;
    draw(gradient, "stop", { offset: level / 255, "stop-color": color }); // 128 is zero's
  }
  draw(svg, "rect", { ...bar, fill: "url(#scale)" });
  words(svg, 84, top + 11, low, { "text-anchor": "end" });
  words(svg, LARGE - 44, top + 11, high);
}

/** The drawing of the title, the large map with its scale and legend, and all maps. */
export function drawing(app) {
  const n = app.multiples.shownOrder.length;
  const rowsBeside = Math.max(1, Math.floor((LARGE + 130) / SPACING[1]));
  const columns = Math.max(1, Math.ceil(n / rowsBeside));
  const legend = legendLines(app);
  const bottom = Math.max(TOP + LARGE + 44 + 14 * legend.length, TOP + Math.ceil(n / columns) * SPACING[1]);
  const [width, height] = [LARGE + 3 * MARGIN + columns * SPACING[0] - 10, bottom + 10];
  const { ink, ground } = app.inks();
  const svg = document.createElementNS(SPACE, "svg");
  const size = { width, height, viewBox: `0 0 ${width} ${height}`, fill: ink, "font-family": "sans-serif" };
  for (const [name, value] of Object.entries(size)) svg.setAttribute(name, value);
  draw(svg, "rect", { width, height, fill: ground });
  words(svg, MARGIN, 24, cut(byId("title").textContent, 110), { "font-size": 15 });
  words(svg, MARGIN, 44, cut(byId("large-title").textContent, 80), { "font-size": 13 });
  const isVector = areVectors(app);
  largeMap(svg, app, isVector, [MARGIN, TOP]);
  scale(svg, app, TOP + LARGE + 12);
  legend.forEach((line, i) => {
    words(svg, MARGIN, TOP + LARGE + 44 + 14 * i, cut(line, 105), { "font-size": 10 });
  });
  smallMaps(svg, app, columns, isVector);
  return svg;
}

export function svgText(app) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing(app))}\n`;
}

/** The drawing as a PNG of twice its size. */
export async function pngBlob(app) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(app))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
