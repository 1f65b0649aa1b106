// Words of readers for the names that tables have.

import { quoted } from "./dom.js";

/** What a measure of layouts or maps asks, and whether more is better. */
const MEASURES = {
  trustworthiness: ["trustworthiness: neighbours on the map act alike", true],
  continuity: ["continuity: neurons that act alike are neighbours", true],
  neighbor_preservation: ["preserved neighbours", true],
  morans_i: ["Moran's I: neighbours have like values", true],
  DPQ: ["preserved order of distances (DPQ)", true],
  roundness: ["roundness of the map", true],
  density_variation: ["unevenness of distances between neighbours", false],
  blur_mse: ["error of blurred maps", false],
  component_count: ["number of components of the maps", null],
  mean_relative_size: ["mean size of the components of the maps", null],
  size_weighted_convexity: ["convexity of the maps' components, weighted by size", true],
  resize_mse: ["error of maps made small and large again", false],
};
const ARITHMETICS = { float: "", uint8: ", in 8-bit arithmetic of the published code" };
const CONDITIONS = { layout: "same NAPs, new layouts", naps: "resampled inputs" };

/** Words for a measure, as tables write it with its number of neighbours, and whether more is better. */
export function measureWords(name, arithmetic) {
  const neighbours = /_(\d+)$/.exec(name)?.[1];
  const [words, isBetter] = MEASURES[name.replace(/_\d+$/, "")] ?? [name.replaceAll("_", " "), null];
  const of = neighbours ? ` (${neighbours} neighbours)` : "";
  return { words: `${words}${of}${ARITHMETICS[arithmetic] ?? ""}`, isBetter };
}

/** Words for what is drawn anew in each trial. */
export function conditionWords(name) {
  return CONDITIONS[name] ?? name;
}

/** Words for what a row of outcomes counts. */
export function outcomeWords(measure, predicted) {
  if (measure === "inputs") return "share of all inputs";
  return measure === "accuracy" ? "accuracy" : `predicted as ${quoted(predicted)}`;
}
