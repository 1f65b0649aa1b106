// What is seen as one drawing: SVG, and PNG painted from it.

import { byId, cut } from "./dom.js";
import { outline } from "./fields.js";

const SPACE = "http://www.w3.org/2000/svg";
const LARGE = 520;
const SMALL = 110;
const COLUMNS = 6;

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

/** Line pieces as one path in a square of the large map. */
function path(lines, place) {
  return lines.x0
    .map((_, i) => {
      const [ax, ay] = place(lines.x0[i], lines.y0[i]);
      const [bx, by] = place(lines.x1[i], lines.y1[i]);
      return `M${ax.toFixed(1)} ${ay.toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}`;
    })
    .join("");
}

function largeMap(svg, app, left, top) {
  const map = app.large;
  const box = draw(svg, "svg", {
    x: left,
    y: top,
    width: LARGE,
    height: LARGE,
    viewBox: `0 0 ${LARGE} ${LARGE}`,
  });
  draw(box, "image", { width: LARGE, height: LARGE, href: map.pngAddress() });
  const { x0, x1, y0, y1 } = map.view;
  const place = (x, y) => [((x - x0) / (x1 - x0)) * LARGE, ((y1 - y) / (y1 - y0)) * LARGE];
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
  const neuron = app.neuron;
  if (neuron >= 0) {
    const [cx, cy] = place(app.layout.x[neuron], app.layout.y[neuron]);
    draw(box, "circle", { cx, cy, r: 6, fill: "none", stroke: "#ffffff", "stroke-width": 4 });
    draw(box, "circle", { cx, cy, r: 6, fill: "none", stroke: "#000000", "stroke-width": 2 });
  }
}

/** The drawing of the title, the large map with its scale, and all maps. */
export function drawing(app) {
  const order = app.multiples.shownOrder;
  const rows = Math.ceil(order.length / COLUMNS);
  const width = LARGE + 40 + COLUMNS * (SMALL + 10);
  const height = Math.max(LARGE + 130, 60 + rows * (SMALL + 36));
  const { ink, ground } = app.inks();
  const svg = document.createElementNS(SPACE, "svg");
  for (const [name, value] of Object.entries({
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    fill: ink,
    "font-family": "sans-serif",
  })) {
    svg.setAttribute(name, value);
  }
  draw(svg, "rect", { width, height, fill: ground });
  words(svg, 20, 24, cut(`${byId("title").textContent}: ${app.view.layer}, ${app.layout.method}`, 110), {
    "font-size": 15,
  });
  words(svg, 20, 44, cut(byId("large-title").textContent, 80), { "font-size": 13 });
  largeMap(svg, app, 20, 54);
  const bar = byId("scale-bar").toDataURL("image/png");
  draw(svg, "image", {
    x: 90,
    y: LARGE + 66,
    width: LARGE - 140,
    height: 12,
    href: bar,
    preserveAspectRatio: "none",
  });
  const [low, high] = app.rangeWords();
  words(svg, 84, LARGE + 77, low, { "text-anchor": "end" });
  words(svg, LARGE - 44, LARGE + 77, high);
  words(svg, 90, LARGE + 62, app.rangeNote(), { "font-size": 9 });
  words(svg, 20, LARGE + 98, cut(byId("map-note").textContent, 100), { "font-size": 10 });
  order.forEach((index, place) => {
    const item = app.multiples.items[index];
    const [x, y] = [
      LARGE + 40 + (place % COLUMNS) * (SMALL + 10),
      54 + Math.floor(place / COLUMNS) * (SMALL + 36),
    ];
    draw(svg, "image", {
      x,
      y,
      width: SMALL,
      height: SMALL,
      href: item.canvas.toDataURL("image/png"),
      "image-rendering": "pixelated",
    });
    words(svg, x + SMALL / 2, y + SMALL + 13, cut(item.title, 18), {
      "font-size": 10,
      "text-anchor": "middle",
    });
    words(svg, x + SMALL / 2, y + SMALL + 25, cut(item.more.textContent, 20), {
      "font-size": 9,
      "text-anchor": "middle",
    });
  });
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
