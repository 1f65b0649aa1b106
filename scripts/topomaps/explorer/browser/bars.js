// Bars of one number per group with intervals, drawn by the library.

import { cut } from "./dom.js";

const ROW = 17;
const LONGEST = 26;

export class Bars {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.key = "";
  }

  /**
   * @param {string[]} names one per bar, from the top
   * @param {{title: string, axis: string, ink: string, ground: string}} style
   */
  build(names, style) {
    const key = JSON.stringify([names, style, this.host.clientWidth]);
    if (this.key === key) return;
    this.key = key;
    const width = Math.max(240, this.host.clientWidth);
    const n = names.length;
    const figure = Bokeh.Plotting.figure({
      width,
      height: ROW * n + 64,
      y_range: [n - 0.4, -0.6],
      toolbar_location: null,
      tools: [],
      background_fill_color: style.ground,
      border_fill_color: style.ground,
      outline_line_color: null,
      output_backend: "canvas",
    });
    const field = (name) => ({ field: name });
    this.source = new Bokeh.ColumnDataSource({
      data: { y: [], right: [], low: [], high: [], color: [], width: [] },
    });
    figure.hbar(field("y"), 0.72, field("right"), 0, {
      source: this.source,
      fill_color: field("color"),
      line_color: style.ink,
      line_width: field("width"),
    });
    figure.segment(field("low"), field("y"), field("high"), field("y"), {
      source: this.source,
      line_color: style.ink,
      line_width: 1.5,
    });
    const { FixedTicker, PlainText, Span } = Bokeh.Models;
    const axis = figure.left[0];
    axis.ticker = new FixedTicker({ ticks: names.map((_, i) => i), minor_ticks: [] });
    axis.major_label_overrides = new Map(
      names.map((name, i) => [i, new PlainText({ text: cut(name, LONGEST) })]),
    );
    figure.add_layout(new Span({ location: 0, dimension: "height", line_color: style.ink, line_width: 1 }));
    figure.below[0].axis_label = new PlainText({ text: style.axis });
    for (const each of [figure.left[0], figure.below[0]]) {
      each.major_label_text_color = style.ink;
      each.axis_label_text_color = style.ink;
      each.axis_line_color = style.ink;
      each.major_tick_line_color = null;
      each.minor_tick_line_color = null;
      each.major_label_text_font_size = "11px";
    }
    for (const grid of figure.center) grid.grid_line_alpha = 0.25;
    figure.center[1].visible = false;
    this.host.replaceChildren();
    Bokeh.Plotting.show(figure, this.host);
    this.figure = figure;
  }

  /**
   * @param {ArrayLike<number>} values
   * @param {{low: number[], high: number[]} | null} intervals
   * @param {string[]} colors
   * @param {number[]} chosen bars with a thick edge
   */
  set(values, intervals, colors, chosen = []) {
    const indices = Array.from(values, (_, i) => i);
    this.source.data = {
      y: indices,
      right: Array.from(values),
      low: intervals ? Array.from(intervals.low) : indices.map(() => Number.NaN),
      high: intervals ? Array.from(intervals.high) : indices.map(() => Number.NaN),
      color: colors,
      width: indices.map((i) => (chosen.includes(i) ? 2.2 : 0.5)),
    };
  }
}
