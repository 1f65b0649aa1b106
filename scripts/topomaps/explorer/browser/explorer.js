// The page: draws what is chosen, and takes what a person does on the maps.

import { BesidePanel, sameGroup } from "./beside.js";
import { Choice, layerWords } from "./choice.js";
import { connect, describePage, fillChoices, setControls } from "./controls.js";
import { byId, isolated, make, say, short } from "./dom.js";
import { printedMap } from "./export.js";
import { outline } from "./fields.js";
import { StartPanel } from "./findings.js";
import { InputsPanel } from "./inputs.js";
import { InstancePanel, takeInputs } from "./instance_map.js";
import { LargeMap } from "./largemap.js";
import { Multiples } from "./multiples.js";
import { drawNames } from "./names.js";
import { hasOutcomes, OutcomesPanel } from "./outcomes.js";
import { NeuronPanel, PairPanel } from "./panels.js";
import { RegionPanel } from "./regions.js";
import { ScoresPanel } from "./scores.js";
import { DEFAULTS, State } from "./state.js";
import { SuspiciousPanel } from "./suspicious.js";

const [DARK_INK, LIGHT_INK] = [20, 225]; // grey of what of a neuron's dot lies off the map
const NEAR = 14; // pixels within which a neuron is meant, more where they lie far apart
const TABS = [
  ["start", "Start", StartPanel, () => true],
  ["neuron", "Neuron", NeuronPanel, () => true],
  ["pair", "Two groups", PairPanel, () => true],
  ["region", "Regions", RegionPanel, () => true],
  ["instance", "One input", InstancePanel, () => true],
  ["beside", "Side by side", BesidePanel, () => true],
  ["scores", "Scores", ScoresPanel, () => true],
  ["outcomes", "Outcomes", OutcomesPanel, (view) => hasOutcomes(view.grouping)],
  ["suspicious", "Suspicious inputs", SuspiciousPanel, (view) => Boolean(view.grouping.suspicious)],
  ["inputs", "Inputs", InputsPanel, (view) => Boolean(view.grouping.inputs)],
];

class Explorer extends Choice {
  constructor(contents, palettes) {
    super(contents, palettes);
    this.state = new State((changed) => this.update(changed));
  }

  async start() {
    describePage(this);
    this.multiples = new Multiples(byId("maps"), (item, second) => this.chooseMap(item, second));
    this.large = new LargeMap(byId("figure"), {
      hover: (x, y) => this.hover(this.nearest(x, y)),
      leave: () => this.hover(-1),
      tap: (x, y) => this.tap(x, y),
      lasso: (xs, ys) => this.takeLasso(xs, ys),
      moved: (view) => this.moved(view),
    });
    this.makeTabs();
    takeInputs(byId("panels"), (place) => this.state.set({ input: place, tab: "instance" }));
    connect(this);
    this.state.values = State.parse(location.hash);
    this.resolve();
    await this.large.show();
    this.restoreView();
    this.update(new Set(Object.keys(DEFAULTS)));
    this.state.write();
  }

