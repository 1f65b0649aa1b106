// The contents of the page: arrays taken apart when they are first needed.

import { bytes, quoted } from "./dom.js";

const KINDS = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array };

/** An encoded array as whole numbers `raw`, with `scale`, `offset`, `missing`. */
export function decode(encoded) {
  const data = bytes(encoded.data);
  const raw = new KINDS[encoded.type](data.buffer);
  return {
    raw,
    scale: encoded.scale,
    offset: encoded.offset,
    missing: encoded.missing,
    shape: encoded.shape,
  };
}

/** Number of one place of a decoded array; NaN where it is missing. */
function valueAt(array, place) {
  const q = array.raw[place];
  return q === array.missing ? Number.NaN : q * array.scale + array.offset;
}

/** All numbers of a decoded array from `start` on, `count` of them. */
function valuesOf(array, start, count) {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = valueAt(array, start + i);
  return values;
}

/** A function whose results are kept by its argument. */
function kept(make) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
}

function decodeLayout(encoded, n) {
  const positions = decode(encoded.positions);
  const layout = {
    method: encoded.method,
    name: encoded.name,
    x: new Float32Array(n),
    y: new Float32Array(n),
    triangles: decode(encoded.triangles).raw,
    places: null,
    found: encoded.regions,
  };
  for (let i = 0; i < n; i++) {
    layout.x[i] = valueAt(positions, 2 * i);
    layout.y[i] = valueAt(positions, 2 * i + 1);
  }
  if (encoded.together.length) {
    layout.places = Int32Array.from({ length: n }, (_, i) => i);
    for (const set of encoded.together) for (const neuron of set) layout.places[neuron] = set[0];
  }
  return layout;
}

/** One layer of one grouping. */
export class View {
  constructor(encoded, contents) {
    this.encoded = encoded;
    this.shared = contents;
    this.grouping = contents.groupings[encoded.grouping];
    this.source = contents.sources[this.grouping.source];
    this.layer = encoded.layer_name; // what readers are shown, and links hold
    this.n = encoded.n_neurons;
    this.groups = this.grouping.groups;
    this.methods = encoded.layouts.map((layout) => [layout.method, layout.words]);
    this.layout = kept((method) => {
      const found = encoded.layouts.find((layout) => layout.method === method) ?? encoded.layouts[0];
      return decodeLayout(found, this.n);
    });
    this.nap = kept((group) => valuesOf(this.naps, group * this.n, this.n));
    this.difference = kept((pair) => {
      const [a, b] = pair.split(",").map(Number);
      const [first, second] = [this.nap(a), this.nap(b)];
      return first.map((value, neuron) => value - second[neuron]);
    });
    this.pairTest = kept((pair) => this.findPairTest(...pair.split(",").map(Number)));
    this.p = kept((group) => {
      const row = encoded.p ? encoded.tested.indexOf(group) : -1;
      if (row < 0) return null;
      // Quotients in double precision, so that p of a level are no larger than it
      const [start, total] = [row * this.n, Math.round(1 / this.ps.scale)];
      return Float64Array.from({ length: this.n }, (_, i) => this.ps.raw[start + i] / total);
    });
  }

  get naps() {
    this.decodedNaps ??= decode(this.encoded.nap);
    return this.decodedNaps;
  }

  get sds() {
    this.decodedSds ??= this.encoded.sd && decode(this.encoded.sd);
    return this.decodedSds;
  }

  get means() {
    this.decodedMeans ??= decode(this.encoded.mean);
    return this.decodedMeans;
  }

  get halves() {
    this.decodedHalves ??= decode(this.encoded.half);
    return this.decodedHalves;
  }

  get ps() {
    this.decodedPs ??= decode(this.encoded.p);
    return this.decodedPs;
  }

  get likeness() {
    this.decodedLikeness ??= decode(this.encoded.likeness);
    return this.decodedLikeness;
  }

  /** Levels of the activations of inputs (places x neurons), with the first level and step of each neuron. */
  get activations() {
    const found = this.shared.activations[this.encoded.activations];
    if (!found) return null;
    this.decodedActivations ??= {
      levels: decode(found.levels),
      low: decode(found.low).raw,
      step: decode(found.step).raw,
      tokens: found.tokens && {
        starts: found.tokens.starts,
        levels: decode(found.tokens.levels),
        low: decode(found.tokens.low).raw,
        step: decode(found.tokens.step).raw,
      },
    };
    return this.decodedActivations;
  }

  isEmpty(group) {
    return !(this.groups[group].count > 0);
  }

  like(a, b) {
    return valueAt(this.likeness, a * this.groups.length + b);
  }

  napAt(group, neuron) {
    return valueAt(this.naps, group * this.n + neuron);
  }

  sdAt(group, neuron) {
    return this.sds ? valueAt(this.sds, group * this.n + neuron) : Number.NaN;
  }

