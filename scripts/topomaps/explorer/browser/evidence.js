// What is known of a region beyond its map: effects by group, attributions, inputs it would prefer.

import { decode } from "./contents.js";
import { equalsP, holmP, make, makeTable, short } from "./dom.js";
import { inputFigure } from "./pictures.js";

const GAP = "gap";
const METHODS = { occlusion: "occlusion", integrated_gradients: "integrated gradients" };

/** Evidence on exactly these neurons by the chosen method of layout; null where there is none. */
export function evidenceOf(app, neurons) {
  const all = app.view.encoded.evidence?.[app.layout.method] ?? [];
  const wanted = [...neurons].sort((a, b) => a - b).join();
  return all.find((each) => each.neurons.join() === wanted) ?? null;
}

/** Sets of neurons with evidence, by their place, that a map's own regions do not show. */
export function furtherSets(app) {
  return (app.view.encoded.evidence?.[app.layout.method] ?? []).map((each, place) => ({ ...each, place }));
}

/** Rows of effects as objects. */
function effectRows(effects) {
  return effects.rows.map((row) => Object.fromEntries(effects.columns.map((name, i) => [name, row[i]])));
}

const measureOf = (row) =>
  row.output && row.output !== row.measure ? `${row.measure}: ${row.output}` : row.measure;

/** The measures of effects, those with the smallest p first. */
function measuresOf(rows) {
  const least = new Map();
  for (const row of rows) {
    const name = measureOf(row);
    least.set(name, Math.min(least.get(name) ?? 1, row.p_holm ?? 1));
  }
  return [...least.keys()].sort((a, b) => least.get(a) - least.get(b));
}

/** A line of a group: the band of the control sets, the interval, and the change itself. */
function effectLine(row, place) {
  const part = (low, high, name) => {
    const element = make("span", { class: name });
    element.style.left = `${100 * place(low)}%`;
    element.style.width = `${100 * Math.max(0, place(high) - place(low))}%`;
    return element;
  };
  const dot = make("span", { class: row.p_holm <= 0.05 ? "change acts" : "change" });
  dot.style.left = `${100 * place(row.change)}%`;
  const zero = make("span", { class: "zero" });
  zero.style.left = `${100 * place(0)}%`;
  const track = make("span", { class: "track" }, [zero]);
  if (row.control_low !== null) track.append(part(row.control_low, row.control_high, "band"));
  if (row.low !== null) track.append(part(row.low, row.high, "interval"));
  track.append(dot);
  track.title = `${short(row.change)} (95 %: ${short(row.low)} … ${short(row.high)}; control sets ${short(row.control_low)} … ${short(row.control_high)})`;
  return track;
}

/** Effects of one measure: a line for each group, then that of the gap between groups. */
function drawEffects(host, rows, measure) {
  const own = rows.filter((row) => measureOf(row) === measure);
  const ends = own.flatMap((row) => [row.change, row.low, row.high, row.control_low, row.control_high, 0]);
  const known = ends.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const place = (value) => (Math.min(high, Math.max(low, value)) - low) / (high - low || 1);
  const lines = own.map((row) => [
    row.group === GAP ? "gap between groups" : row.group,
    effectLine(row, place),
    short(row.change),
    holmP(row.p_holm, row.p, row.least_p),
  ]);
  const columns = ["group", "change", "", "p (Holm)"].map((title, i) => ({ title, number: i > 1 }));
  const table = makeTable(columns, lines, `What replacing the region does to ${measure}`);
  table.classList.add("effects");
  const acting = own.filter((row) => row.p_holm <= 0.05).map((row) => row.group);
  const found = acting.length
    ? `More than sets of as many neurons: ${acting.join(", ")}.`
    : "Nothing: no change is larger than those by sets of as many neurons of like activity.";
  host.replaceChildren(table, make("p", { class: "finding", text: found }));
}

function effectsPart(effects) {
  const rows = effectRows(effects);
  const select = make("select", { id: "effect-measure" });
  const host = make("div", { id: "effect-lines" });
  for (const name of measuresOf(rows)) select.append(make("option", { value: name, text: name }));
  select.onchange = () => drawEffects(host, rows, select.value);
  drawEffects(host, rows, select.value);
  const words =
    "Change of the network's outputs when these neurons are replaced. Dot and line: the change and its 95 % interval; grey band: 95 % of the changes by control sets, as many neurons of the layer of like mean and variance. A red dot: p ≤ 0.05, over all regions. That a region acts does not say why.";
  return make("div", { id: "region-effects" }, [
    make("h3", { text: "What it does, by group" }),
    make("label", { text: "Measure " }, [select]),
    host,
    make("p", { class: "faint", text: words }),
  ]);
}