  makeTabs() {
    this.panels = new Map();
    for (const [name, title, Panel] of TABS) {
      const tab = make("button", { type: "button", role: "tab", id: `tab-${name}`, text: title });
      tab.setAttribute("aria-controls", `panel-${name}`);
      const host = make("div", { role: "tabpanel", id: `panel-${name}` });
      host.setAttribute("aria-labelledby", tab.id);
      tab.onclick = () => this.state.set({ tab: name });
      byId("tabs").append(tab);
      byId("panels").append(host);
      this.panels.set(name, { tab, host, panel: new Panel(host) });
    }
    byId("tabs").onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const tabs = [...byId("tabs").children].filter((tab) => !tab.hidden);
      const place = tabs.indexOf(document.activeElement) + step;
      const next = tabs[(place + tabs.length) % tabs.length];
      next.click();
      next.focus();
    };
  }

  followAddress() {
    if (location.hash === this.state.written) return;
    this.state.written = location.hash;
    this.state.values = State.parse(location.hash);
    this.resolve();
    this.restoreView();
    this.update(new Set(Object.keys(DEFAULTS)));
  }

  /** Draw anew what the changed settings touch. */
  update(changed) {
    this.resolve();
    const has = (...names) => names.some((name) => changed.has(name));
    document.documentElement.dataset.theme = this.isDark() ? "dark" : "light";
    if (has("page", "layer", "method", "group", "second")) fillChoices(this);
    setControls(this);
    const maps = has("page", "layer", "method", "palette", "range", "theme");
    if (maps || this.framesDiffer()) this.drawMultiples();
    if (maps || has("sort", "group")) this.multiples.order(this.orderOf());
    this.multiples.mark(this.shownGroups().indexOf(this.group), this.shownGroups().indexOf(this.second));
    if (maps || has("group", "second", "dots", "level", "contour")) this.drawLarge();
    if (maps || has("group", "second", "level", "contour")) this.drawSignificant();
    if (maps || has("group", "names")) this.drawNames();
    this.drawRegion();
    this.note();
    this.hovered = -1;
    this.light();
    this.drawTabs();
    if (has("neuron") && this.neuron >= 0) this.speak(this.neuron);
  }

  framesDiffer() {
    return this.drawnFrame !== this.view.groups[this.group].frame;
  }

  drawMultiples() {
    const { view, layout } = this;
    this.drawnFrame = view.groups[this.group].frame;
    const maps = this.shownGroups().map((index) => {
      const group = view.groups[index];
      const separation = view.separation(index);
      const apart = separation
        ? `separation ${short(separation.value)}, by chance ${short(separation.low)} to ${short(separation.high)}`
        : "separation not tested";
      const more = group.count > 0 ? `${group.count} inputs` : "empty";
      return {
        name: group.name,
        more: group.kind === "random" ? `${more}, random` : more,
        layout,
        values: view.isEmpty(index) ? null : view.nap(index),
        limit: this.limitOf(view, index),
        unseen: apart,
      };
    });
    this.multiples.draw(maps, this.palette);
  }

  drawLarge() {
    const values = this.values();
    const { view } = this;
    this.limit = this.shownLimit();
    this.isCut = values.some((value) => Math.abs(value) > this.limit * (1 + 1e-4));
    this.large.draw(this.layout, values, {
      limit: this.limit,
      palette: this.palette,
      dots: this.state.get("dots") === "1",
      isRing: this.isRing(),
      ink: this.isDark() ? LIGHT_INK : DARK_INK,
    });
    byId("large-title").textContent = `${this.quotedName()} · ${layerWords(view.layer)}`;
    byId("plot").setAttribute(
      "aria-label",
      `Map of ${this.quotedName()}, ${view.n} neurons of ${view.layer}`,
    );
    this.drawScale();
  }

  drawScale() {
    const context = byId("scale-bar").getContext("2d");
    const image = context.createImageData(256, 1);
    for (let level = 0; level < 256; level++) {
      image.data.set([...this.palette.subarray(3 * level, 3 * level + 3), 255], 4 * level);
    }
    context.putImageData(image, 0, 0);
    const [low, high] = this.rangeWords();
    byId("scale-low").textContent = low;
    byId("scale-high").textContent = high;
    byId("scale-note").textContent = this.rangeNote();
  }

  /** What stands at the ends of the colours; an arrow where values lie beyond. */
  rangeWords() {
    const value = short(this.limit);
    return this.isCut ? [`◂ −${value}`, `+${value} ▸`] : [`−${value}`, `+${value}`];
  }

  /** Where the colours end; empty where it is the largest value. */
  rangeNote() {
    if (!this.isCut) return "";
    const isOwn = this.state.get("range") === "own";
    const what = this.second >= 0 && isOwn ? "the difference" : "NAP";
    const end = this.contents.percentile < 100 ? `percentile ${this.contents.percentile}` : "the largest";
    const maps = isOwn ? "this map" : "all maps of this layer";
    return `Colours end at ${end} of |${what}| in ${maps}; values beyond have the last one.`;
  }

  drawNames() {
    this.names = this.state.get("names") === "1" ? this.regionNames() : [];
    drawNames(byId("names"), this.large, this.names, this.group);
    byId("names-note").hidden = !this.names.length;
  }

  drawSignificant() {
    this.large.drawLines("significant", this.significantLines() ?? { x0: [], y0: [], x1: [], y1: [] });
  }

  drawRegion() {
    const neurons = this.region?.neurons ?? [];
    if (!neurons.length && !this.regionShown) return;
    this.regionShown = neurons.length > 0;
    this.large.drawLines("region", outline(this.layout, this.indicator(neurons), 0.5));
  }

  note() {
    const ps = this.shownP();
    const count = ps ? ps.reduce((sum, p) => sum + (p <= this.level ? 1 : 0), 0) : 0;
    const [low, high] = this.colourWords();
    const parts = [
      this.second >= 0
        ? `${high}: ${isolated(this.view.groups[this.group].name)} is more active; ${low}: ${isolated(this.view.groups[this.second].name)} is.`
        : "NAP: above or below the mean over groups.",
    ];
    if (ps) {
      const marks = this.hasRings && !this.large.crowded ? " (full dots; rings: the others)" : "";
      parts.push(`${count} of ${this.view.n} neurons are significant at level ${this.level}${marks}.`);
    } else parts.push(this.whyUntested());
    if (this.large.crowded) parts.push("Zoom in to see single neurons.");
    if (this.view.isEmpty(this.group)) parts.unshift("This group is empty.");
    this.noteParts = parts;
    byId("map-note").textContent = parts.join(" ");
  }

  drawTabs() {
    const wanted = this.state.get("tab") || (this.neuron >= 0 ? "neuron" : "start");
    const open = TABS.find(([name, , , fits]) => name === wanted && fits(this.view))?.[0] ?? "start";
    this.openTab = open;
    for (const [name, , , fits] of TABS) {
      const { tab, host } = this.panels.get(name);
      tab.hidden = !fits(this.view);
      tab.setAttribute("aria-selected", String(name === open));
      tab.tabIndex = name === open ? 0 : -1;
      host.hidden = name !== open;
    }
    if (open !== "beside") this.panels.get("beside").panel.stop();
    this.panels.get(open).panel.draw(this);
  }

  nearest(x, y) {
    const pixel = (this.large.view.x1 - this.large.view.x0) / this.large.side;
    const radius = Math.max(NEAR * pixel, 0.8 / Math.sqrt(this.view.n));
    return this.indexOf(this.layout).nearest(x, y, radius);
  }

  hover(neuron) {
    if (neuron === this.hovered) return;
    this.hovered = neuron;
    this.light();
    if (this.openTab !== "neuron" || this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.panels.get("neuron").panel.draw(this);
    });
  }

  /** Mark the neuron in all maps and say its number and value beside it. */
  light() {
    const neuron = this.shownNeuron();
    this.multiples.light(neuron);
    const place = neuron >= 0 ? this.large.place(this.layout.x[neuron], this.layout.y[neuron]) : null;
    byId("mark").hidden = !place;
    byId("tip").hidden = !place;
    byId("tip-line").dataset.hint = this.hint;
    if (!place) return;
    Object.assign(byId("mark").style, { left: `${place[0]}px`, top: `${place[1]}px` });
    byId("tip").textContent = this.neuronWords(neuron);
  }

  /** What to do where no neuron is described. */
  get hint() {
    return this.large.lassoing ? "Draw around neurons on the map; Escape ends it." : "";
  }

  speak(neuron) {
    byId("spoken").textContent = `${this.neuronWords(neuron)}, in ${this.quotedName()}`;
  }

  neuronButton(neuron) {
    const button = make("button", { type: "button", text: String(neuron) });
    button.setAttribute("aria-label", `Show neuron ${neuron}`);
    button.onclick = () => this.state.set({ neuron });
    button.onmouseenter = () => {
      this.hovered = neuron;
      this.light();
    };
    button.onmouseleave = () => {
      this.hovered = -1;
      this.light();
    };
    return button;
  }

  chooseMap(item, second) {
    const group = this.shownGroups()[item];
    const { name } = this.view.groups[group];
    if (second) this.state.set({ second: name === this.state.get("second") ? "" : name, tab: "pair" });
    else this.state.set({ group: name });
  }

  /** Settings that keep group and second group where the other layer has them. */
  layerSettings(layer) {
    return { layer, neuron: "", region: "", view: "" };
  }

  /** Show a view's group large. */
  go(view, group) {
    const settings = { page: view.grouping.analysis, group: view.groups[group].name };
    const second =
      this.second >= 0 ? sameGroup(view, this.view.groups[this.second], view.groups[group].frame) : -1;
    settings.second = second >= 0 ? view.groups[second].name : "";
    if (view !== this.view) Object.assign(settings, this.layerSettings(view.layer));
    this.state.set(settings);
  }

  tap(x, y) {
    const neuron = this.nearest(x, y);
    if (neuron < 0) return;
    const region = this.computed().find((each) => each.neurons.includes(neuron));
    const settings = { neuron };
    if (this.openTab === "start") settings.tab = "";
    if (region) settings.region = `c_${region.direction}_${region.rank}`;
    this.state.set(settings);
  }

  takeLasso(xs, ys) {
    const step = Math.max(1, Math.ceil(xs.length / 60));
    const numbers = [];
    for (let i = 0; i < xs.length; i += step)
      numbers.push(Math.round(1000 * xs[i]), Math.round(1000 * ys[i]));
    this.setLasso(false);
    this.state.set({ region: `l_${numbers.join("_")}`, tab: "region" });
    if (!this.region?.neurons.length) say("There is no neuron inside the lasso.");
  }

  setLasso(on) {
    this.large.dragBy(on);
    byId("lasso-button").setAttribute("aria-pressed", String(on));
    this.light();
  }

  moved(view) {
    const whole = view.x1 - view.x0 > 1.055;
    const text = whole ? "" : [view.x0, view.x1, view.y0, view.y1].map((each) => each.toFixed(4)).join("_");
    this.state.values.view = text;
    this.large.dragBy(this.large.lassoing);
    this.light();
    drawNames(byId("names"), this.large, this.names ?? [], this.group);
    clearTimeout(this.writing);
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.note(), 120);
    this.writing = setTimeout(() => this.state.write(), 200);
  }

  restoreView() {
    const numbers = this.state.get("view").split("_").map(Number);
    const [x0, x1, y0, y1] = numbers;
    const fits = numbers.length === 4 && numbers.every(Number.isFinite) && x1 > x0 && y1 > y0;
    this.large.look(fits ? { x0, x1, y0, y1 } : null);
  }

  /** The colours of the system changed. */
  followSystem() {
    if (this.state.get("theme") === "") this.update(new Set(["theme"]));
  }

  /** Paper is white, and nobody can open what is closed there. */
  print(isPrinting) {
    const details = [...document.querySelectorAll("#warnings details, #panels details")];
    if (isPrinting === Boolean(this.isPrinting)) return;
    if (isPrinting) this.closed = details.filter((each) => !each.open);
    for (const each of this.closed ?? []) each.open = isPrinting;
    const wasDark = this.isDark();
    this.isPrinting = isPrinting;
    if (wasDark !== this.isDark()) this.update(new Set(["theme"]));
    byId("printed").replaceChildren(...(isPrinting ? [printedMap(this)] : []));
  }

  centre() {
    return this.neuron >= 0 ? [this.layout.x[this.neuron], this.layout.y[this.neuron]] : null;
  }

  addByHand() {
    const now = new Set(this.region?.neurons ?? []);
    if (now.has(this.neuron)) now.delete(this.neuron);
    else now.add(this.neuron);
    this.state.set({
      region: now.size ? `n_${[...now].sort((a, b) => a - b).join("_")}` : "",
      tab: "region",
    });
  }
}

const explorer = new Explorer(
  JSON.parse(byId("contents").textContent),
  JSON.parse(byId("palettes").textContent),
);
explorer.start().then(() => {
  document.documentElement.dataset.ready = "true";
});
window.topomapsExplorer = explorer;