  /** Mean activation of a neuron in a group. */
  meanAt(group, neuron) {
    const frame = this.groups[group].frame;
    return valueAt(this.means, frame * this.n + neuron) + this.napAt(group, neuron);
  }

  /** Mean activation of a neuron over the groups of a frame, which NAPs are relative to. */
  jointMean(frame, neuron) {
    return valueAt(this.means, frame * this.n + neuron);
  }

  /** Groups of the frame of a group that hold inputs. */
  peers(group) {
    const frame = this.groups[group].frame;
    return this.groups.map((_, i) => i).filter((i) => this.groups[i].frame === frame && !this.isEmpty(i));
  }

  /** Half the length of the interval of a neuron's NAP; NaN where there is none. */
  halfAt(group, neuron) {
    return valueAt(this.halves, group * this.n + neuron);
  }

  /** Ends of the axis of all neurons: the largest NAPs with their intervals. */
  get reach() {
    this.knownReach ??= this.findReach();
    return this.knownReach;
  }

  findReach() {
    let [low, high] = [0, 0];
    for (let group = 0; group < this.groups.length; group++) {
      const naps = this.nap(group);
      for (let neuron = 0; neuron < this.n; neuron++) {
        const half = this.halfAt(group, neuron) || 0;
        if (naps[neuron] - half < low) low = naps[neuron] - half;
        if (naps[neuron] + half > high) high = naps[neuron] + half;
      }
    }
    const room = 0.02 * (high - low) || 1;
    return [low - room, high + room];
  }

  /**
   * Half the length of an interval that holds the mean NAP of some neurons in a group at least as
   * often as theirs do: the mean of theirs, as long as if they rose and fell together.
   */
  halfOfMean(group, neurons) {
    return neurons.reduce((sum, neuron) => sum + this.halfAt(group, neuron), 0) / neurons.length;
  }

  /** Why a neuron's NAP has no interval in a group. */
  whyNoInterval(group) {
    const least = this.shared.min_units.interval;
    const unit = this.grouping.has_blocks ? "blocks" : "inputs";
    if (this.isEmpty(group)) return "empty";
    if (this.groups[group].units < least) return `fewer than ${least} ${unit}`;
    const single = this.peers(group).find((other) => this.groups[other].units < 2);
    if (single !== undefined) return `a single ${unit.slice(0, -1)} in ${quoted(this.groups[single].name)}`;
    return "too few active inputs";
  }

  /**
   * Hedges' g of every group against all inputs of the other given groups of its frame.
   *
   * Sums over a frame are made once, and each group's own share is taken off.
   */
  effects(neuron) {
    const sums = new Map();
    const shares = this.groups.map((group, g) => this.shareOf(group, g, neuron));
    this.groups.forEach((group, g) => {
      if (group.kind !== "given" || !(group.count > 0)) return;
      const sum = sums.get(group.frame) ?? { n: 0, first: 0, second: 0 };
      for (const key of Object.keys(sum)) sum[key] += shares[g][key];
      sums.set(group.frame, sum);
    });
    return shares.map((share, g) => {
      const group = this.groups[g];
      const sum = sums.get(group.frame);
      if (!(group.count > 0) || !sum) return Number.NaN;
      const own = group.kind === "given" ? share : { n: 0, first: 0, second: 0 };
      const n = sum.n - own.n;
      if (n < 2) return Number.NaN;
      const mean = (sum.first - own.first) / n;
      const variance = (sum.second - own.second - n * mean * mean) / (n - 1);
      return hedges(this.part(g, neuron), { mean, variance: Math.max(0, variance), n });
    });
  }

  /** Number of a group's inputs, and the sums of a neuron's activations and of their squares. */
  shareOf(group, g, neuron) {
    const n = group.count;
    const mean = this.meanAt(g, neuron);
    const within = n > 1 ? (n - 1) * this.sdAt(g, neuron) ** 2 : 0;
    return { n, first: n * mean, second: within + n * mean * mean };
  }

  /** Hedges' g of one group against the others, for one neuron. */
  effect(group, neuron) {
    return this.effects(neuron)[group];
  }

  part(group, neuron) {
    return {
      mean: this.meanAt(group, neuron),
      variance: this.sdAt(group, neuron) ** 2,
      n: this.groups[group].count,
    };
  }

  /** Hedges' g of one group against another. */
  pairEffect(a, b, neuron) {
    return hedges(this.part(a, neuron), this.part(b, neuron));
  }

  /** How far a group lies from the mean of all, beside what chance gives; null where it is not tested. */
  separation(group) {
    const found = this.encoded.separation[group];
    if (!found) return null;
    const [value, low, high, p, holm] = found;
    return { value, low, high, p, holm, over: value / ((low + high) / 2) };
  }

  /** The smallest p that the permutations of this view can give. */
  get leastP() {
    return this.encoded.test ? 1 / (this.encoded.test.permutations + 1) : 0;
  }

