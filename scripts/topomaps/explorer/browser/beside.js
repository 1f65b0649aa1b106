// Side by side: layers, models and checkpoints.

import { make } from "./dom.js";
import { paintSmall } from "./multiples.js";
import { turnedTo } from "./turned.js";

const SIDE_WIDTH = 150; // pixels of a map, about
const STEP = 900; // milliseconds for which the player shows a checkpoint

/** A small map as a button that goes to what it shows. */
function sideMap(app, view, group, method) {
  const layout = turnedTo(app, view, method);
  const canvas = make("canvas");
  if (!view.isEmpty(group)) {
    paintSmall(canvas, layout, view.nap(group), app.limitOf(view, group), app.palette, SIDE_WIDTH);
  }
  const many = new Set(app.views.map((each) => each.source.name)).size > 1;
  const name = many ? `${view.layer} (${view.source.name})` : view.layer;
  const button = make("button", { type: "button", class: "map" }, [
    make("span", { class: "face" }, [canvas]),
    make("span", { class: "name", text: name }),
    " ",
    make("span", { class: "more", text: `${view.groups[group].name}, ${view.n} ${view.encoded.neurons}` }),
  ]);
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
    this.words.textContent = `“${wanted.name}” in every layer and model that has it. Each has neurons and a layout of its own, turned here so that the groups lie as far as can be where they lie on the large map.`;
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
    this.next = () => {
      show((app.view.groups[app.group].frame + 1) % frames.length);
      app.state.isStep = false; // the browser's Back goes to where the player began
    };
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
