// The page: what is chosen, and what follows from it.

import { BesidePanel, OutcomesPanel, ScoresPanel, SuspiciousPanel, sameGroup } from "./comparisons.js";
import { sourceOf, View } from "./contents.js";
import { byId, bytes, download, equalsP, fillSelect, make, safeName, say, short } from "./dom.js";
import { pngBlob, svgText } from "./export.js";
import { NeuronIndex, outline } from "./fields.js";
import { countOf, InputsPanel } from "./inputs.js";
import { LargeMap } from "./largemap.js";
import { Multiples } from "./multiples.js";
import { NeuronPanel, PairPanel } from "./panels.js";
import { computedRegions, RegionPanel, regionOf } from "./regions.js";
import { DEFAULTS, State } from "./state.js";

const NEAR = 14; // pixels within which a neuron is meant, more where they lie far apart
const TABS = [
  ["neuron", "Neuron", NeuronPanel, () => true],
  ["pair", "Two groups", PairPanel, () => true],
  ["region", "Regions", RegionPanel, () => true],
  ["beside", "Side by side", BesidePanel, () => true],
  ["scores", "Scores", ScoresPanel, () => true],
  ["outcomes", "Outcomes", OutcomesPanel, (view) => Boolean(view.grouping.outcomes)],
  ["suspicious", "Suspicious inputs", SuspiciousPanel, (view) => Boolean(view.grouping.suspicious)],
  ["inputs", "Inputs", InputsPanel, (view) => Boolean(view.grouping.inputs)],
];

/** What a grouping is by comes first, because long titles are cut off at their end. */
function pageTitle({ by, title }) {
  const kind = by.join(" × ");
  const rest = title.endsWith(`, ${kind}`) ? title.slice(0, -kind.length - 2) : title;
  return `${kind}: ${rest}`;
}

class Explorer {
  constructor(contents, palettes) {
    contents.sources = contents.sources.map(sourceOf);
    this.contents = contents;
    this.palettes = new Map(palettes.map((each) => [each.name, { ...each, levels: bytes(each.levels) }]));
    this.views = contents.views.map((encoded) => new View(encoded, contents));
    this.levels = contents.levels;
    DEFAULTS.level = String(contents.alpha);
    DEFAULTS.threshold = String(Math.round(100 * contents.regions.threshold));
    this.state = new State((changed) => this.update(changed));
    this.hovered = -1;
    this.indices = new WeakMap();
  }

  async start() {
    this.words();
    this.multiples = new Multiples(byId("maps"), (item, second) => this.chooseMap(item, second));
    this.large = new LargeMap(byId("figure"), {
      hover: (x, y) => this.hover(this.nearest(x, y)),
      leave: () => this.hover(-1),
      tap: (x, y) => this.tap(x, y),
      lasso: (xs, ys) => this.takeLasso(xs, ys),
      moved: (view) => this.moved(view),
    });
    this.makeTabs();
    this.connect();
    this.state.values = State.parse(location.hash);
    this.resolve();
    await this.large.show();
    this.restoreView();
    this.update(new Set(Object.keys(DEFAULTS)));
    this.state.write();
  }

  /** Title, warnings and the choices that never change. */
  words() {
    const { contents } = this;
    byId("title").textContent = contents.title;
    document.title = contents.title;
    const shown = contents.sources.map(
      (source, number) => `${source.name}: ${this.countOfInputs(source, number)}`,
    );
    byId("subtitle").textContent = [...shown, contents.why_no_pictures].filter(Boolean).join(" · ");
    byId("warnings").hidden = !contents.about_people;
    if (contents.about_people) {
      const items = contents.warnings.map((text) => make("li", { text }));
      byId("warnings").replaceChildren(
        make("strong", { text: "These maps are about people. What they do not say:" }),
        make("ul", {}, items),
      );
    }
    const titles = contents.groupings.map((grouping) => [grouping.part, pageTitle(grouping)]);
    fillSelect(byId("page"), titles, titles[0][0]);
    byId("page-field").hidden = titles.length < 2;
    fillSelect(
      byId("palette"),
      [...this.palettes.values()].map((each) => [each.name, each.words]),
      "bwr",
    );
    byId("level").max = this.levels.length - 1;
  }

