// The controls above the map, and the keys: what they show, and what they change.

import { byId, download, fillSelect, make, say } from "./dom.js";
import { pngBlob, svgText } from "./export.js";

/** What a grouping is by comes first, because long titles are cut off at their end. */
function pageTitle({ variable, title }) {
  const end = `, by ${variable}`;
  return `${variable}: ${title.endsWith(end) ? title.slice(0, -end.length) : title}`;
}

/** Title, warnings and the choices that never change. */
export function describePage(app) {
  const { contents } = app;
  byId("title").textContent = contents.title;
  document.title = contents.title;
  const shown = contents.sources.map(
    (source, number) => `${source.name}: ${app.countOfInputs(source, number)}`,
  );
  byId("subtitle").textContent = [...shown, contents.why_no_pictures].filter(Boolean).join(" · ");
  byId("warnings").hidden = !contents.about_people;
  if (contents.about_people) {
    const [details, summary, list] = ["details", "summary", "ul"].map((tag) =>
      byId("warnings").querySelector(tag),
    );
    list.replaceChildren(...contents.warnings.map((text) => make("li", { text })));
    const heads = contents.warnings.map((text) => text.split(/[:.]/)[0]).join(" · ");
    summary.replaceChildren(
      "These maps are about people. What they do not say: ",
      make("span", { class: "heads", text: heads }),
    );
    details.open = window.matchMedia("(min-width: 1200px) and (min-height: 800px)").matches;
  }
  const titles = contents.groupings.map((grouping) => [grouping.analysis, pageTitle(grouping)]);
  fillSelect(byId("page"), titles, titles[0][0]);
  byId("page-field").hidden = titles.length < 2;
  fillSelect(
    byId("palette"),
    [...app.palettes.values()].map((each) => [each.name, each.words]),
    "bwr",
  );
  byId("level").max = app.levels.length - 1;
}

export function connect(app) {
  const { state } = app;
  const select = (id, settings) => {
    byId(id).onchange = (event) => state.set(settings(event.target.value));
  };
  select("page", (page) => ({ page, layer: "", group: "", second: "", region: "", neuron: "", input: "" }));
  select("layer", (layer) => app.layerSettings(layer));
  select("method", (method) => ({ method, view: "" }));
  select("group", (group) => ({ group }));
  select("second", (second) => ({ second }));
  for (const name of ["sort", "palette", "range"]) select(name, (value) => ({ [name]: value }));
  byId("level").oninput = (event) => state.set({ level: app.levels[Number(event.target.value)] });
  byId("threshold").oninput = (event) => state.set({ threshold: event.target.value });
  byId("search").oninput = (event) => search(app, event.target.value);
  byId("controls").onsubmit = (event) => event.preventDefault();
  const toggle = (id, name) => {
    byId(id).onclick = () => state.set({ [name]: state.get(name) === "1" ? "0" : "1" });
  };
  toggle("dots-button", "dots");
  toggle("contour-button", "contour");
  toggle("names-button", "names");
  byId("theme-button").onclick = () => state.set({ theme: app.isDark() ? "light" : "dark" });
  app.systemIsDark.addEventListener("change", () => app.followSystem());
  byId("lasso-button").onclick = () => app.setLasso(!app.large.lassoing);
  byId("zoom-in").onclick = () => app.large.zoom(1.5, app.centre());
  byId("zoom-out").onclick = () => app.large.zoom(1 / 1.5, app.centre());
  byId("reset-button").onclick = () => app.large.look(null);
  byId("help-button").onclick = () => byId("help").showModal();
  byId("help-close").onclick = () => byId("help").close();
  byId("link-button").onclick = () => copyLink(app);
  byId("png-button").onclick = async () => download(app.fileName("png"), await pngBlob(app));
  byId("svg-button").onclick = () =>
    download(app.fileName("svg"), new Blob([svgText(app)], { type: "image/svg+xml" }));
  byId("plot").addEventListener("keydown", (event) => key(app, event));
  document.addEventListener("keydown", (event) => pageKey(app, event));
  for (const event of ["hashchange", "popstate"]) window.addEventListener(event, () => app.followAddress());
  window.addEventListener("beforeprint", () => app.print(true));
  window.addEventListener("afterprint", () => app.print(false));
  window.matchMedia("print").addEventListener("change", ({ matches }) => app.print(matches));
  new ResizeObserver(() => app.large.resize()).observe(byId("plot"));
  const above = new ResizeObserver(tellRoom);
  for (const part of ["header", "#warnings", "#controls", "#multiples", "main"]) {
    above.observe(document.querySelector(part));
  }
}

