// Panels about one neuron and about two groups.

import { Bars } from "./bars.js";
import { equalsP, holmP, make, makeTable, quoted, scrolling, short, shortP } from "./dom.js";
import { exciting } from "./pictures.js";

/** What a number of a group's neuron says, as cells of a row. */
function cells(app, group, neuron, effect) {
  const { view } = app;
  const value = view.napAt(group, neuron);
  const p = view.p(group)?.[neuron];
  const half = view.halfAt(group, neuron);
  const interval = Number.isFinite(half)
    ? `${short(value - half)} … ${short(value + half)}`
    : view.whyNoInterval(group);
  return [view.groups[group].name, short(value), interval, short(effect), shortP(p, view.leastP)];
}

/** The chosen (or hovered) neuron: a bar for each group with its interval, and the numbers. */
export class NeuronPanel {
  constructor(host) {
    this.title = make("h2");
    this.where = make("p", { class: "faint" });
    this.plot = make("div", { id: "neuron-bars" });
    this.numbers = scrolling("Numbers of the neuron");
    this.inputs = make("div", { id: "neuron-inputs" });
    this.bars = new Bars(this.plot);
    this.about = make("div", {}, [
      this.plot,
      make("h3", { text: "In numbers" }),
      this.numbers,
      make("h3", { text: "Inputs that excite it most" }),
      this.inputs,
    ]);
    host.append(this.title, this.where, this.about);
  }

  draw(app) {
    const neuron = app.shownNeuron();
    if (neuron < 0) {
      this.title.textContent = "No neuron chosen";
      this.where.textContent = "Move over the large map, click into it, or type a number into the search.";
      this.about.hidden = true;
      return;
    }
    this.about.hidden = false;
    const { view, layout } = app;
    this.title.textContent = `Neuron ${neuron} of ${view.layer}`;
    this.where.textContent = `x ${layout.x[neuron].toFixed(3)}, y ${layout.y[neuron].toFixed(3)} by ${layout.name}`;
    const groups = app.shownGroups();
    const halves = groups.map((group) => view.halfAt(group, neuron));
    const values = groups.map((group) => view.napAt(group, neuron));
    this.bars.build(
      groups.map((group) => view.groups[group].name),
      { axis: "NAP, with 95 % interval", range: view.reach, ...app.inks() },
    );
    const intervals = {
      low: values.map((value, i) => value - halves[i]),
      high: values.map((value, i) => value + halves[i]),
    };
    const chosen = [app.group, app.second].map((group) => groups.indexOf(group));
    this.bars.set(values, intervals, app.colors(values, app.limits(groups)), chosen);
    // Out of sight, the numbers of a neuron that the mouse passes would only take time
    const { top } = this.numbers.getBoundingClientRect();
    if (neuron === app.neuron || top < window.innerHeight) this.numbersOf(app, neuron, groups);
    const key = `${view.grouping.analysis} ${view.layer} ${neuron}`;
    if (neuron !== app.neuron) this.inputs.replaceChildren("Click to see them.");
    else if (this.pictured !== key) this.inputs.replaceChildren(exciting(view, [neuron], 8));
    this.pictured = neuron === app.neuron ? key : null;
  }

  numbersOf(app, neuron, groups) {
    const columns = ["group", "NAP", "95 % interval", "effect size", "corrected p"].map((title, i) => ({
      title,
      number: i > 0,
    }));
    const effects = app.view.effects(neuron);
    const rows = groups.map((group) => cells(app, group, neuron, effects[group]));
    const same = this.shownNames === JSON.stringify(rows.map((row) => row[0]));
    if (!same) {
      this.numbers.replaceChildren(makeTable(columns, rows, "Values of the neuron in each group"));
      this.shownNames = JSON.stringify(rows.map((row) => row[0]));
      return;
    }
    const lines = this.numbers.querySelectorAll("tbody tr");
    rows.forEach((row, i) => {
      for (let column = 1; column < row.length; column++) {
        lines[i].children[column].textContent = row[column];
      }
    });
  }
}

