// How far the groups of a layer lie apart, and how good its layouts are, each beside chance or the others.

import { Bars } from "./bars.js";
import { equalsP, fillSelect, holmP, inNumbers, make, makeTable, scrolling, short } from "./dom.js";
import { conditionWords, measureWords } from "./words.js";

const SEPARATION =
  "Dots: the mean over neurons of |NAP| in units of its noise. Grey: what 95 % of the permutations of the labels give. A group that is like the others lies off the mean, too, where another one has moved it.";
const FIRST_SHOWN = "trustworthiness_10";

/** A table of words and numbers that scrolls. */
function tableOf(columns, rows, caption) {
  const isNumber = columns.map((_, i) => i > 0 && rows.some((row) => /\d/.test(row[i])));
  const heads = columns.map((title, i) => ({ title, number: isNumber[i] }));
  return scrolling(caption, [makeTable(heads, rows, caption)]);
}

export class ScoresPanel {
  constructor(host) {
    this.test = make("p");
    this.nuisance = make("ul", { class: "sentences", id: "nuisance" });
    this.separation = make("div", {}, [make("h3", { text: "How far each group lies from the mean" })]);
    this.separationPlot = make("div", { id: "separation-dots" });
    this.separationNumbers = make("div");
    this.separation.append(this.separationPlot, make("p", { class: "faint", text: SEPARATION }));
    this.separation.append(inNumbers([this.separationNumbers]));
    this.measure = make("select", { id: "measure" });
    this.layoutsPlot = make("div", { id: "layout-dots" });
    this.layoutsWords = make("p", { class: "faint" });
    this.layoutsNumbers = make("div");
    const choice = make("label", { text: "Measure " });
    choice.append(this.measure);
    this.layouts = make("div", {}, [make("h3", { text: "How good the layouts are" }), choice]);
    this.layouts.append(this.layoutsPlot, this.layoutsWords, inNumbers([this.layoutsNumbers]));
    const head = [make("h2", { text: "Scores" }), make("h3", { text: "Do the groups differ?" })];
    host.append(...head, this.test, this.nuisance, this.separation, this.layouts);
    this.bars = [new Bars(this.separationPlot), new Bars(this.layoutsPlot)];
  }

  draw(app) {
    const { view } = app;
    const { test } = view.encoded;
    const given = app.shownGroups().filter((group) => view.groups[group].kind === "given");
    this.test.textContent = test
      ? [testWords(test), view.howTested(given)].filter(Boolean).join(" ")
      : view.grouping.why_untested || "The groups of this layer are not tested.";
    const told = test ? [view.encoded.hint, ...view.grouping.on_nuisance].filter(Boolean) : [];
    this.nuisance.replaceChildren(...told.map((text) => make("li", { text })));
    this.separation.hidden = !test;
    if (test) this.drawSeparation(app);
    this.drawLayouts(app);
  }

  drawSeparation(app) {
    const { view } = app;
    const rows = app
      .shownGroups()
      .map((group) => ({ group, found: view.separation(group) }))
      .filter(({ found }) => found)
      .sort((a, b) => b.found.over - a.found.over);
    const name = ({ group }) => view.groups[group].name;
    this.bars[0].build(rows.map(name), { axis: "separation", dots: true, ...app.inks() });
    const chance = { low: rows.map(({ found }) => found.low), high: rows.map(({ found }) => found.high) };
    const chosen = rows.findIndex(({ group }) => group === app.group);
    const values = rows.map(({ found }) => found.value);
    this.bars[0].set(
      values,
      null,
      rows.map(() => MARK),
      [chosen],
      chance,
    );
    const words = rows.map((row, i) => `${name(row)} ${short(values[i])}`);
    tellPlot(this.separationPlot, `Separation of each group: ${words.join("; ")}`);
    const cells = rows.map(({ group, found }) => [
      view.groups[group].name,
      String(view.groups[group].count),
      short(found.value),
      `${short(found.low)} … ${short(found.high)}`,
      holmP(found.holm, found.p, view.leastP),
    ]);
    const columns = ["group", "inputs", "separation", "by chance", "p (Holm)"];
    this.separationNumbers.replaceChildren(tableOf(columns, cells, "Separation of each group"));
  }

