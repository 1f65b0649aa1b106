// The large map: a figure of the library with the field, the neurons and the outlines in it.

import { gridOf, interpolate, mergedValues, paint, rimLines } from "./fields.js";

const WHOLE = { x0: -0.03, x1: 1.03, y0: -0.03, y1: 1.03 };
const LEAST_SIDE = 140; // pixels
const WHEEL = 0.002; // of a pixel of the wheel, as the logarithm of the zoom
const LINE_OF_WHEEL = 30; // pixels
const LEAST_VIEW = 0.02; // of the layout, that the wheel zooms into
export const RIM = "#b3b3b3"; // the line where a map ends, as in figures
const INK = 20; // of dots
const RING = 1.3; // pixels: how wide the line of a ring is
const DARK = 0.8; // how far a dot covers the map
const MANY_LINES = 8000; // pieces, beyond which lines have no halo, which would cover the map
const LEAST_ROOM = 4; // pixels between neurons below which dots would cover the map

/**
 * Figure with tools and our own painting in it.
 *
 * @param {HTMLElement} host
 * @param {object} calls what to do: hover(x, y), leave(), tap(x, y), lasso(xs, ys), moved(view)
 */
export class LargeMap {
  constructor(host, calls) {
    this.host = host;
    this.calls = calls;
    this.view = { ...WHOLE };
    this.build();
  }

  build() {
    const side = Math.max(LEAST_SIDE, Math.round(this.host.clientWidth));
    this.side = side;
    const options = {
      width: side,
      height: side,
      x_range: [this.view.x0, this.view.x1],
      y_range: [this.view.y0, this.view.y1],
      toolbar_location: null,
      outline_line_color: null,
      background_fill_color: null,
      border_fill_color: null,
      min_border: 0,
      tools: [],
    };
    const figure = Bokeh.Plotting.figure(options);
    this.figure = figure;
    for (const axis of [...figure.left, ...figure.below, ...figure.center]) axis.visible = false;
    const { PanTool, LassoSelectTool, PinchZoomTool } = Bokeh.Models;
    this.pan = new PanTool();
    this.lasso = new LassoSelectTool({ continuous: false, persistent: false });
    this.tools = PinchZoomTool ? [new PinchZoomTool()] : [];
    figure.add_tools(this.pan, this.lasso, ...this.tools);
    figure.toolbar.active_drag = null;
    this.host.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.image = new Bokeh.ColumnDataSource({ data: { image: [], x: [], y: [], dw: [], dh: [] } });
    const field = (name) => ({ field: name });
    figure.image_rgba(field("image"), field("x"), field("y"), field("dw"), field("dh"), {
      source: this.image,
      origin: "top_left",
    });
    this.lines = {};
    const line = (name, options) => {
      const data = { x0: [], y0: [], x1: [], y1: [] };
      this.lines[name] = new Bokeh.ColumnDataSource({ data });
      figure.segment(field("x0"), field("y0"), field("x1"), field("y1"), {
        source: this.lines[name],
        ...options,
      });
    };
    line("rim", { line_color: RIM, line_width: 1, line_cap: "round" });
    line("halo", { line_color: "#ffffff", line_width: 3, line_cap: "round" });
    line("significant", { line_color: "#000000", line_width: 1.4, line_cap: "round" });
    line("region_halo", { line_color: "#ffffff", line_width: 5, line_cap: "round" });
    line("region", { line_color: "#1b7a34", line_width: 3, line_cap: "round" });
    figure.on_event("mousemove", (event) => this.calls.hover(event.x, event.y));
    figure.on_event("mouseleave", () => this.calls.leave());
    figure.on_event("tap", (event) => this.calls.tap(event.x, event.y));
    figure.on_event("selectiongeometry", (event) => {
      const { type, x, y } = event.geometry;
      if (type === "poly" && event.final) this.calls.lasso([...x], [...y]);
    });
    figure.on_event("rangesupdate", () => this.ranged());
  }

  /** Put the figure into the page. */
  async show() {
    this.host.replaceChildren();
    this.shown = await Bokeh.Plotting.show(this.figure, this.host);
    this.shown.canvas_view.events_el.tabIndex = -1; // keys are taken by the plot around it
    this.dragBy(false);
  }