/** What the workflow's test of two groups found, as sentences. */
function differenceWords(app, test, significant) {
  const { view } = app;
  const { permutations } = view.encoded.test;
  const { tested } = view.encoded.pairs;
  const holm =
    tested > 1 ? `, and ${holmP(test.p_holm, test.p, view.leastP)} by Holm over ${tested} pairs` : "";
  return [
    `p ${equalsP(test.p, view.leastP)}${holm}, of ${permutations} permutations of these two groups.`,
    `Typical effect size, noise taken out: ${short(test.typical_g)} (95 %: ${short(test.typical_g_low)} … ${short(test.typical_g_high)}; by chance up to ${short(test.typical_g_by_chance)}). The largest of single neurons: ${short(test.max_abs_g)} (by chance up to ${short(test.max_abs_g_chance_high)}).`,
    `${significant} of ${view.n} neurons differ at level ${app.level}, corrected for the neurons, not for the pairs that you look at.`,
    view.howTested([app.group, app.second]),
  ];
}

/** How alike two groups are, beside what chance and groups that have nothing in common give. */
function likenessWords(view, group, second, test) {
  const band = Number.isFinite(test.similarity_chance_low)
    ? `by chance ${short(test.similarity_chance_low)} … ${short(test.similarity_chance_high)}; `
    : "";
  const compared = view.peers(group).filter((each) => view.groups[each].kind === "given").length;
  const unrelated = short(-1 / Math.max(1, compared - 1));
  return `Likeness (cosine of the two NAPs): ${short(view.like(group, second))} (${band}groups that have nothing to do with each other have ${unrelated}, since profiles are relative to the mean of the ${compared} groups).`;
}

/** The neurons that tell two groups apart most. */
export class PairPanel {
  constructor(host) {
    this.title = make("h2", { text: "Two groups" });
    this.words = make("ul", { class: "sentences" });
    this.list = scrolling("Neurons that tell the two apart");
    host.append(this.title, this.words, this.list);
  }

  draw(app) {
    const { view, group, second } = app;
    this.list.hidden = second < 0;
    if (second < 0) {
      this.title.textContent = "Two groups";
      this.say([
        "Choose a second group by “Minus second group” (with a mouse: Shift and a click on its map) to see what differs.",
      ]);
      return;
    }
    const [first, other] = [view.groups[group].name, view.groups[second].name];
    this.title.textContent = `${quoted(first)} minus ${quoted(other)}`;
    const test = view.pairTest(`${group},${second}`);
    const { ps } = test;
    const difference = view.difference(`${group},${second}`);
    const effects = Array.from(difference, (_, neuron) => view.pairEffect(group, second, neuron));
    const known = effects.some(Number.isFinite) && view.groups[group].frame === view.groups[second].frame;
    const strength = (neuron) => Math.abs((known ? effects[neuron] : difference[neuron]) || 0);
    const order = Array.from(difference, (_, neuron) => neuron)
      .sort((a, b) => strength(b) - strength(a) || a - b)
      .slice(0, 30);
    const significant = ps ? ps.reduce((sum, p) => sum + (p <= app.level ? 1 : 0), 0) : 0;
    const found = ps
      ? differenceWords(app, test, significant)
      : [`${test.why} So there is no p, and no neuron is marked.`];
    this.say([...found, likenessWords(view, group, second, test)]);
    const columns = ["neuron", first, other, "difference", "effect size", "corrected p"];
    const rows = order.map((neuron) => [
      app.neuronButton(neuron),
      short(view.napAt(group, neuron)),
      short(view.napAt(second, neuron)),
      short(difference[neuron]),
      known ? short(effects[neuron]) : "–",
      ps ? shortP(ps[neuron], view.leastP) : "–",
    ]);
    this.list.replaceChildren(
      makeTable(
        columns.map((title, i) => ({ title, number: i > 0, name: title === first || title === other })),
        rows,
        "Neurons that tell the two groups apart most",
      ),
    );
  }

  say(sentences) {
    this.words.replaceChildren(...sentences.filter(Boolean).map((text) => make("li", { text })));
  }
}