  /** How many inputs of a source there are, and how many of all were left out. */
  countOfInputs(source, number) {
    const { inputs } = this.contents.groupings.find((grouping) => grouping.source === number);
    const lost = inputs ? countOf(inputs, "left out") : 0;
    return lost ? `${source.n_inputs} inputs, ${lost} left out` : `${source.n_inputs} inputs`;
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

  connect() {
    const { state } = this;
    const select = (id, settings) => {
      byId(id).onchange = (event) => state.set(settings(event.target.value));
    };
    select("page", (page) => ({ page, layer: "", group: "", second: "", region: "", neuron: "" }));
    select("layer", (layer) => this.layerSettings(layer));
    select("method", (method) => ({ method, view: "" }));
    select("group", (group) => ({ group }));
    select("second", (second) => ({ second }));
    for (const name of ["sort", "palette", "range"]) select(name, (value) => ({ [name]: value }));
    byId("level").oninput = (event) => state.set({ level: this.levels[Number(event.target.value)] });
    byId("threshold").oninput = (event) => state.set({ threshold: event.target.value });
    byId("search").oninput = (event) => this.search(event.target.value);
    byId("controls").onsubmit = (event) => event.preventDefault();
    const toggle = (id, name) => {
      byId(id).onclick = () => state.set({ [name]: state.get(name) === "1" ? "0" : "1" });
    };
    toggle("dots-button", "dots");
    toggle("contour-button", "contour");
    byId("theme-button").onclick = () =>
      state.set({ theme: state.get("theme") === "dark" ? "light" : "dark" });
    byId("lasso-button").onclick = () => this.setLasso(!this.large.lassoing);
    byId("zoom-in").onclick = () => this.large.zoom(1.5, this.centre());
    byId("zoom-out").onclick = () => this.large.zoom(1 / 1.5, this.centre());
    byId("reset-button").onclick = () => this.large.look(null);
    byId("help-button").onclick = () => byId("help").showModal();
    byId("help-close").onclick = () => byId("help").close();
    byId("link-button").onclick = () => this.copyLink();
    byId("png-button").onclick = async () => download(this.fileName("png"), await pngBlob(this));
    byId("svg-button").onclick = () =>
      download(this.fileName("svg"), new Blob([svgText(this)], { type: "image/svg+xml" }));
    byId("plot").addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => this.pageKey(event));
    window.addEventListener("hashchange", () => this.followAddress());
    new ResizeObserver(() => this.large.resize()).observe(byId("plot"));
  }

  followAddress() {
    if (location.hash === this.state.written) return;
    this.state.values = State.parse(location.hash);
    this.resolve();
    this.restoreView();
    this.update(new Set(Object.keys(DEFAULTS)));
  }

  /** Turn names of the state into what they mean; names that are not there give the first. */
  resolve() {
    const { state, contents } = this;
    const part = contents.groupings.findIndex((grouping) => grouping.part === state.get("page"));
    this.pageViews = this.views.filter((view) => view.encoded.grouping === Math.max(0, part));
    if (!this.pageViews.length)
      this.pageViews = this.views.filter((view) => view.grouping === this.views[0].grouping);
    this.view = this.pageViews.find((view) => view.layer === state.get("layer")) ?? this.pageViews[0];
    const { groups } = this.view;
    this.layout = this.view.layout(state.get("method"));
    const named = (name) => (name ? groups.findIndex((group) => group.name === name) : -1);
    this.group = named(state.get("group"));
    if (this.group < 0)
      this.group = Math.max(
        0,
        groups.findIndex((group) => group.count > 0),
      );
    this.second = named(state.get("second"));
    if (this.second === this.group) this.second = -1;
    const neuron = state.get("neuron") === "" ? -1 : Number(state.get("neuron"));
    this.neuron = Number.isInteger(neuron) && neuron < this.view.n ? neuron : -1;
    this.level = Number(state.get("level")) || contents.alpha;
    this.threshold = Number(state.get("threshold")) / 100;
    this.palette = (this.palettes.get(state.get("palette")) ?? this.palettes.get("bwr")).levels;
    this.computedKey = null;
    const region = state.get("region");
    this.region = region ? regionOf(this, region) : null;
    if (this.region?.neurons.some((each) => !(each >= 0 && each < this.view.n))) this.region = null;
  }

  /** Draw anew what the changed settings touch. */
  update(changed) {
    this.resolve();
    const has = (...names) => names.some((name) => changed.has(name));
    document.documentElement.dataset.theme = this.state.get("theme");
    if (has("page", "layer", "method", "group", "second")) this.fillChoices();
    this.setControls();
    const maps = has("page", "layer", "method", "palette", "range", "theme");
    if (maps || this.framesDiffer()) this.drawMultiples();
    if (maps || has("sort", "group")) this.multiples.order(this.orderOf());
    this.multiples.mark(this.shownGroups().indexOf(this.group), this.shownGroups().indexOf(this.second));
    if (maps || has("group", "second", "dots")) this.drawLarge();
    if (maps || has("group", "second", "level", "contour")) this.drawSignificant();
    this.drawRegion();
    this.note();
    this.hovered = -1;
    this.light();
    this.drawTabs();
    if (has("neuron") && this.neuron >= 0) this.speak(this.neuron);
  }