  async resize() {
    if (Math.abs(this.host.clientWidth - this.side) < 2) return;
    this.side = Math.max(LEAST_SIDE, Math.round(this.host.clientWidth));
    this.figure.width = this.side;
    this.figure.height = this.side;
    this.redraw();
    this.calls.moved(this.view);
  }

  ranged() {
    const { x_range: horizontal, y_range: vertical } = this.figure;
    this.view = { x0: horizontal.start, x1: horizontal.end, y0: vertical.start, y1: vertical.end };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.redraw(), 60);
    this.calls.moved(this.view);
  }

  /** Show a part of the map; null shows all of it. */
  look(view) {
    const next = view ?? WHOLE;
    const { x_range: horizontal, y_range: vertical } = this.figure;
    horizontal.setv({ start: next.x0, end: next.x1 });
    vertical.setv({ start: next.y0, end: next.y1 });
    this.view = { ...next };
    this.dragBy(this.lassoing);
    this.redraw();
    this.calls.moved(this.view);
  }

  /** The wheel zooms where the mouse is; away from the whole map, it leaves the page to scroll. */
  wheel(event) {
    const pixels =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_OF_WHEEL * event.deltaY : event.deltaY;
    const factor = Math.exp(-WHEEL * Math.max(-120, Math.min(120, pixels)));
    if ((this.whole && factor < 1) || (factor > 1 && this.view.x1 - this.view.x0 < LEAST_VIEW)) return;
    event.preventDefault();
    const { x0, x1, y0, y1 } = this.view;
    const box = this.host.getBoundingClientRect();
    const px = x0 + ((event.clientX - box.left) / this.side) * (x1 - x0);
    const py = y1 - ((event.clientY - box.top) / this.side) * (y1 - y0);
    // What is under the mouse stays there
    this.zoom(factor, [px + ((x0 + x1) / 2 - px) / factor, py + ((y0 + y1) / 2 - py) / factor]);
  }

  zoom(factor, centre) {
    const { x0, x1, y0, y1 } = this.view;
    const cx = centre?.[0] ?? (x0 + x1) / 2;
    const cy = centre?.[1] ?? (y0 + y1) / 2;
    const half = Math.min((x1 - x0) / factor / 2, (WHOLE.x1 - WHOLE.x0) / 2);
    if (half >= 0.53 - 1e-9) this.look(null);
    else this.look({ x0: cx - half, x1: cx + half, y0: cy - half, y1: cy + half });
  }

  get whole() {
    return this.view.x1 - this.view.x0 > 1.055;
  }

  /** Dragging draws a lasso, moves a part of the map, or (the whole map) leaves the page to scroll. */
  dragBy(lassoing) {
    this.lassoing = lassoing;
    this.figure.toolbar.active_drag = lassoing ? this.lasso : this.whole ? null : this.pan;
    const surface = this.shown?.canvas_view?.events_el;
    if (surface) surface.style.touchAction = !lassoing && this.whole ? "pan-y" : "none";
  }

  /**
   * @param {object} layout x, y, triangles, places
   * @param {Float32Array} values
   * @param {{limit: number, palette: Uint8Array, dots: boolean, isRing: (neuron: number) => boolean,
   *   ink: number}} style `ink` is the grey of what of a dot lies off the map
   */
  draw(layout, values, style) {
    if (layout !== this.shownLayout) this.lines.rim.data = rimLines(layout);
    this.shownLayout = layout;
    this.values = mergedValues(values, layout.places);
    this.style = style;
    this.redraw();
  }

  redraw() {
    if (!this.shownLayout) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = Math.round(this.side * ratio);
    const key = `${size} ${Object.values(this.view).join(" ")}`;
    if (this.gridKey !== key || this.gridLayout !== this.shownLayout) {
      this.grid = gridOf(this.shownLayout, this.pixelCentres(size), size, size);
      this.gridKey = key;
      this.gridLayout = this.shownLayout;
    }
    const field = interpolate(this.grid, this.shownLayout.triangles, this.values);
    const pixels = paint(field, this.style.limit, this.style.palette, [0, 0, 0, 0]);
    this.crowded = false;
    if (this.style.dots) this.drawDots(pixels, size);
    this.painted = { pixels, size };
    const image = asImage(new Uint32Array(pixels.buffer), size);
    const { x0, x1, y0, y1 } = this.view;
    this.image.data = { image: [image], x: [x0], y: [y0], dw: [x1 - x0], dh: [y1 - y0] };
  }

  /** What is painted, as the address of a PNG. */
  pngAddress() {
    const { pixels, size } = this.painted;
    const canvas = document.createElement("canvas");
    canvas.width = size;
    canvas.height = size;
    canvas.getContext("2d").putImageData(new ImageData(pixels, size, size), 0, 0);
    return canvas.toDataURL("image/png");
  }

  pixelCentres(size) {
    const { x0, x1, y0, y1 } = this.view;
    const half = (x1 - x0) / size / 2;
    return { x0: x0 + half, x1: x1 - half, y0: y0 + half, y1: y1 - half };
  }

  /** Neurons as dots, unless they lie so close that they would cover the map. */
  drawDots(pixels, size) {
    const { x, y } = this.shownLayout;
    const { x0, x1, y0, y1 } = this.view;
    const scale = size / (x1 - x0);
    const inView = (neuron) => x[neuron] >= x0 && x[neuron] <= x1 && y[neuron] >= y0 && y[neuron] <= y1;
    const seen = Array.from(x, (_, neuron) => neuron).filter(inView);
    const room = Math.min(scale / Math.sqrt(x.length), size / Math.sqrt(seen.length || 1));
    this.crowded = room < LEAST_ROOM * (size / this.side);
    if (this.crowded) return;
    const ratio = size / this.side;
    const radius = Math.min(4 * ratio, Math.max(0.7, 0.17 * room));
    const { isRing, ink } = this.style;
    for (const neuron of seen) {
      const hole = isRing(neuron) ? Math.max(0.4 * radius, radius - RING * ratio) : 0;
      disc(pixels, size, [(x[neuron] - x0) * scale, (y1 - y[neuron]) * scale], { radius, hole, ink });
    }
  }

  /** Lines of a name (significant, region) as of `outline`. */
  drawLines(name, lines) {
    this.lines[name].data = lines;
    const halo = this.lines[name === "region" ? "region_halo" : "halo"];
    halo.data = lines.x0.length > MANY_LINES ? { x0: [], y0: [], x1: [], y1: [] } : { ...lines };
  }

  /** Where a point of the layout lies in the host, in CSS pixels; null if it is out of sight. */
  place(px, py) {
    const { x0, x1, y0, y1 } = this.view;
    const [left, top] = [(px - x0) / (x1 - x0), (y1 - py) / (y1 - y0)];
    if (left < 0 || left > 1 || top < 0 || top > 1) return null;
    return [left * this.side, top * this.side];
  }
}