  drawLayouts(app) {
    const families = familiesOf(app.view, app.contents.measures);
    this.methods = app.view.encoded.method_names;
    this.layouts.hidden = !families.size;
    if (!families.size) return;
    const wanted = families.has(this.measure.value) ? this.measure.value : FIRST_SHOWN;
    const chosen = families.has(wanted) ? wanted : [...families.keys()][0];
    fillSelect(
      this.measure,
      [...families].map(([key, family]) => [key, family.words]),
      chosen,
    );
    this.measure.onchange = () => this.drawLayouts(app);
    this.drawFamily(app, families.get(chosen));
  }

  drawFamily(app, { name, words, isBetter, rows }) {
    const sign = isBetter === false ? 1 : -1;
    const conditions = [...new Set(rows.map((row) => row.condition))];
    const first = new Map(
      rows.filter((row) => row.condition === conditions[0]).map((row) => [row.method, row.mean]),
    );
    const order = (a, b) =>
      sign * (first.get(a.method) - first.get(b.method)) || a.method.localeCompare(b.method);
    const sorted = [...rows].sort(order); // by the first condition, the other one right below it
    const one = conditions.length < 2;
    const nameOf = (row) => this.methods[row.method] ?? row.method;
    const label = (row) => (one ? nameOf(row) : `${nameOf(row)}, ${conditionWords(row.condition)}`);
    const better = { true: "; more is better", false: "; less is better" }[isBetter] ?? "";
    const names = sorted.map((row) => (row.condition === conditions[0] ? nameOf(row) : ""));
    this.bars[1].build(names, { axis: name, dots: true, ...app.inks() });
    const ends = { low: sorted.map((row) => row.min), high: sorted.map((row) => row.max) };
    const shown = sorted.findIndex((row) => row.method === app.layout.method);
    this.bars[1].set(
      sorted.map((row) => row.mean),
      ends,
      sorted.map((row) => (row.condition === conditions[0] ? MARK : "#ffffff")),
      [shown],
    );
    const trials = Math.max(...rows.map((row) => row.n));
    this.layoutsWords.textContent = `The best on top${better}. Dots: ${trials === 1 ? "one trial" : `means of ${trials} trials`}; lines: from the least to the most${one ? ` (${conditionWords(conditions[0])})` : `. Full: ${conditionWords(conditions[0])}; white: ${conditionWords(conditions[1])}`}. Trials are of one network.`;
    tellPlot(
      this.layoutsPlot,
      `${words}: ${sorted.map((row) => `${label(row)} ${short(row.mean)}`).join("; ")}`,
    );
    const cells = sorted.map((row) => [
      nameOf(row),
      conditionWords(row.condition),
      short(row.mean),
      short(row.sd),
      `${short(row.min)} … ${short(row.max)}`,
      String(row.n),
    ]);
    const columns = ["method", "drawn anew in each trial", "mean", "sd", "least … most", "trials"];
    this.layoutsNumbers.replaceChildren(tableOf(columns, cells, words));
  }
}

const MARK = "#0b57b0";

function tellPlot(plot, words) {
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", words);
}

/** Rows of the table of scores by their measure, in words. */
function familiesOf(view, measures) {
  const families = new Map();
  const { columns, rows } = view.encoded.scores ?? { columns: [], rows: [] };
  for (const cells of rows) {
    const row = Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
    const key = [row.measure, row.arithmetic].filter(Boolean).join(" ");
    if (!families.has(key))
      families.set(key, { ...measureWords(measures, row.measure, row.arithmetic), rows: [] });
    families.get(key).rows.push(row);
  }
  return families;
}

function testWords(test) {
  return `p ${equalsP(test.p, 1 / (test.permutations + 1))} of ${test.permutations} permutations of the labels. Between the groups lies ${short(100 * test.effect)} % of a neuron's variance, noise taken out (95 %: ${short(100 * test.effect_low)} … ${short(100 * test.effect_high)}; by chance 0).`;
}