  fillChoices() {
    const { view } = this;
    byId("page").value = view.grouping.part;
    fillSelect(
      byId("layer"),
      this.pageViews.map((each) => [each.layer, each.layer]),
      view.layer,
    );
    fillSelect(
      byId("method"),
      view.methods.map((method) => [method, method]),
      this.layout.method,
    );
    const options = this.shownGroups().map((group) => {
      const { name, count } = view.groups[group];
      return [name, count > 0 ? name : `${name} (empty)`];
    });
    fillSelect(byId("group"), options, view.groups[this.group].name);
    fillSelect(byId("second"), [["", "none"], ...options], view.groups[this.second]?.name ?? "");
  }

  setControls() {
    const { state } = this;
    for (const name of ["sort", "palette", "range"]) byId(name).value = state.get(name);
    const place = this.levels.reduce(
      (best, level, i) =>
        Math.abs(level - this.level) < Math.abs(this.levels[best] - this.level) ? i : best,
      0,
    );
    byId("level").value = place;
    byId("level-value").textContent = String(this.level);
    byId("level").setAttribute("aria-valuetext", String(this.level));
    byId("threshold").value = Math.round(100 * this.threshold);
    byId("threshold-value").textContent = `${Math.round(100 * this.threshold)} %`;
    byId("dots-button").setAttribute("aria-pressed", String(state.get("dots") === "1"));
    byId("contour-button").setAttribute("aria-pressed", String(state.get("contour") === "1"));
    byId("theme-button").setAttribute("aria-pressed", String(state.get("theme") === "dark"));
    if (document.activeElement !== byId("search")) byId("search").value = this.neuron >= 0 ? this.neuron : "";
  }

  /** Groups of the checkpoint that is shown, in the order of the data. */
  shownGroups() {
    const { frame } = this.view.groups[this.group];
    return this.view.groups.map((_, i) => i).filter((i) => this.view.groups[i].frame === frame);
  }

  framesDiffer() {
    return this.drawnFrame !== this.view.groups[this.group].frame;
  }

