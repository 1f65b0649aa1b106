// What became of the inputs: how many were used, which were left out and why.

import { make, makeTable, scrolling } from "./dom.js";

/** Sum of the numbers of the rows (what, reason, n, names) of one kind. */
export function countOf(table, kind) {
  return table.rows.reduce((sum, [what, , n]) => sum + (what === kind ? n : 0), 0);
}

/** The account of the inputs of a grouping. */
export class InputsPanel {
  constructor(host) {
    this.words = make("p");
    this.list = scrolling("What became of the inputs");
    const table = "The tables inputs.tsv and left_out.tsv of the results name all of them.";
    host.append(
      make("h2", { text: "Inputs" }),
      this.words,
      this.list,
      make("p", { class: "faint", text: table }),
    );
  }

  draw(app) {
    const { inputs } = app.view.grouping;
    const [all, lost, training, grouped] = ["inputs", "left out", "for training", "in groups"].map((kind) =>
      countOf(inputs, kind),
    );
    const seen = all - lost - training;
    const trained = training ? `${training} are there to train a model on, ` : "";
    this.words.textContent = `Of ${all} inputs, ${lost || "none"} ${
      lost === 1 ? "was" : "were"
    } left out, ${trained}${seen} were seen by the network, and ${grouped} are in groups.`;
    const columns = ["what", "why", "number", "names"];
    const rows = inputs.rows.map(([what, reason, n, names]) => [
      what,
      reason ?? "",
      what === "note" ? "" : String(n),
      names ?? "",
    ]);
    const filled = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i]));
    this.list.replaceChildren(
      makeTable(
        filled.map((i) => ({ title: columns[i], number: columns[i] === "number" })),
        rows.map((row) => filled.map((i) => row[i])),
        "What became of the inputs",
      ),
    );
  }
}
