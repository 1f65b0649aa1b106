// What the network predicts for each group, with intervals, and the clearest gaps beside chance.

import { Bars } from "./bars.js";
import { fillSelect, inNumbers, make, makeTable, scrolling, short } from "./dom.js";
import { outcomeWords } from "./words.js";

const COLOR = "#d98200";

export class OutcomesPanel {
  constructor(host) {
    this.outcome = make("select", { id: "outcome" });
    const choice = make("label", { text: "Share of each group: " });
    choice.append(this.outcome);
    this.gap = make("p");
    this.plot = make("div", { id: "outcome-dots" });
    this.counts = make("p", { class: "faint" });
    this.notes = make("div");
    this.numbers = make("div");
    host.append(make("h2", { text: "What the network predicts" }), choice, this.plot, this.gap);
    host.append(this.counts, this.notes, inNumbers([this.numbers]));
    this.bars = new Bars(this.plot);
  }

  draw(app) {
    const { grouping } = app.view;
    const outcomes = outcomesOf(grouping.outcomes);
    const first = [...outcomes.keys()][0];
    const chosen = outcomes.has(this.outcome.value) ? this.outcome.value : first;
    fillSelect(
      this.outcome,
      [...outcomes].map(([key, { words }]) => [key, words]),
      chosen,
    );
    this.outcome.onchange = () => this.draw(app);
    const general = grouping.gaps.filter((gap) => !outcomes.has(gap.outcome));
    this.notes.replaceChildren(...general.map((gap) => make("p", { text: gap.words })));
    this.counts.textContent = countWords(app, outcomes);
    const gap = grouping.gaps.find((each) => each.outcome === chosen);
    this.gap.textContent = gap?.words ?? "";
    if (chosen !== undefined) this.drawOutcome(app, outcomes.get(chosen), gap);
  }

  /** A dot for each group, and for the clearest gap between groups beside what chance gives. */
  drawOutcome(app, { words, rows }, gap) {
    const shown = rows.filter((row) => row.n > 0);
    const last = gap?.gap === undefined ? [] : [gap];
    this.bars.build([...shown.map((row) => row.group), ...last.map(() => "clearest gap")], {
      axis: words,
      dots: true,
      percent: true,
      range: [-0.03, 1.05],
      ...app.inks(),
    });
    const none = last.map(() => Number.NaN);
    const unknown = shown.map(() => Number.NaN);
    const ends = {
      low: [...shown.map((row) => row.low), ...none],
      high: [...shown.map((row) => row.high), ...none],
    };
    const chance = {
      low: [...unknown, ...last.map(() => 0)],
      high: [...unknown, ...last.map((each) => each.chance_high)],
    };
    const chosen = shown.findIndex((row) => row.group === app.view.groups[app.group].name);
    const values = [...shown.map((row) => row.share), ...last.map((each) => each.gap)];
    this.bars.set(
      values,
      ends,
      values.map((_, i) => (i < shown.length ? COLOR : "#ffffff")),
      [chosen],
      chance,
    );
    const percent = (share) => `${short(100 * share)} %`;
    this.plot.setAttribute("role", "img");
    const told = shown.map((row) => `${row.group} ${percent(row.share)}`);
    this.plot.setAttribute("aria-label", `${words}: ${told.join("; ")}`);
    const columns = ["group", "inputs", words, "95 % interval"].map((title, i) => ({ title, number: i > 0 }));
    const cells = shown.map((row) => [
      row.group,
      `${row.count} of ${row.n}`,
      percent(row.share),
      `${percent(row.low)} … ${percent(row.high)}`,
    ]);
    this.numbers.replaceChildren(scrolling(words, [makeTable(columns, cells, words)]));
  }
}

/** Whether anything is predicted; the sizes of groups alone are no outcomes. */
export function hasOutcomes({ outcomes }) {
  return Boolean(outcomes) && outcomesOf(outcomes).size > 0;
}

/** Rows of the table of outcomes by what they count; how large the groups are has no drawing. */
function outcomesOf({ columns, rows }) {
  const outcomes = new Map();
  for (const cells of rows) {
    const row = Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
    if (row.measure === "inputs") continue;
    const key = row.predicted ?? "";
    if (!outcomes.has(key)) outcomes.set(key, { words: outcomeWords(row.measure, row.predicted), rows: [] });
    outcomes.get(key).rows.push(row);
  }
  return outcomes;
}

/** Why maps may be made of fewer inputs than are counted here. */
function countWords(app, outcomes) {
  const counts = new Map(app.view.groups.map((group) => [group.name, group.count]));
  const rows = [...outcomes.values()][0]?.rows ?? [];
  const more = rows.filter((row) => row.n > (counts.get(row.group) ?? row.n));
  if (!more.length) return "";
  const range = (numbers) => {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return low === high ? String(low) : `${low} to ${high}`;
  };
  const drawn = range(more.map((row) => counts.get(row.group)));
  return `Counted are all inputs of a group (${range(more.map((row) => row.n))}). Its map is made of ${drawn} of them, drawn at random, so that groups weigh the same (examples_per_group of the configuration).`;
}