  drawMultiples() {
    const { view, layout } = this;
    this.drawnFrame = view.groups[this.group].frame;
    const own = this.state.get("range") === "own";
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
        limit: (own ? view.encoded.group_limits[index] : view.encoded.limit) ?? 0,
        label: `${group.name}, ${more}, ${apart}`,
      };
    });
    this.multiples.draw(maps, this.palette);
  }

  /** Places of the maps in the chosen order; empty groups are always last. */
  orderOf() {
    const { view } = this;
    const shown = this.shownGroups();
    const { order } = view.encoded;
    const over = (i) => view.separation(shown[i])?.over ?? -1;
    const names = (i) => view.groups[shown[i]].name;
    const like = (i) => view.like(this.group, shown[i]);
    const keys = {
      name: (a, b) => names(a).localeCompare(names(b), "en", { numeric: true }),
      size: (a, b) => view.groups[shown[b]].count - view.groups[shown[a]].count,
      likeness: (a, b) => (like(b) || 0) - (like(a) || 0),
      dendrogram: (a, b) => order.indexOf(shown[a]) - order.indexOf(shown[b]),
      separation: (a, b) => over(b) - over(a),
    };
    const compare = keys[this.state.get("sort")] ?? (() => 0);
    const empty = (i) => Number(view.isEmpty(shown[i]));
    return shown.map((_, i) => i).sort((a, b) => empty(a) - empty(b) || compare(a, b) || a - b);
  }

  /** The numbers on the large map: a group's NAP, or the difference of two. */
  values() {
    if (this.second >= 0) return this.view.difference(`${this.group},${this.second}`);
    return this.view.nap(this.group);
  }

  shownName() {
    const { groups } = this.view;
    const name = groups[this.group].name;
    return this.second >= 0 ? `${name} minus ${groups[this.second].name}` : name;
  }

  drawLarge() {
    const values = this.values();
    const { view } = this;
    const own = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
    const common = view.encoded.limit;
    this.limit = this.second >= 0 || this.state.get("range") === "own" ? own : common;
    this.large.setTheme(this.inks().ground);
    this.large.draw(this.layout, values, {
      limit: this.limit,
      palette: this.palette,
      dots: this.state.get("dots") === "1",
    });
    byId("large-title").textContent = `${this.shownName()} in ${view.layer}`;
    byId("plot").setAttribute("aria-label", `Map of ${this.shownName()}, ${view.n} neurons of ${view.layer}`);
    this.drawScale();
  }

  drawScale() {
    const context = byId("scale-bar").getContext("2d");
    const image = context.createImageData(256, 1);
    for (let level = 0; level < 256; level++) {
      image.data.set([...this.palette.subarray(3 * level, 3 * level + 3), 255], 4 * level);
    }
    context.putImageData(image, 0, 0);
    byId("scale-low").textContent = `−${short(this.limit)}`;
    byId("scale-high").textContent = `+${short(this.limit)}`;
  }

  /** p of each neuron for what the large map shows; null where there is no test. */
  shownP() {
    if (this.second >= 0) return this.view.pairTest(`${this.group},${this.second}`).ps;
    return this.view.p(this.group);
  }

  /** Why what the large map shows has no test, as a sentence. */
  whyUntested() {
    const { view } = this;
    if (this.second >= 0) return view.pairTest(`${this.group},${this.second}`).why;
    if (view.grouping.why_untested) return view.grouping.why_untested;
    if (view.groups[this.group].kind !== "given") return "Random groups are not tested.";
    return "This group is not tested.";
  }

  significantLines() {
    const ps = this.state.get("contour") === "1" ? this.shownP() : null;
    return (
      ps &&
      outline(
        this.layout,
        Float32Array.from(ps, (p) => (p <= this.level ? 1 : 0)),
        0.5,
      )
    );
  }

  drawSignificant() {
    this.large.drawLines("significant", this.significantLines() ?? { x0: [], y0: [], x1: [], y1: [] });
  }

  indicator(neurons) {
    const inside = new Float32Array(this.view.n);
    for (const neuron of neurons) inside[neuron] = 1;
    return inside;
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
    const parts = [
      this.second >= 0 ? "Difference of the NAPs." : "NAP: above or below the mean over groups.",
    ];
    if (ps) parts.push(`${count} of ${this.view.n} neurons are significant at level ${this.level}.`);
    else parts.push(this.whyUntested());
    if (this.large.crowded) parts.push("Zoom in to see single neurons.");
    if (this.view.isEmpty(this.group)) parts.unshift("This group is empty.");
    byId("map-note").textContent = parts.join(" ");
  }

  /** Regions of the large map at the threshold, computed when first asked for. */
  computed() {
    const key = `${this.group} ${this.second} ${this.threshold} ${this.layout.method} ${this.view.layer}`;
    if (this.computedKey !== key) {
      this.computedKey = key;
      const smallest = this.contents.regions.min_neurons;
      this.computedSets = computedRegions(this.layout, this.values(), this.threshold, smallest);
    }
    return this.computedSets;
  }

  drawTabs() {
    const wanted = this.state.get("tab");
    const open = TABS.find(([name, , , fits]) => name === wanted && fits(this.view))?.[0] ?? "neuron";
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

  // ---- neurons

  indexOf(layout) {
    if (!this.indices.has(layout)) this.indices.set(layout, new NeuronIndex(layout.x, layout.y));
    return this.indices.get(layout);
  }

  nearest(x, y) {
    const pixel = (this.large.view.x1 - this.large.view.x0) / this.large.side;
    const radius = Math.max(NEAR * pixel, 0.8 / Math.sqrt(this.view.n));
    return this.indexOf(this.layout).nearest(x, y, radius);
  }

  shownNeuron() {
    return this.hovered >= 0 ? this.hovered : this.neuron;
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
    if (!place) return;
    const figure = byId("figure");
    const [left, top] = [place[0] + figure.offsetLeft, place[1] + figure.offsetTop];
    Object.assign(byId("mark").style, { left: `${left}px`, top: `${top}px` });
    const tip = byId("tip");
    tip.textContent = this.neuronWords(neuron);
    const right = left > this.large.side / 2;
    tip.style.left = right ? "" : `${left + 12}px`;
    tip.style.right = right ? `${figure.clientWidth - left + 12}px` : "";
    tip.style.top = `${Math.max(0, top - 16)}px`;
  }

  neuronWords(neuron) {
    const { view } = this;
    const p = this.shownP()?.[neuron];
    const words = [`Neuron ${neuron}: ${short(this.values()[neuron])}`];
    const effect =
      this.second >= 0 ? view.pairEffect(this.group, this.second, neuron) : view.effect(this.group, neuron);
    if (Number.isFinite(effect)) words.push(`effect size ${short(effect)}`);
    if (p !== undefined) words.push(`p ${equalsP(p, view.leastP)}`);
    return words.join(", ");
  }

  speak(neuron) {
    byId("spoken").textContent = `${this.neuronWords(neuron)}, in ${this.shownName()}`;
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

  search(text) {
    const number = text.trim();
    if (number === "") return this.state.set({ neuron: "" });
    if (!/^\d+$/.test(number) || Number(number) >= this.view.n) {
      return say(`${this.view.layer} has the neurons 0 to ${this.view.n - 1}.`);
    }
    this.state.set({ neuron: Number(number), tab: "neuron" });
  }

  // ---- what a person does

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
    const settings = { page: view.grouping.part, group: view.groups[group].name };
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
    if (region) settings.region = `c_${region.direction}_${region.rank}`;
    this.state.set(settings);
  }

  takeLasso(xs, ys) {
    const step = Math.max(1, Math.ceil(xs.length / 60));
    const numbers = [];
    for (let i = 0; i < xs.length; i += step)
      numbers.push(Math.round(1000 * xs[i]), Math.round(1000 * ys[i]));
    this.setLasso(false);
    say("");
    this.state.set({ region: `l_${numbers.join("_")}`, tab: "region" });
    if (!this.region?.neurons.length) say("There is no neuron inside the lasso.");
  }

  setLasso(on) {
    this.large.dragBy(on);
    byId("lasso-button").setAttribute("aria-pressed", String(on));
    if (on) say("Draw around neurons on the map.");
  }

  moved(view) {
    const whole = view.x1 - view.x0 > 1.055;
    const text = whole ? "" : [view.x0, view.x1, view.y0, view.y1].map((each) => each.toFixed(4)).join("_");
    this.state.values.view = text;
    this.large.dragBy(this.large.lassoing);
    this.light();
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

  centre() {
    return this.neuron >= 0 ? [this.layout.x[this.neuron], this.layout.y[this.neuron]] : null;
  }

  key(event) {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const key = event.key.toLowerCase();
    if (step) this.state.set({ neuron: this.neighbor(...step) });
    else if (key === "enter") this.state.set({ tab: "neuron" });
    else if (key === "r" && this.neuron >= 0)
      this.tap(this.layout.x[this.neuron], this.layout.y[this.neuron]);
    else if (key === "a" && this.neuron >= 0) this.addByHand();
    else if (key === "+" || key === "=") this.large.zoom(1.5, this.centre());
    else if (key === "-") this.large.zoom(1 / 1.5, this.centre());
    else if (key === "escape") this.state.set({ neuron: "", region: "" });
    else return;
    if (key === "r") this.state.set({ tab: "region" });
    event.preventDefault();
  }

  /** The neuron to go to in a direction: near, and not far off the direction. */
  neighbor(dx, dy) {
    const { x, y } = this.layout;
    const values = this.values();
    if (this.neuron < 0) {
      return values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
    }
    let best = this.neuron;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < x.length; i++) {
      const along = (x[i] - x[this.neuron]) * dx + (y[i] - y[this.neuron]) * dy;
      const aside = Math.abs((x[i] - x[this.neuron]) * dy) + Math.abs((y[i] - y[this.neuron]) * dx);
      const cost = along + 2 * aside;
      if (along > 1e-6 && aside <= along && cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
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

  pageKey(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName ?? "");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (event.key === "/") {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "?") {
      byId("help").showModal();
    }
  }

  async copyLink() {
    this.state.write();
    const address = location.href.split("#")[0] + this.state.hash();
    try {
      await navigator.clipboard.writeText(address);
      say("Copied: the link shows what is seen now.");
    } catch {
      const field = make("input", { type: "text", value: address, readOnly: true, "aria-label": "Link" });
      byId("status").replaceChildren("Copy this link: ", field);
      field.select();
    }
  }

  // ---- colours and files

  inks() {
    const dark = this.state.get("theme") === "dark";
    return dark ? { ink: "#eceef1", ground: "#15171b" } : { ink: "#17191d", ground: "#ffffff" };
  }

  colors(values, limit) {
    const scale = limit > 0 ? 128 / limit : 0;
    return values.map((value) => {
      const level = 3 * Math.min(255, Math.max(0, Math.floor(128 + (value || 0) * scale)));
      return `rgb(${this.palette.subarray(level, level + 3).join(", ")})`;
    });
  }

  fileName(kind) {
    const parts = [this.contents.name, this.view.layer, this.layout.method, this.shownName()];
    return `${parts.map(safeName).join("_")}.${kind}`;
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