/** A dark disc or ring with a soft rim, blended into pixels of a square picture. */
function disc(pixels, size, [px, py], { radius, hole, ink }) {
  const reach = radius + 0.5;
  const lastRow = Math.min(size - 1, Math.floor(py + reach));
  const lastColumn = Math.min(size - 1, Math.floor(px + reach));
  for (let row = Math.max(0, Math.floor(py - reach)); row <= lastRow; row++) {
    for (let column = Math.max(0, Math.floor(px - reach)); column <= lastColumn; column++) {
      const distance = Math.hypot(column + 0.5 - px, row + 0.5 - py);
      const inside = hole ? Math.min(1, Math.max(0, distance - hole + 0.5)) : 1;
      const share = DARK * inside * Math.min(1, Math.max(0, reach - distance));
      if (share <= 0) continue;
      const at = 4 * (row * size + column);
      if (pixels[at + 3] === 0) {
        pixels.set([ink, ink, ink, 255 * share], at);
        continue;
      }
      for (let channel = at; channel < at + 3; channel++) {
        pixels[channel] += share * (INK - pixels[channel]);
      }
    }
  }
}

/** The library's array of two dimensions. */
function asImage(values, side) {
  return Bokeh.require("core/util/ndarray").ndarray(values, { dtype: "uint32", shape: [side, side] });
}
