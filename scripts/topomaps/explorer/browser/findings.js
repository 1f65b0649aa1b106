// Where to begin: what the workflow's tests found in this page, each a button that shows it.

import { equalsP, make, quoted, short } from "./dom.js";

const LIKE = 0.5; // cosine from which two groups are said to be alike

/** Pairs of a view as objects of the workflow's table of pairs. */
function pairsOf(view) {
  const { columns, rows } = view.encoded.pairs ?? { columns: [], rows: [] };
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

function largestOf(list, size) {
  const known = list.filter((each) => Number.isFinite(size(each)));
  return known.reduce((best, each) => (best !== null && size(best) >= size(each) ? best : each), null);
}

const nameOf = (view, group) => quoted(view.groups[group].name);

function clearestPair(app, view) {
  const told = pairsOf(view).filter((pair) => pair.p_holm <= app.contents.alpha);
  const pair = largestOf(told, (each) => each.typical_g);
  const most = isOnlyPair(view) ? "" : " most";
  return (
    pair && {
      words: `${nameOf(view, pair.first)} differs${most} from ${nameOf(view, pair.second)}`,
      more: `typical effect size ${short(pair.typical_g)}, by chance up to ${short(pair.typical_g_by_chance)}; p ${equalsP(pair.p, view.leastP)}`,
      settings: { group: view.groups[pair.first].name, second: view.groups[pair.second].name, tab: "pair" },
    }
  );
}

/** Whether there are two groups only, which lie equally far from their mean. */
function isOnlyPair(view) {
  return view.groups.filter((group, i) => group.kind === "given" && !view.isEmpty(i)).length === 2;
}

function furthestGroup(app, view) {
  if (isOnlyPair(view) && clearestPair(app, view)) return null;
  const groups = view.groups.map((_, group) => group);
  const told = groups.filter((group) => view.separation(group)?.holm <= app.contents.alpha);
  const group = largestOf(told, (each) => view.separation(each).value);
  if (group === null) return null;
  const { value, low, high, p } = view.separation(group);
  return {
    words: `${nameOf(view, group)} lies furthest from the mean of all groups`,
    more: `separation ${short(value)}, by chance ${short(low)} to ${short(high)}; p ${equalsP(p, view.leastP)}`,
    settings: { group: view.groups[group].name, second: "", tab: "scores" },
  };
}

function alikePair(view) {
  const given = view.groups.map((_, group) => group).filter((group) => view.groups[group].kind === "given");
  const pairs = given.flatMap((a) =>
    given.filter((b) => b > a).map((b) => ({ a, b, like: view.like(a, b) })),
  );
  const sameFrame = pairs.filter(({ a, b }) => view.groups[a].frame === view.groups[b].frame);
  const pair = largestOf(sameFrame, (each) => each.like);
  if (!(pair?.like > LIKE)) return null;
  const tested = pairsOf(view).find(({ first, second }) => first === pair.a && second === pair.b);
  const high = tested?.similarity_chance_high;
  if (Number.isFinite(high) && pair.like <= high) return null; // chance gives as much
  const chance = Number.isFinite(high)
    ? `by chance up to ${short(high)}`
    : `unrelated groups have ${short(-1 / Math.max(1, view.peers(pair.a).length - 1))}`;
  return {
    words: `${nameOf(view, pair.a)} and ${nameOf(view, pair.b)} are the most alike`,
    more: `cosine of their NAPs ${short(pair.like)}, ${chance}`,
    settings: {
      group: view.groups[pair.b].name,
      second: "",
      sort: "likeness",
      tab: "region",
      region: "c_above_0",
    },
  };
}

/** The group whose largest region has the most neurons. */
function largestRegion(app, view) {
  const found = view.layout(app.state.get("method")).found;
  const isShown = (each) => each.direction === "above" && view.groups[each.group].kind === "given";
  const region = largestOf(found.filter(isShown), (each) => each.neurons.length);
  return (
    region && {
      words: `The largest region is that of ${nameOf(view, region.group)}: ${region.neurons.length} neurons`,
      more: "what they do in every group, and which inputs excite them most",
      settings: { group: view.groups[region.group].name, second: "", tab: "region", region: "c_above_0" },
    }
  );
}

/** Labels that may be wrong, in whichever of the page's groupings they were looked for. */
function suspiciousLabels(app) {
  const view = app.views.find((each) => each.grouping.n_suspicious);
  return (
    view && {
      words: `${view.grouping.n_suspicious} of ${view.source.n_inputs} labels are more probably wrong than right`,
      more: view.source.name,
      settings: { page: view.grouping.analysis, tab: "suspicious", group: "", second: "", region: "" },
    }
  );
}

/** What the tests found in a layer: words, more words, and the settings that show it. */
export function findings(app, view) {
  return [
    clearestPair(app, view),
    furthestGroup(app, view),
    alikePair(view),
    largestRegion(app, view),
    suspiciousLabels(app),
  ].filter(Boolean);
}

/** Why nothing was found to differ, as a sentence; "" where something was. */
function whyNothing(app, view) {
  if (view.grouping.why_untested) return view.grouping.why_untested;
  if (!view.encoded.test) return "The groups of this layer are not tested.";
  if (clearestPair(app, view)) return "";
  if (furthestGroup(app, view)) return noPair(app, view);
  const nothing = `No group of this layer differs by more than chance at level ${app.contents.alpha}.`;
  return [nothing, view.encoded.hint].filter(Boolean).join(" ");
}

/** That no pair of groups stands out although single groups do; "" where pairs were not tested. */
function noPair(app, { encoded, leastP }) {
  const { alpha } = app.contents;
  if (!encoded.pairs?.tested) return "";
  const { tested } = encoded.pairs;
  const words = `No two groups differ at level ${alpha} by Holm over ${tested} pairs`;
  const cannot = `: with ${encoded.test.permutations} permutations none can (key permutations)`;
  return `${words}${leastP * tested > alpha ? cannot : ""}.`;
}

export class StartPanel {
  constructor(host) {
    this.title = make("h2");
    this.why = make("p");
    this.list = make("ul", { class: "findings", id: "findings" });
    this.how = make("p", {
      class: "faint",
      text: "Or choose a small map to see that group, or a point of the large map to see that neuron and its region.",
    });
    this.nuisance = make("p", { id: "start-nuisance" });
    host.append(this.title, this.why, this.list, this.nuisance, this.how);
  }

  draw(app) {
    const { view } = app;
    this.title.textContent = `What was found in ${view.layer}`;
    this.why.textContent = whyNothing(app, view);
    this.nuisance.textContent = view.encoded.test ? view.grouping.on_nuisance.join(" ") : "";
    this.list.replaceChildren(
      ...findings(app, view).map(({ words, more, settings }) => {
        const button = make("button", { type: "button" }, [
          make("strong", { text: words }),
          make("span", { class: "more", text: more }),
        ]);
        button.onclick = () => app.state.set(settings);
        return make("li", {}, [button]);
      }),
    );
  }
}
