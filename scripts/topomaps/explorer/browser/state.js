// What is shown, and its way into and out of the address (`#…`).

/** Every setting with the value that is left out of the address. */
export const DEFAULTS = {
  page: "",
  layer: "",
  method: "",
  group: "",
  second: "",
  sort: "given",
  palette: "bwr",
  range: "common",
  level: "0.05",
  threshold: "50",
  neuron: "",
  region: "",
  input: "",
  tab: "", // that of a chosen neuron, else the first
  view: "",
  dots: "1",
  contour: "1",
  names: "1",
  theme: "", // that of the system
};
/** Settings that can have few values; others in an address count as the default. */
const ALLOWED = {
  sort: ["given", "name", "size", "likeness", "dendrogram", "separation"],
  range: ["common", "own"],
  dots: ["0", "1"],
  contour: ["0", "1"],
  names: ["0", "1"],
  theme: ["light", "dark"],
};
/** Ends of the slider of the threshold, in per cent. */
export const THRESHOLDS = [5, 95];
/** Changes that the browser's Back takes back; the others belong to what is seen there. */
const STEPS = ["page", "layer", "method", "group", "second", "tab"];

export class State {
  /** @param {(changed: Set<string>) => void} changed called once for each change of settings */
  constructor(changed) {
    this.values = { ...DEFAULTS };
    this.changed = changed;
  }

  get(name) {
    return this.values[name];
  }

  /** Set several at once; nothing happens where nothing differs. */
  set(settings) {
    const differs = new Set();
    for (const [name, value] of Object.entries(settings)) {
      const text = String(value);
      if (!(name in DEFAULTS) || this.values[name] === text) continue;
      this.values[name] = text;
      differs.add(name);
    }
    if (!differs.size) return;
    this.changed(differs);
    this.isStep ||= STEPS.some((name) => differs.has(name));
    // Browsers allow few changes of the address a second, and each takes time
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.write(), 150);
  }

  /** The address' part after `#`. */
  hash() {
    const parts = new URLSearchParams();
    for (const [name, value] of Object.entries(this.values)) {
      if (value !== DEFAULTS[name]) parts.set(name, value);
    }
    return `#${parts}`;
  }

  write() {
    const hash = this.hash();
    const how = this.isStep ? "pushState" : "replaceState";
    this.isStep = false;
    if (hash === (location.hash || "#")) return;
    this.written = hash;
    try {
      history[how](null, "", hash === "#" ? location.href.split("#")[0] : hash);
    } catch {
      // A page inside a report has no address of its own: "Copy link" still gives the part after #.
    }
  }

  /** Settings of an address; what it does not name gets its default. */
  static parse(hash) {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const settings = { ...DEFAULTS };
    for (const name of Object.keys(DEFAULTS)) {
      const value = parts.get(name);
      if (value !== null && (ALLOWED[name]?.includes(value) ?? true)) settings[name] = value;
    }
    const [least, most] = THRESHOLDS;
    const threshold = Number(settings.threshold);
    settings.threshold = Number.isFinite(threshold)
      ? String(Math.min(most, Math.max(least, Math.round(threshold))))
      : DEFAULTS.threshold;
    return settings;
  }
}
