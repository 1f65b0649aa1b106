// Regions of neurons: computed above a threshold, drawn by a lasso, put together by hand, or named.

import { Bars } from "./bars.js";
import { download, make, makeTable, safeName, scrolling, short } from "./dom.js";
import { evidenceParts, furtherSets } from "./evidence.js";
import { connectedSets, insidePolygon } from "./fields.js";
import { exciting, inputRow, shadesInWords } from "./pictures.js";

const PICTURES = 12;
const UNTESTED =
  "Lines: 95 % intervals, rather too long than too short (the mean of those of its neurons); they do not know that the region was chosen on these maps, in which it stands out by choice. So there is no p: download it, name it by regions.named, and test it in other inputs (discovery: other).";

/** Regions of a group's map above a share of its largest value, above and below the mean. */
export function computedRegions(layout, values, share, smallest) {
  const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return ["above", "below"].flatMap((direction) => {
    const sign = direction === "above" ? 1 : -1;
    const chosen = (neuron) => sign * values[neuron] >= share * top && sign * values[neuron] > 0;
    return connectedSets(layout, chosen, smallest).map((neurons, rank) => ({
      direction,
      rank,
      neurons: neurons.sort((a, b) => sign * (values[b] - values[a]) || a - b),
    }));
  });
}

/** Neurons of a region as the address names it. */
export function regionOf(app, text) {
  const [kind, rest] = [text.slice(0, 1), text.slice(2)];
  const numbers = rest.split("_").map(Number);
  if (kind === "n") return { name: "by hand", neurons: numbers };
  if (kind === "m") {
    const named = app.view.encoded.named.find((each) => each.region === rest);
    return named && { name: named.region, neurons: named.neurons };
  }
  if (kind === "e") {
    const found = furtherSets(app)[numbers[0]];
    return found && { name: found.name, neurons: found.neurons };
  }
  if (kind === "c") {
    const [direction, rank] = rest.split("_");
    const found = app
      .computed()
      .find((region) => region.direction === direction && region.rank === Number(rank));
    const name = `${direction === "above" ? "+" : "−"}${Number(rank) + 1} of ${app.quotedName()}`;
    return found && { ...found, name };
  }
  if (kind === "l") {
    const xs = numbers.filter((_, i) => i % 2 === 0).map((number) => number / 1000);
    const ys = numbers.filter((_, i) => i % 2 === 1).map((number) => number / 1000);
    const neurons = Array.from(app.layout.x, (_, neuron) => neuron).filter((neuron) =>
      insidePolygon(app.layout.x[neuron], app.layout.y[neuron], xs, ys),
    );
    return { name: "lasso", neurons };
  }
  return null;
}

/** Mean over neurons of a group's NAP. */
function meanNap(view, group, neurons) {
  return neurons.reduce((sum, neuron) => sum + view.napAt(group, neuron), 0) / neurons.length;
}

