// Inputs whose label may be wrong: how many, which, their groups by a click, and a table to download.

import { download, make, short } from "./dom.js";
import { inputFigure } from "./pictures.js";
import { cell } from "./regions.js";

/** A group of inputs of a label; of several, such as “1 correct” and “1 wrong”, the one with a word in its name. */
function groupOf(view, label, word) {
  const fits = view.groups
    .map((_, i) => i)
    .filter((i) => {
      const { key, column, row, count } = view.groups[i];
      return count > 0 && [key, column, row].includes(label);
    });
  return fits.find((i) => view.groups[i].key.includes(word)) ?? fits[0] ?? -1;
}

/** Settings that compare the group of a given label with that of the likelier one; null without groups of labels. */
function comparison(view, { given, likelier }) {
  const [first, second] = [groupOf(view, given, "wrong"), groupOf(view, likelier, "correct")];
  if (first < 0) return null;
  const other = second >= 0 && second !== first ? view.groups[second].name : "";
  return { group: view.groups[first].name, second: other };
}

export class SuspiciousPanel {
  constructor(host) {
    this.verdict = make("p", { class: "verdict" });
    this.count = make("p", { id: "suspicious-count" });
    this.save = make("button", { type: "button", id: "suspicious-save", text: "Download as TSV" });
    this.how = make("p", {
      class: "faint",
      text: "The score is the probability that the label is wrong. A click on an input shows its map; one on its two labels, the group of the given label minus that of the likelier one.",
    });
    this.pictures = make("div", { class: "pictures suspicious" });
    host.append(make("h2", { text: "Suspicious inputs" }), this.verdict, this.count);
    host.append(make("div", { class: "buttons" }, [this.save]), this.how, this.pictures);
  }

  draw(app) {
    const { view } = app;
    const { on_labels: verdict, suspicious, n_suspicious: all } = view.grouping;
    this.verdict.textContent = verdict;
    const shown = suspicious.filter((each) => each.place >= 0);
    const rest = shown.length < all ? `; the first ${shown.length} are shown` : "";
    this.count.textContent = all
      ? `${all} of ${view.source.n_inputs} labels are more probably wrong than right, the most probable ones first${rest}.`
      : "No label is more likely wrong than right.";
    for (const element of [this.save, this.how]) element.hidden = !all;
    this.save.onclick = () => {
      const name = `${app.contents.name}_suspicious_inputs.tsv`;
      download(name, new Blob([tableText(view, suspicious)], { type: "text/tab-separated-values" }));
    };
    if (this.drawn === view.grouping) return;
    this.drawn = view.grouping;
    this.pictures.replaceChildren(...shown.map((each) => this.input(app, each)));
  }

  input(app, each) {
    const figure = inputFigure(app.view.source, each.place);
    const words = `${each.given_name} → ${each.likelier_name}? score ${short(each.score)}`;
    const settings = comparison(app.view, each);
    const judged = make(settings ? "button" : "strong", { text: words });
    if (settings) {
      judged.type = "button";
      judged.onclick = (event) => {
        event.stopPropagation(); // a click on the rest of the input shows its own map
        app.state.set(settings);
      };
    }
    figure.querySelector("figcaption").prepend(judged, make("br"));
    return figure;
  }
}

function tableText(view, suspicious) {
  const { files } = view.source;
  const head = ["index", ...(files ? ["file"] : []), "given_label", "predicted_label", "score"];
  const lines = suspicious.map((each) =>
    [
      each.input,
      ...(files ? [files[each.place] ?? ""] : []),
      each.given,
      each.likelier,
      each.score.toPrecision(6),
    ]
      .map(cell)
      .join("\t"),
  );
  return `${[head.join("\t"), ...lines].join("\n")}\n`;
}
