// The map of a single input: its activations on the layout of the groups' maps.

import { make, makeTable, scrolling, short } from "./dom.js";
import { percentile } from "./fields.js";
import { paintSmall } from "./multiples.js";
import { describe, inputFigure, largest } from "./pictures.js";

const OFFERED = 12; // inputs to choose from where none is chosen
const LISTED = 20; // neurons
const MAP_WIDTH = 320; // pixels of the map, at most

/** Which frame of a grouping an input is of; that of the shown group but for checkpoints. */
function frameOf(app, place) {
  const { view } = app;
  const step = view.source.attributes?.checkpoint?.[place];
  const found = step === undefined ? -1 : view.grouping.frames.indexOf(`${step} steps`);
  return found >= 0 ? found : view.groups[app.group].frame;
}

/** A single input's activations minus the mean over groups, as NAPs are; null where none are kept. */
export function instanceValues(app, place) {
  const { view } = app;
  const found = view.activations;
  if (!found || !(place >= 0 && place < found.levels.shape[0])) return null;
  const { levels, low, step } = found;
  const frame = frameOf(app, place);
  return Float32Array.from({ length: view.n }, (_, neuron) => {
    const value = low[neuron] + step[neuron] * levels.raw[place * view.n + neuron];
    return value - view.jointMean(frame, neuron);
  });
}

/** Let a click on any shown input, or Enter on it, choose it. */
export function takeInputs(host, choose) {
  const take = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    const figure = event.target.closest("figure[data-place]");
    if (figure) choose(Number(figure.dataset.place));
  };
  host.addEventListener("click", take);
  host.addEventListener("keydown", take);
}

/** The panel of one input: its map beside its picture, and the neurons that it moves most. */
export class InstancePanel {
  constructor(host) {
    this.title = make("h2", { text: "One input", id: "instance-title" });
    this.offer = make("div", { id: "instance-offer" });
    this.canvas = make("canvas", { id: "instance-map", role: "img" });
    this.input = make("div", { id: "instance-input", class: "pictures" });
    this.words = make("p", { id: "instance-words" });
    this.list = scrolling("Neurons that it moves most");
    this.about = make("div", {}, [
      make("div", { class: "instance" }, [this.canvas, this.input]),
      this.words,
      make("h3", { text: "Neurons that it moves most" }),
      this.list,
    ]);
    host.append(this.title, this.offer, this.about);
  }

  draw(app) {
    const { source } = app.view;
    const text = app.state.get("input");
    const place = text === "" ? -1 : Number(text);
    const values = instanceValues(app, place);
    this.about.hidden = !values;
    this.offer.hidden = Boolean(values);
    if (!values) {
      this.title.textContent = "One input";
      this.offerInputs(app, place);
      return;
    }
    this.title.textContent = `Map of ${describe(source, place)}`;
    const limit = percentile(values.map(Math.abs), app.contents.percentile);
    paintSmall(this.canvas, app.layout, values, limit, app.palette, MAP_WIDTH);
    this.canvas.setAttribute("aria-label", `Map of ${describe(source, place)} in ${app.view.layer}`);
    this.input.replaceChildren(inputFigure(source, place, "", undefined, true));
    this.words.textContent = this.wordsOn(app, limit);
    this.drawList(app, values);
  }

  wordsOn(app, limit) {
    const { percentile: share } = app.contents;
    const beyond = share < 100 ? `, percentile ${share} of its own values` : "";
    return `Activation of this input alone minus the mean over groups, in ${app.view.layer}. Colours end at ±${short(limit)}${beyond}; those of the groups end at ±${short(app.view.encoded.limit)}, since averages vary less. There is no test: a single input says nothing about its group.`;
  }

  /** Inputs to choose from, and why there is no map of the one that is named. */
  offerInputs(app, place) {
    const { source, activations } = app.view;
    const count = activations ? Math.min(OFFERED, activations.levels.shape[0]) : 0;
    const missing = place >= 0 ? "This page holds no activations of this input. " : "";
    const how = count
      ? "A click on any input in these panels shows its map."
      : "This page holds no activations of single inputs.";
    const figures = Array.from({ length: count }, (_, each) => inputFigure(source, each, ""));
    this.offer.replaceChildren(
      make("p", { text: missing + how }),
      make("div", { class: "pictures" }, figures),
    );
  }

  drawList(app, values) {
    const order = largest(values.map(Math.abs), LISTED);
    const rows = order.map((neuron) => [
      app.neuronButton(neuron),
      short(values[neuron]),
      short(app.view.napAt(app.group, neuron)),
    ]);
    const group = app.view.groups[app.group].name;
    const columns = ["neuron", "this input", `NAP of ${group}`];
    this.list.replaceChildren(
      makeTable(
        columns.map((title, i) => ({ title, number: i > 0 })),
        rows,
        "Neurons that the input moves most",
      ),
    );
  }
}
