// Names of groups on the large map, each at the middle of its largest region.

import { cut, make } from "./dom.js";

const LONGEST_NAME = 18;
const LETTER = 7.3; // pixels, about
const LINE = 14;

/**
 * Names that have room, with their places in the map; the first ones win.
 *
 * @param {{name: string, x: number, y: number, group: number}[]} names x and y in the layout
 * @param {(x: number, y: number) => number[] | null} place pixels of a point; null where it is out of sight
 */
export function namesWithRoom(names, place, side) {
  const boxes = [];
  for (const each of names) {
    const at = place(each.x, each.y);
    if (!at) continue;
    const text = cut(each.name, LONGEST_NAME);
    const half = (LETTER * text.length) / 2 + 3;
    const x = Math.min(side - half, Math.max(half, at[0]));
    const y = Math.min(side - LINE / 2, Math.max(LINE / 2, at[1]));
    const meets = (box) => Math.abs(box.x - x) < box.half + half && Math.abs(box.y - y) < LINE;
    if (!boxes.some(meets)) boxes.push({ ...each, text, half, x, y });
  }
  return boxes;
}

/** Put the names over the map; they take no clicks. */
export function drawNames(host, map, names, chosen) {
  const boxes = namesWithRoom(names, (x, y) => map.place(x, y), map.side);
  host.replaceChildren(
    ...boxes.map((box) => {
      const element = make("span", { text: box.text, class: box.group === chosen ? "chosen" : "" });
      element.style.left = `${box.x}px`;
      element.style.top = `${box.y}px`;
      return element;
    }),
  );
}
