// One number per line with its interval, as bars or as dots beside what chance gives, drawn by the library.

import { cut } from "./dom.js";

const ROW = 17;
const LONGEST = 26;
const CHANCE = "#9aa2ad";

export class Bars {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.key = "";
  }

  /**
   * @param {string[]} names one per line, from the top
   * @param {{axis: string, ink: string, line: string, range: number[] | null, dots: boolean,
   *   percent: boolean}} style `range` holds the ends of the axis where they are no matter of the numbers
   */
  build(names, style) {
    const { ink, axis, range, dots, percent } = style;
    const key = JSON.stringify([names, axis, range, dots, percent, this.host.clientWidth]);
    if (this.key !== key) this.make(names, style);
    this.key = key;
    if (this.ink !== ink) this.dress(style);
  }

  make(names, style) {
    const n = names.length;
    const figure = Bokeh.Plotting.figure({
      width: Math.max(240, this.host.clientWidth),
      height: ROW * n + 64,
      y_range: [n - 0.4, -0.6],
      ...(style.range ? { x_range: style.range } : {}),
      toolbar_location: null,
      tools: [],
      outline_line_color: null,
      background_fill_color: null, // the page's own ground, on paper and with forced colours too
      border_fill_color: null,
      output_backend: "canvas",
    });
    this.figure = figure;
    this.source = new Bokeh.ColumnDataSource({ data: columnsOf([], null, [], []) });
    this.marks = this.addMarks(figure, style);
    this.addAxes(figure, names, style);
    this.ink = null;
    this.host.replaceChildren();
    Bokeh.Plotting.show(figure, this.host).then((shown) => {
      shown.canvas_view.events_el.tabIndex = -1; // nothing is to be done by keys in a drawing
      if (figure === this.figure) this.shown = shown;
    });
  }

  /** The marks of each line; gives those that have a colour of the theme. */
  addMarks(figure, style) {
    const field = (name) => ({ field: name });
    const { source } = this;
    figure.hbar({
      y: field("y"),
      height: 0.8,
      left: field("from"),
      right: field("to"),
      source,
      fill_color: CHANCE,
      fill_alpha: 0.45,
      line_color: null,
    });
    const fill = { source, fill_color: field("color"), line_width: field("width") };
    const marks = [];
    if (!style.dots)
      marks.push(figure.hbar({ y: field("y"), height: 0.72, left: 0, right: field("right"), ...fill }));
    const ends = { x0: field("low"), y0: field("y"), x1: field("high"), y1: field("y") };
    marks.push(figure.segment({ ...ends, source, line_width: 1.5 }));
    if (style.dots) {
      marks.push(figure.scatter({ x: field("right"), y: field("y"), size: 9, marker: "circle", ...fill }));
    }
    return marks.map((mark) => mark.glyph);
  }

  addAxes(figure, names, style) {
    const { FixedTicker, NumeralTickFormatter, PlainText, Span } = Bokeh.Models;
    const axis = figure.left[0];
    axis.ticker = new FixedTicker({ ticks: names.map((_, i) => i), minor_ticks: [] });
    axis.major_label_overrides = new Map(
      names.map((name, i) => [i, new PlainText({ text: cut(name, LONGEST) })]),
    );
    if (!style.dots || style.percent) {
      this.zero = new Span({ location: 0, dimension: "height", line_width: 1 });
      figure.add_layout(this.zero);
    }
    if (style.percent) figure.below[0].formatter = new NumeralTickFormatter({ format: "0 %" });
    figure.below[0].axis_label = new PlainText({ text: style.axis });
    for (const each of [figure.left[0], figure.below[0]]) {
      each.axis_label_text_font_style = "normal";
      each.major_tick_line_color = null;
      each.minor_tick_line_color = null;
      each.major_label_text_font_size = "11px";
    }
    for (const grid of figure.center) grid.grid_line_alpha = 0.25;
    figure.center[1].visible = false;
  }

  /** Give words and lines the colours of a theme; paper needs them at once, which marks do not get. */
  dress({ ink, line }) {
    const { figure } = this;
    this.ink = ink;
    for (const each of [figure.left[0], figure.below[0]]) {
      Object.assign(each, { major_label_text_color: ink, axis_label_text_color: ink, axis_line_color: ink });
    }
    if (this.zero) this.zero.line_color = ink;
    for (const each of this.marks) each.line_color = line;
    this.shown?.repaint();
  }

  /**
   * @param {ArrayLike<number>} values
   * @param {{low: number[], high: number[]} | null} intervals
   * @param {string[]} colors
   * @param {number[]} chosen lines with a thick edge
   * @param {{low: number[], high: number[]} | null} chance what chance gives
   */
  set(values, intervals, colors, chosen = [], chance = null) {
    this.source.data = columnsOf(values, intervals, colors, chosen, chance);
  }
}

function columnsOf(values, intervals, colors, chosen, chance) {
  const indices = Array.from(values, (_, i) => i);
  const none = () => indices.map(() => Number.NaN);
  return {
    y: indices,
    right: Array.from(values),
    low: intervals ? Array.from(intervals.low) : none(),
    high: intervals ? Array.from(intervals.high) : none(),
    from: chance ? Array.from(chance.low) : none(),
    to: chance ? Array.from(chance.high) : none(),
    color: colors,
    width: indices.map((i) => (chosen.includes(i) ? 2.2 : 0.5)),
  };
}