const PLAIN_NUMBER = /^[+-](\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const BREAKS = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\v": "\\v", "\f": "\\f", "\\": "\\\\" };

/** A text as a cell of a table, as `topomaps.common.cells` writes and reads it: no formula, one line. */
export function cell(value) {
  let text = String(value);
  if (/^'*[=+\-@\t\r\n＝＋－＠]/.test(text) && !PLAIN_NUMBER.test(text)) text = `'${text}`;
  if (/[\t\n\r\v\f]|\\[tnrvf\\]/.test(text)) {
    text = text.replace(/[\t\n\r\v\f\\]/g, (found) => BREAKS[found]);
  }
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Table of a region that the workflow reads again as `regions.named`. */
export function regionTable(app, region) {
  const name = `${region.name} in ${app.view.layer}`;
  const lines = region.neurons.map((neuron) =>
    [
      name,
      app.view.encoded.layer,
      neuron,
      app.layout.method,
      app.layout.x[neuron].toFixed(5),
      app.layout.y[neuron].toFixed(5),
      app.view.groups[app.group].key,
      app.view.napAt(app.group, neuron).toPrecision(6),
    ]
      .map(cell)
      .join("\t"),
  );
  const head = ["region", "layer", "neuron", "method", "x", "y", "group", "nap"].join("\t");
  return `${[head, ...lines].join("\n")}\n`;
}

export class RegionPanel {
  constructor(host) {
    this.words = make("p", { class: "faint" });
    this.choices = make("div", { class: "buttons", role: "group", "aria-label": "Regions of this map" });
    this.title = make("h3", { id: "region-title" });
    this.save = make("button", { type: "button", id: "region-save", text: "Download as TSV" });
    this.clear = make("button", { type: "button", id: "region-clear", text: "Let go" });
    this.plot = make("div", { id: "region-bars" });
    this.inputs = make("div", { id: "region-inputs" });
    this.evidence = make("div", { id: "region-evidence" });
    this.list = Object.assign(scrolling("Neurons of the region"), { id: "region-list" });
    this.about = make("div", {}, [
      this.title,
      make("div", { class: "buttons" }, [this.save, this.clear]),
      make("h3", { text: "Mean in every group" }),
      this.plot,
      make("p", { class: "faint", text: UNTESTED }),
      make("h3", { text: "Inputs that excite it most" }),
      this.inputs,
      this.evidence,
      make("h3", { text: "Its neurons" }),
      this.list,
    ]);
    this.bars = new Bars(this.plot);
    host.append(make("h2", { text: "Regions" }), this.words, this.choices, this.about);
  }

  draw(app) {
    const computed = app.computed();
    const percent = Math.round(100 * app.threshold);
    const [above, below] = app.directionWords();
    const count = computed.length === 1 ? "1 region" : `${computed.length} regions`;
    this.words.textContent = `Connected neurons beyond ${percent} % of the largest value of this map: ${count}. Click into one on the map, or choose it here; + lies ${above}, − ${below}.`;
    this.choices.replaceChildren(
      ...computed.slice(0, 12).map((region) => {
        const sign = region.direction === "above" ? "+" : "−";
        const words = `${sign}${region.rank + 1}: ${region.neurons.length} neurons`;
        return this.choice(app, `c_${region.direction}_${region.rank}`, words);
      }),
      ...furtherSets(app).map((each) => this.choice(app, `e_${each.place}`, each.name)),
      ...app.view.encoded.named.map((named) => this.choice(app, `m_${named.region}`, named.region)),
    );
    const region = app.region;
    this.about.hidden = !region?.neurons.length;
    if (this.about.hidden) return;
    this.title.textContent = `Region ${region.name}: ${region.neurons.length} neurons of ${app.view.layer}`;
    this.save.onclick = () => {
      const name = `${app.contents.name}_${safeName(app.view.layer)}_region.tsv`;
      download(name, new Blob([regionTable(app, region)], { type: "text/tab-separated-values" }));
    };
    this.clear.onclick = () => app.state.set({ region: "" });
    this.drawMeans(app, region);
    this.inputs.replaceChildren(this.excitingInputs(app, region));
    this.drawEvidence(app, region);
    this.drawList(app, region);
  }

  /** Effects, attributions and preferred inputs, made once for each region. */
  drawEvidence(app, region) {
    const key = `${app.view.grouping.analysis} ${app.view.layer} ${app.layout.method} ${region.neurons}`;
    if (this.evidenceKey === key) return;
    this.evidenceKey = key;
    this.evidence.replaceChildren(...evidenceParts(app, region));
  }

  choice(app, text, words) {
    const chosen = app.state.get("region") === text;
    const button = make("button", { type: "button", text: words, "aria-pressed": String(chosen) });
    button.onclick = () => app.state.set({ region: chosen ? "" : text });
    return button;
  }

  drawMeans(app, region) {
    const groups = app.shownGroups();
    const means = groups.map((group) => meanNap(app.view, group, region.neurons));
    const halves = groups.map((group) => app.view.halfOfMean(group, region.neurons));
    this.bars.build(
      groups.map((group) => app.view.groups[group].name),
      { axis: "mean NAP of the region, with 95 % interval", ...app.inks() },
    );
    const chosen = [app.group, app.second].map((group) => groups.indexOf(group));
    const intervals = {
      low: means.map((mean, i) => mean - halves[i]),
      high: means.map((mean, i) => mean + halves[i]),
    };
    this.bars.set(means, intervals, app.colors(means, app.limits(groups)), chosen);
    this.plot.setAttribute("role", "img");
    const words = groups.map((group, i) => `${app.view.groups[group].name} ${short(means[i])}`);
    this.plot.setAttribute("aria-label", `Mean of the region in every group: ${words.join("; ")}`);
  }

  /** The workflow looked at all inputs of the regions that it computed; others are looked up here. */
  excitingInputs(app, region) {
    const members = new Set(region.neurons);
    const same = (each) =>
      each.group === app.group &&
      each.direction === region.direction &&
      each.neurons.length === members.size &&
      each.neurons.every((neuron) => members.has(neuron));
    const found = app.second < 0 && region.direction && app.layout.found.find(same);
    if (found?.inputs?.length) {
      return make("div", {}, [
        inputRow(
          app.view.source,
          found.inputs,
          found.activations,
          app.view.shades(found.inputs, region.neurons),
        ),
        make("p", {
          class: "faint",
          text: `Of all inputs. In brackets: the mean activation of the region.${shadesInWords(app.view)}`,
        }),
      ]);
    }
    return exciting(app.view, region.neurons, PICTURES);
  }

  drawList(app, region) {
    const values = app.values();
    const rows = region.neurons
      .slice(0, 500)
      .map((neuron) => [
        app.neuronButton(neuron),
        short(values[neuron]),
        app.layout.x[neuron].toFixed(3),
        app.layout.y[neuron].toFixed(3),
      ]);
    const columns = ["neuron", app.second < 0 ? "NAP" : "difference", "x", "y"].map((title, i) => ({
      title,
      number: i > 0,
    }));
    this.list.replaceChildren(makeTable(columns, rows, "Neurons of the region"));
    if (region.neurons.length > rows.length) {
      this.list.append(make("p", { class: "faint", text: "The download holds all of them." }));
    }
  }
}
