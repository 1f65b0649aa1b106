// Words of readers for the names that tables have.

import { quoted } from "./dom.js";

const ARITHMETICS = { float: "", uint8: ", in 8-bit arithmetic of the published code" };
const CONDITIONS = { layout: "same NAPs, new layouts", naps: "resampled inputs" };

/** Name and words for a measure, as tables write it with its number of neighbours, and whether more is better. */
export function measureWords(measures, key, arithmetic) {
  const neighbours = /_(\d+)$/.exec(key)?.[1];
  const [found, asks, isBetter] = measures[key.replace(/_\d+$/, "")] ?? [key.replaceAll("_", " "), "", null];
  const of = neighbours ? ` (${neighbours} neighbours)` : "";
  const name = `${found}${of}${ARITHMETICS[arithmetic] ?? ""}`;
  return { name, words: asks ? `${name}: ${asks}` : name, isBetter };
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
