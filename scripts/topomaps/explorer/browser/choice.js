// What is chosen, and the numbers and words that follow from it; nothing here draws.

import { sourceOf, View } from "./contents.js";
import { bytes, equalsP, quoted, safeName, short } from "./dom.js";
import { NeuronIndex, outline, percentile } from "./fields.js";
import { countOf } from "./inputs.js";
import { computedRegions, regionOf } from "./regions.js";
import { DEFAULTS } from "./state.js";

const MOST_NAMES = 12; // of groups on the large map

/** The one of some numbers that is nearest to another. */
function nearestOf(numbers, wanted) {
  return numbers.reduce((best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best));
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A layer in titles; the word itself only where its name does not begin with it. */
export function layerWords(name) {
  return /^layer/i.test(name) ? name : `layer ${name}`;
}

export class Choice {
  constructor(contents, palettes) {
    contents.sources = contents.sources.map(sourceOf);
    this.contents = contents;
    this.palettes = new Map(palettes.map((each) => [each.name, { ...each, levels: bytes(each.levels) }]));
    this.views = contents.views.map((encoded) => new View(encoded, contents));
    this.levels = contents.levels;
    DEFAULTS.level = String(contents.alpha);
    DEFAULTS.threshold = String(Math.round(100 * contents.regions.threshold));
    this.systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
    this.isForced = window.matchMedia("(forced-colors: active)");
    this.hovered = -1;
    this.indices = new WeakMap();
  }

  /** Turn names of the state into what they mean; names that are not there give the first. */
  resolve() {
    const { state, contents } = this;
    const chosen = contents.groupings.findIndex((grouping) => grouping.analysis === state.get("page"));
    this.pageViews = this.views.filter((view) => view.encoded.grouping === Math.max(0, chosen));
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
    this.level = nearestOf(this.levels, Number(state.get("level")) || contents.alpha);
    this.threshold = Number(state.get("threshold")) / 100;
    this.palette = (this.palettes.get(state.get("palette")) ?? this.palettes.get("bwr")).levels;
    this.computedKey = null;
    const region = state.get("region");
    this.region = region ? regionOf(this, region) : null;
    if (this.region?.neurons.some((each) => !(each >= 0 && each < this.view.n))) this.region = null;
  }

  /** Groups of the checkpoint that is shown, in the order of the data. */
  shownGroups() {
    const { frame } = this.view.groups[this.group];
    return this.view.groups.map((_, i) => i).filter((i) => this.view.groups[i].frame === frame);
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

  /** The same for sentences. */
  quotedName() {
    const { groups } = this.view;
    const name = quoted(groups[this.group].name);
    return this.second >= 0 ? `${name} minus ${quoted(groups[this.second].name)}` : name;
  }

  /** What the strongest colour of a group's map and of its bars is. */
  limitOf(view, group) {
    const { limit, group_limits: limits } = view.encoded;
    return (this.state.get("range") === "own" ? limits[group] : limit) ?? 0;
  }

  limits(groups) {
    return groups.map((group) => this.limitOf(this.view, group));
  }

  /** What the strongest colour of the large map is: with one range for all maps, of differences too. */
  shownLimit() {
    if (this.second < 0) return this.limitOf(this.view, this.group);
    if (this.state.get("range") !== "own") return this.view.encoded.limit;
    return percentile(this.values().map(Math.abs), this.contents.percentile);
  }

  /** What the lowest and the highest colour are called: the ends of the palette's words. */
  colourWords() {
    const { words } = this.palettes.get(this.state.get("palette")) ?? this.palettes.get("bwr");
    const names = words.split(": ").at(-1).split(" – ");
    return [names[0], capital(names.at(-1))];
  }

  /** What being above or below says on the large map. */
  directionWords() {
    const { groups } = this.view;
    if (this.second < 0) return ["above the mean over groups", "below it"];
    const [first, second] = [this.group, this.second].map((group) => quoted(groups[group].name));
    return [`where ${first} is more active`, `where ${second} is`];
  }

  /** Each shown group of the data with the middle of its largest region above the mean, the largest first. */
  regionNames() {
    return this.shownGroups()
      .filter((group) => this.view.groups[group].kind === "given")
      .map((group) => {
        const regions = this.layout.found.filter(
          (each) => each.group === group && each.direction === "above",
        );
        const largest = regions.sort((a, b) => b.neurons.length - a.neurons.length)[0];
        return (
          largest && { group, name: this.view.groups[group].name, size: largest.neurons.length, ...largest }
        );
      })
      .filter(Boolean)
      .sort((a, b) => b.size - a.size)
      .slice(0, MOST_NAMES);
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

  /** Whether lines and dots tell significant neurons from others, which are rings then. */
  get hasRings() {
    return this.state.get("contour") === "1" && this.state.get("dots") === "1" && Boolean(this.shownP());
  }

  /** Which neurons are rings: those that are not significant, where the significant ones are marked. */
  isRing() {
    if (!this.hasRings) return () => false;
    const ps = this.shownP();
    return (neuron) => !(ps[neuron] <= this.level);
  }

  indicator(neurons) {
    const inside = new Float32Array(this.view.n);
    for (const neuron of neurons) inside[neuron] = 1;
    return inside;
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

  /** Places of the maps in the chosen order; random groups stand behind the others, empty ones last. */
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
    const random = (i) => Number(view.groups[shown[i]].kind === "random");
    const apart = (a, b) => empty(a) - empty(b) || random(a) - random(b);
    return shown.map((_, i) => i).sort((a, b) => apart(a, b) || compare(a, b) || a - b);
  }

  indexOf(layout) {
    if (!this.indices.has(layout)) this.indices.set(layout, new NeuronIndex(layout.x, layout.y));
    return this.indices.get(layout);
  }

  shownNeuron() {
    return this.hovered >= 0 ? this.hovered : this.neuron;
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

  /** How many inputs of a source there are, and how many of all were left out. */
  countOfInputs(source, number) {
    const { inputs } = this.contents.groupings.find((grouping) => grouping.source === number);
    const lost = inputs ? countOf(inputs, "left out") : 0;
    return lost ? `${source.n_inputs} inputs, ${lost} left out` : `${source.n_inputs} inputs`;
  }

  isDark() {
    if (this.isPrinting) return false;
    const theme = this.state.get("theme");
    return theme ? theme === "dark" : this.systemIsDark.matches;
  }

  /** Colours of words, of lines on bars (of the dark, to be seen on paper too), and of the ground. */
  inks() {
    if (this.isForced.matches && !this.isPrinting) {
      const { color: ink, backgroundColor: ground } = getComputedStyle(document.body);
      return { ink, line: ink, ground };
    }
    return this.isDark()
      ? { ink: "#eceef1", line: "#8b919b", ground: "#15171b" }
      : { ink: "#17191d", line: "#17191d", ground: "#ffffff" };
  }

  /** Colours of numbers, each as in a map whose strongest colour is its limit. */
  colors(values, limits) {
    return values.map((value, i) => {
      const scale = limits[i] > 0 ? 128 / limits[i] : 0;
      const level = 3 * Math.min(255, Math.max(0, Math.floor(128 + (value || 0) * scale)));
      return `rgb(${this.palette.subarray(level, level + 3).join(", ")})`;
    });
  }

  fileName(kind) {
    const parts = [this.contents.name, this.view.layer, this.layout.method, this.shownName()];
    return `${parts.map(safeName).join("_")}.${kind}`;
  }
}
