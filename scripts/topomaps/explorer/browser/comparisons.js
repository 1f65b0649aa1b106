// Side by side: layers, models and checkpoints; and the tables about a layer and a grouping.

import { equalsP, holmP, make, makeTable, short } from "./dom.js";
import { paintSmall } from "./multiples.js";
import { inputFigure } from "./pictures.js";

const STEP = 900; // milliseconds for which the player shows a checkpoint
/** Measures that compare a layout with what the neurons do; the others judge pictures. */
const FAITHFUL = [
  "trustworthiness",
  "continuity",
  "neighbor_preservation",
  "morans_i",
  "DPQ",
  "density_variation",
  "roundness",
];

/** A small map as a button that goes to what it shows. */
function sideMap(app, view, group, method) {
  const layout = view.layout(method);
  const limit = app.state.get("range") === "own" ? view.encoded.group_limits[group] : view.encoded.limit;
  const canvas = make("canvas");
  if (!view.isEmpty(group)) paintSmall(canvas, layout, view.nap(group), limit ?? 0, app.palette);
  const many = new Set(app.views.map((each) => each.source.name)).size > 1;
  const name = many ? `${view.layer} (${view.source.name})` : view.layer;
  const button = make("button", { type: "button", class: "map" }, [
    make("span", { class: "face" }, [canvas]),
    make("span", { class: "name", text: name }),
    make("span", { class: "more", text: `${view.groups[group].name}, ${view.n} ${view.encoded.neurons}` }),
  ]);
  button.setAttribute("aria-label", `${name}, ${view.groups[group].name}: show large`);
  button.setAttribute("aria-current", String(view === app.view && group === app.group));
  button.onclick = () => app.go(view, group);
  return button;
}

/** The same group in another view, by row and column of its name; -1 if there is none. Of checkpoints, rows are the steps. */
export function sameGroup(view, wanted, frame) {
  const fits = (group) =>
    group.column === wanted.column &&
    (view.grouping.frames.length > 1 || group.row === wanted.row) &&
    group.kind === wanted.kind;
  const index = view.groups.findIndex((group) => fits(group) && group.frame === frame);
  return index >= 0 ? index : view.groups.findIndex((group) => group.name === wanted.name);
}

export class BesidePanel {
  constructor(host) {
    this.words = make("p", { class: "faint" });
    this.layers = make("div", { class: "beside", id: "beside-layers" });
    this.frameTitle = make("h3", { text: "Checkpoints" });
    this.player = make("div", { class: "buttons" });
    this.play = make("button", { type: "button", id: "play", text: "Play", "aria-pressed": "false" });
    this.slider = make("input", { type: "range", id: "frame", min: 0, step: 1, "aria-label": "Checkpoint" });
    this.now = make("output", { id: "frame-name" });
    this.player.append(this.play, this.slider, this.now);
    this.frames = make("div", { class: "beside", id: "beside-frames" });
    host.append(make("h2", { text: "Side by side" }), this.words, this.layers);
    host.append(this.frameTitle, this.player, this.frames);
  }

  draw(app) {
    const wanted = app.view.groups[app.group];
    this.words.textContent = `“${wanted.name}” in every layer and model that has it; each has a layout of its own.`;
    const others = app.views.filter(
      (view) =>
        view.grouping.by.join() === app.view.grouping.by.join() && sameGroup(view, wanted, wanted.frame) >= 0,
    );
    const method = app.layout.method;
    this.layers.replaceChildren(
      ...others.map((view) => sideMap(app, view, sameGroup(view, wanted, wanted.frame), method)),
    );
    this.drawFrames(app, wanted);
  }

  drawFrames(app, wanted) {
    const { frames } = app.view.grouping;
    const many = frames.length > 1;
    for (const element of [this.frameTitle, this.player, this.frames]) element.hidden = !many;
    if (!many) return this.stop();
    const indices = frames.map((_, frame) => sameGroup(app.view, wanted, frame));
    this.slider.max = frames.length - 1;
    this.slider.value = wanted.frame;
    this.slider.setAttribute("aria-valuetext", frames[wanted.frame]);
    this.now.textContent = frames[wanted.frame];
    const show = (frame) => app.go(app.view, indices[frame]);
    this.slider.oninput = () => show(Number(this.slider.value));
    this.next = () => show((app.view.groups[app.group].frame + 1) % frames.length);
    this.play.onclick = () => (this.timer ? this.stop() : this.start());
    this.frames.replaceChildren(
      ...indices.map((group, frame) => {
        const button = sideMap(app, app.view, group, app.layout.method);
        button.querySelector(".name").textContent = frames[frame];
        return button;
      }),
    );
  }

  start() {
    this.timer = setInterval(() => this.next(), STEP);
    this.play.textContent = "Stop";
    this.play.setAttribute("aria-pressed", "true");
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = "Play";
    this.play.setAttribute("aria-pressed", "false");
  }
}