/** Paint one attribution over a picture: orange for what excites, blue for what holds down. */
function overlay(values, start, height, width, limit) {
  const canvas = make("canvas", { class: "overlay" });
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let i = 0; i < height * width; i++) {
    const value = values.raw[start + i] * values.scale + values.offset;
    const share = values.raw[start + i] === values.missing ? 0 : Math.min(1, Math.abs(value) / limit);
    image.data.set([...(value > 0 ? [230, 97, 1] : [38, 98, 180]), Math.round(200 * share)], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function overlaidInputs(source, attribution) {
  const values = attribution.values && decode(attribution.values);
  const [, height, width] = values?.shape ?? [0, 0, 0];
  const figures = attribution.inputs.map((place, row) => {
    const figure = inputFigure(source, place, "");
    const picture = figure.querySelector("img");
    if (values && picture) {
      const start = row * height * width;
      let limit = 0;
      for (let i = start; i < start + height * width; i++) {
        if (values.raw[i] !== values.missing) {
          limit = Math.max(limit, Math.abs(values.raw[i] * values.scale + values.offset));
        }
      }
      const frame = make("span", { class: "overlaid" });
      picture.replaceWith(frame);
      frame.append(picture, overlay(values, start, height, width, limit || 1));
    }
    return figure;
  });
  return make("div", { class: "pictures" }, figures);
}

/** What the checks of an attribution say, in a sentence that names what fails. */
function checkWords({ check }) {
  const words = [];
  if (check.sanity) {
    words.push(
      `Sanity check ${check.sanity}: attributions by the two halves of these neurons agree by ${short(check.halves)}, with those of a network with random weights by ${short(check.similarity)}; in ${check.randomised ?? 0} such networks by ${short(check.chance_halves)} and ${short(check.chance_similarity)} (p ${equalsP(check.p_randomised, 1 / (check.randomised + 1))}).`,
    );
  }
  if (check.deletion) {
    words.push(
      `Deletion ${check.deletion}: area ${short(check.deletion_area)}, in random order ${short(check.random_area)} (p ${equalsP(check.p_orders, 1 / (check.orders + 1))}).`,
    );
  }
  return words.join(" ");
}

function attributionsPart(app, attributions) {
  const parts = attributions.map((each) => {
    const failed = each.check.sanity === "failed" || each.check.deletion === "failed";
    return make("div", { class: failed ? "attribution failed" : "attribution" }, [
      make("h4", { text: (METHODS[each.method] ?? each.method) + (failed ? " (a check fails)" : "") }),
      each.values
        ? overlaidInputs(app.view.source, each)
        : make("p", {
            class: "faint",
            text: "Overlays are left out of this page, as pictures of the inputs are, or the inputs are no pictures.",
          }),
      make("p", { class: "faint", text: checkWords(each) }),
    ]);
  });
  const host = make("div", { id: "region-attributions" });
  const button = make("button", { type: "button", id: "overlay-button", "aria-pressed": "true" });
  const set = (on) => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Hide overlays" : "Show overlays";
    host.classList.toggle("bare", !on);
  };
  button.onclick = () => set(button.getAttribute("aria-pressed") !== "true");
  set(true);
  host.append(make("h3", { text: "Which parts of inputs drive it" }));
  if (attributions.some((each) => each.values)) host.append(button);
  host.append(...parts);
  return host;
}

function preferredPart(addresses) {
  const pictures = addresses
    .filter((address) => address.startsWith("data:image/"))
    .map((address, i) =>
      make("figure", {}, [make("img", { src: address, alt: `Made input ${i + 1} that excites the region` })]),
    );
  return make("div", { id: "region-preferred" }, [
    make("h3", { text: "Made inputs that would excite it most" }),
    make("div", { class: "pictures" }, pictures),
    make("p", {
      class: "faint",
      text: "Found by climbing the region's mean activity, not inputs of the data.",
    }),
  ]);
}

/** All evidence on a region, as elements; none where nothing is known. */
export function evidenceParts(app, region) {
  const found = evidenceOf(app, region.neurons);
  if (!found) return [];
  return [
    ...(found.effects ? [effectsPart(found.effects)] : []),
    ...(found.attributions.length ? [attributionsPart(app, found.attributions)] : []),
    ...(found.preferred.length ? [preferredPart(found.preferred)] : []),
  ];
}