/** Say in the style what lies above the large map, so that its scale stays in the first screen. */
function tellRoom() {
  const main = document.querySelector("main");
  const maps = byId("multiples");
  const isRow = getComputedStyle(maps).position === "static"; // above the large map, not beside it
  const above = main.getBoundingClientRect().top + window.scrollY + (isRow ? maps.offsetHeight : 0);
  document.documentElement.style.setProperty("--above", `${Math.round(above)}px`);
}

export function fillChoices(app) {
  const { view } = app;
  byId("page").value = view.grouping.analysis;
  fillSelect(
    byId("layer"),
    app.pageViews.map((each) => [each.layer, each.layer]),
    view.layer,
  );
  fillSelect(byId("method"), view.methods, app.layout.method);
  const options = app.shownGroups().map((group) => {
    const { name, count } = view.groups[group];
    return [name, count > 0 ? name : `${name} (empty)`];
  });
  fillSelect(byId("group"), options, view.groups[app.group].name);
  fillSelect(byId("second"), [["", "none"], ...options], view.groups[app.second]?.name ?? "");
}

export function setControls(app) {
  const { state } = app;
  for (const name of ["sort", "palette", "range"]) byId(name).value = state.get(name);
  const place = app.levels.reduce(
    (best, level, i) => (Math.abs(level - app.level) < Math.abs(app.levels[best] - app.level) ? i : best),
    0,
  );
  byId("level").value = place;
  byId("level-value").textContent = String(app.level);
  byId("level").setAttribute("aria-valuetext", String(app.level));
  byId("threshold").value = Math.round(100 * app.threshold);
  byId("threshold-value").textContent = `${Math.round(100 * app.threshold)} %`;
  byId("dots-button").setAttribute("aria-pressed", String(state.get("dots") === "1"));
  byId("contour-button").setAttribute("aria-pressed", String(state.get("contour") === "1"));
  byId("names-button").setAttribute("aria-pressed", String(state.get("names") === "1"));
  byId("theme-button").setAttribute("aria-pressed", String(app.isDark()));
  if (document.activeElement !== byId("search")) byId("search").value = app.neuron >= 0 ? app.neuron : "";
}

function search(app, text) {
  const number = text.trim();
  if (number === "") return app.state.set({ neuron: "" });
  if (!/^\d+$/.test(number) || Number(number) >= app.view.n) {
    return say(`${app.view.layer} has the neurons 0 to ${app.view.n - 1}.`);
  }
  app.state.set({ neuron: Number(number), tab: "neuron" });
}

function key(app, event) {
  const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  const key = event.key.toLowerCase();
  if (step) app.state.set({ neuron: app.neighbor(...step) });
  else if (key === "enter") app.state.set({ tab: "neuron" });
  else if (key === "r" && app.neuron >= 0) app.tap(app.layout.x[app.neuron], app.layout.y[app.neuron]);
  else if (key === "a" && app.neuron >= 0) app.addByHand();
  else if (key === "+" || key === "=") app.large.zoom(1.5, app.centre());
  else if (key === "-") app.large.zoom(1 / 1.5, app.centre());
  else if (key === "escape" && app.large.lassoing) app.setLasso(false);
  else if (key === "escape") app.state.set({ neuron: "", region: "" });
  else return;
  if (key === "r") app.state.set({ tab: "region" });
  event.preventDefault();
  event.stopPropagation();
}

function pageKey(app, event) {
  if (event.key === "Escape" && app.large.lassoing) return app.setLasso(false);
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName ?? "");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "?") {
    byId("help").showModal();
  }
}

async function copyLink(app) {
  app.state.write();
  const address = location.href.split("#")[0] + app.state.hash();
  try {
    await navigator.clipboard.writeText(address);
    say("Copied: the link shows what is seen now.");
  } catch {
    const field = make("input", { type: "text", value: address, readOnly: true, "aria-label": "Link" });
    byId("status").replaceChildren("Copy this link: ", field);
    field.select();
  }
}