/** A table as the workflow wrote it: names and numbers as text. */
function plainTable(allColumns, allRows, caption) {
  const filled = allColumns.map((_, i) => i).filter((i) => allRows.some((row) => row[i] !== null));
  const columns = filled.map((i) => allColumns[i]);
  const rows = allRows.map((row) => filled.map((i) => row[i]));
  const isNumber = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === "number"));
  const cell = (value) => (typeof value === "number" ? short(value, 4) : (value ?? "–"));
  const heads = columns.map((title, i) => ({ title, number: isNumber[i] }));
  const table = makeTable(
    heads,
    rows.map((row) => row.map((value) => String(cell(value)))),
    caption,
  );
  return make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, [table]);
}

export class ScoresPanel {
  constructor(host) {
    this.host = host;
  }

  draw(app) {
    const { view } = app;
    const parts = [make("h2", { text: "Scores" })];
    const { test, scores } = view.encoded;
    if (test) parts.push(make("h3", { text: "Do the groups differ?" }), testTable(test));
    parts.push(make("h3", { text: "Separation of each group" }));
    parts.push(...separationParts(app));
    if (scores) {
      const place = scores.columns.indexOf("measure");
      const faithful = (row) => FAITHFUL.some((name) => String(row[place]).startsWith(name));
      const [kept, others] = [scores.rows.filter(faithful), scores.rows.filter((row) => !faithful(row))];
      if (kept.length) {
        parts.push(make("h3", { text: "Faithfulness of the layouts" }));
        parts.push(plainTable(scores.columns, kept, "Faithfulness of the layouts"));
      }
      if (others.length) {
        parts.push(make("h3", { text: "Scores of the maps" }));
        parts.push(plainTable(scores.columns, others, "Scores of the maps"));
      }
    }
    this.host.replaceChildren(...parts);
  }
}

/** How far each group lies from the mean of all, beside what the permutations of the labels give. */
function separationParts(app) {
  const { view } = app;
  const why = view.grouping.why_untested;
  if (!view.encoded.test) return [make("p", { text: why || "The groups of this layer are not tested." })];
  const rows = app
    .shownGroups()
    .map((group) => ({ group: view.groups[group], found: view.separation(group) }))
    .sort((a, b) => (b.found?.over ?? -1) - (a.found?.over ?? -1))
    .map(({ group, found }) => [
      group.name,
      group.count,
      found ? short(found.value) : "not tested",
      found ? `${short(found.low)} … ${short(found.high)}` : "–",
      found ? holmP(found.holm, found.p, view.leastP) : "–",
    ]);
  const words =
    "Separation is the mean over neurons of |NAP| in units of its noise; beside it, what 95 % of the permutations of the labels give, and p by Holm over the groups. A group that is like the others lies off the mean, too, where another one has moved it.";
  const columns = ["group", "inputs", "separation", "by chance", "p"];
  return [make("p", { text: words }), plainTable(columns, rows, "Separation of each group")];
}

function testTable(test) {
  const words = `p ${equalsP(test.p, 1 / (test.permutations + 1))} of ${test.permutations} permutations of the labels. Between the groups lies ${short(100 * test.effect)} % of a neuron's variance, noise taken out (95 %: ${short(100 * test.effect_low)} … ${short(100 * test.effect_high)}; by chance 0).`;
  return make("p", { text: words });
}

export class OutcomesPanel {
  constructor(host) {
    this.host = host;
  }

  draw(app) {
    const { outcomes, gaps } = app.view.grouping;
    const { columns, rows } = outcomes;
    this.host.replaceChildren(
      make("h2", { text: "What the network predicts" }),
      ...gaps.map((text) => make("p", { text })),
      plainTable(columns, rows, "What the network predicts for each group"),
    );
  }
}

export class SuspiciousPanel {
  constructor(host) {
    this.host = host;
  }

  draw(app) {
    const { on_labels: verdict, suspicious } = app.view.grouping;
    const { source } = app.view;
    const words = suspicious.length
      ? "Inputs whose label may be wrong, the most likely ones first. The score is the probability that it is."
      : "No label is more likely wrong than right.";
    this.host.replaceChildren(
      make("h2", { text: "Suspicious inputs" }),
      make("p", { class: "verdict", text: verdict }),
      make("p", { text: words }),
      make(
        "div",
        { class: "pictures suspicious" },
        suspicious.map((each) => {
          const judged = `${each.given} → ${each.likelier}? score ${short(each.score)}`;
          const figure =
            each.place >= 0
              ? inputFigure(source, each.place)
              : make("figure", {}, [make("figcaption", { text: `input ${each.input}` })]);
          const caption = figure.querySelector("figcaption");
          caption.prepend(make("strong", { text: judged }), make("br"));
          return figure;
        }),
      ),
    );
  }
}
