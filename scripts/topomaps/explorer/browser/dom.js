// Small helpers for elements and numbers. Text goes in as text, never as markup.

/** Element of the page by its id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * A new element.
 *
 * @param {string} tag
 * @param {object} properties `class`, `text`, `aria-…`, `data-…`, or any property of the element
 * @param {(Node | string)[]} children strings become text
 */
export function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Fill a select with options; their values and words are text. */
export function fillSelect(select, options, value) {
  select.replaceChildren(...options.map(([key, words]) => make("option", { value: key, text: words })));
  select.value = value;
}

/** Table of text cells; columns are {title, number: boolean, name: boolean}, names of groups may be long. */
export function makeTable(columns, rows, caption) {
  const kind = (column) => (column.number ? "number" : "");
  const head = columns.map((column) =>
    make("th", { class: `${kind(column)}${column.name ? " name" : ""}`, scope: "col", text: column.title }),
  );
  const body = rows.map((row) =>
    make(
      "tr",
      {},
      row.map((cell, place) =>
        cell instanceof Node
          ? make("td", {}, [cell])
          : make("td", { class: kind(columns[place]), text: cell }),
      ),
    ),
  );
  const title = caption ? [make("caption", { class: "unseen", text: caption })] : [];
  return make("table", {}, [...title, make("thead", {}, [make("tr", {}, head)]), make("tbody", {}, body)]);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number in a few characters, with a true minus sign, for people; tables to download have their own. */
export function short(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const isPlain = size < 1e5 && size >= 1e-5;
  const text = isPlain ? String(Number(value.toPrecision(digits))) : powerOfTen(value, digits);
  return text.replaceAll("-", "−");
}

function powerOfTen(value, digits) {
  const [factor, exponent] = value.toExponential(digits - 1).split("e");
  const raised = exponent.replace("+", "").replace("-", "⁻");
  return `${factor} × 10${raised.replace(/\d/g, (digit) => SUPERSCRIPTS[digit])}`;
}

const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** A name within a sentence: one that is read from the right leaves the words around it in their order. */
export function isolated(name) {
  return FROM_THE_RIGHT.test(name) ? `\u2068${name}\u2069` : name;
}

/** A name in quotation marks, since “0 correct” could be read as none. */
export function quoted(name) {
  return `“${isolated(name)}”`;
}

/**
 * A probability of a permutation test in a few characters, as `topomaps.common.probabilities` writes it.
 *
 * @param {number} p
 * @param {number} least the smallest that the permutations can give: what is as small may be smaller
 */
export function shortP(p, least) {
  if (p === null || p === undefined || !Number.isFinite(p)) return "–";
  if (p < 1e-6) return "< 0.000001";
  const digits = String(Number(p.toPrecision(3)));
  return p <= least * (1 + 1e-9) ? `≤ ${digits}` : digits;
}

/** A probability that Holm corrected: at most that, where the one that it was made from is. */
export function holmP(corrected, p, least) {
  return shortP(corrected, p <= least * (1 + 1e-9) ? corrected : 0);
}

/** A probability of a permutation test after an equals sign, where one is due. */
export function equalsP(p, least) {
  const words = shortP(p, least);
  return /^[≤<]/.test(words) ? words : `= ${words}`;
}

/** Numbers in a part of the page that can be opened: a drawing above it says the same. */
export function inNumbers(parts, summary = "In numbers") {
  return make("details", {}, [make("summary", { text: summary }), ...parts]);
}

/** A part of the page that scrolls, and has a name for those who hear it. */
export function scrolling(label, children = []) {
  return make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": label }, children);
}

/** Say something to everyone for a while, and to those who hear the page. */
export function say(text) {
  const status = byId("status");
  status.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    status.textContent = "";
  }, 4000);
}

/** Hand a file to the person. */
export function download(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Numbers from base64, in this machine's order of bytes (little-endian, as they are written). */
export function bytes(text) {
  const binary = atob(text);
  const result = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) result[i] = binary.charCodeAt(i);
  return result;
}

/** Text cut to a number of characters. */
export function cut(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Part of a file name without anything that a file system could mind. */
export function safeName(text) {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 60) || "map";
}