  /**
   * The workflow's test of two groups: p of the pair, alone and by Holm over the pairs, and of each
   * neuron, family-wise over the neurons; or why there is none.
   */
  findPairTest(a, b) {
    const why = this.whyUntested(a, b);
    if (why) return { why, ps: null };
    const { columns, rows, steps } = this.encoded.pairs;
    const place = this.pairRow(a, b);
    const row = Object.fromEntries(columns.map((name, i) => [name, rows[place][i]]));
    this.decodedPairs ??= decode(this.encoded.pairs.p).raw;
    const ps = Float64Array.from({ length: this.n }, (_, i) => steps[this.decodedPairs[place * this.n + i]]);
    return { why: "", ps, ...row };
  }

  /** That tests count more inputs than maps, where groups were drawn to weigh the same; "" where they do not. */
  howTested(groups) {
    const known = groups.map((group) => this.groups[group]).filter((group) => group.tested > group.count);
    if (this.grouping.tests_blocks || !known.length) return "";
    const range = (key) => {
      const numbers = known.map((group) => group[key]);
      const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
      return low === high ? String(low) : `${low} to ${high}`;
    };
    return `Tests are of all inputs of a group (${range("tested")}); maps, intervals and effect sizes of neurons are of the ${range("count")} drawn for the map.`;
  }

  pairRow(a, b) {
    return this.encoded.pairs.rows.findIndex(
      ([first, second]) => (first === a && second === b) || (first === b && second === a),
    );
  }

  /** Why the workflow did not test two groups against each other, as a sentence; "" where it did. */
  whyUntested(a, b) {
    const pair = [this.groups[a], this.groups[b]];
    if (this.grouping.why_untested) return this.grouping.why_untested;
    const empty = pair.find((group) => !(group.count > 0));
    if (empty) return `${quoted(empty.name)} is empty.`;
    if (pair.some((group) => group.kind !== "given")) return "Random groups are not tested.";
    const least = this.shared.min_units.test;
    const unit = this.grouping.tests_blocks ? "blocks" : "inputs";
    const small = pair.find((group) => group.tested < least);
    if (small) {
      const count = small.tested ? ` (${small.tested})` : "";
      return `${quoted(small.name)} has fewer than ${least} ${unit}${count}, too few to test neurons of two groups.`;
    }
    if (!this.encoded.pairs) return "The groups of this layer are not tested.";
    const row = this.encoded.pairs.rows[this.pairRow(a, b)];
    const count = this.encoded.pairs.rows.length;
    if (!row)
      return `These two are not tested neuron by neuron: this page holds the tests of ${count} pairs, those of the largest groups that can be permuted.`;
    const permutable = row[this.encoded.pairs.columns.indexOf("n_permutable")];
    if (permutable < least)
      return `Within the nuisance attributes, fewer than ${least} inputs (${permutable}) of these two groups can be permuted.`;
    return "";
  }

  /** Mean activation over neurons of each input shown; null where there are no activations. */
  excitement(neurons) {
    return this.activations && meanLevels(this.activations, neurons, 0, this.activations.levels.shape[0]);
  }

  /** Shades, 0 to 1, of the tokens of some texts by how much they excite neurons; null without any. */
  shades(places, neurons) {
    const tokens = this.activations?.tokens;
    if (!tokens) return null;
    const means = places.map((place) => {
      const [from, to] = [tokens.starts[place] ?? 0, tokens.starts[place + 1] ?? 0];
      return meanLevels(tokens, neurons, from, Math.max(from, to));
    });
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const each of means) {
      for (const mean of each) {
        least = Math.min(least, mean);
        most = Math.max(most, mean);
      }
    }
    return means.map((each) =>
      each.length ? each.map((mean) => (mean - least) / (most - least || 1)) : null,
    );
  }
}

/** Mean activation over neurons of the rows of encoded levels from one row to another. */
function meanLevels({ levels, low, step }, neurons, from, to) {
  const n = levels.shape[1];
  const means = new Float64Array(to - from);
  for (let row = from; row < to; row++) {
    let sum = 0;
    for (const neuron of neurons) sum += low[neuron] + step[neuron] * levels.raw[row * n + neuron];
    means[row - from] = sum / neurons.length;
  }
  return means;
}

/** What is shown of the inputs of a source; numbers of the inputs taken apart. */
export function sourceOf(encoded) {
  return { ...encoded, inputs: decode(encoded.inputs).raw };
}

function hedges(first, second) {
  const n = first.n + second.n;
  const alone = (part) => (part.n > 1 ? (part.n - 1) * part.variance : 0);
  const pooled = Math.sqrt((alone(first) + alone(second)) / (n - 2));
  return pooled > 0 ? ((first.mean - second.mean) / pooled) * (1 - 3 / (4 * n - 9)) : Number.NaN;
}
