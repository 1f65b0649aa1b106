// Inputs as pictures, texts or sounds with a caption, and the lists of inputs made of them.

import { isolated, make, short } from "./dom.js";

/** Words about an input: its file or number, its label, what the network says, attributes. */
export function describe(source, place) {
  const words = [source.files?.[place] || `input ${source.inputs[place]}`];
  const known = { label: source.labels, predicted: source.predictions, ...source.attributes };
  for (const [name, values] of Object.entries(known)) {
    if (values?.[place]) words.push(`${name} ${isolated(String(values[place]))}`);
  }
  return words.join(", ");
}

const LONGEST_TEXT = 300; // characters of one of several texts; all of it stands in its title

/**
 * A text, each token on a shade from none (0) to the darkest (1); the browser breaks its lines, and
 * sets scripts that begin at the right.
 */
function shownText({ text, places, chosen }, shades, isWhole) {
  const element = make("p", { class: "text", dir: "auto", title: text });
  const end = isWhole ? text.length : Math.min(text.length, LONGEST_TEXT);
  let at = 0;
  places.forEach(([from, to], token) => {
    if (from < at || to > end || to === from) return;
    element.append(text.slice(at, from));
    const mark = make("span", { class: token === chosen ? "token chosen" : "token" });
    mark.textContent = text.slice(from, to);
    if (shades) mark.style.setProperty("--shade", `${Math.round(70 * shades[token])}%`);
    element.append(mark);
    at = to;
  });
  element.append(text.slice(at, end), end < text.length ? "…" : "");
  return element;
}

/** Controls that play what the page has of a sound. */
function player({ url, length }, words) {
  const heard = { controls: true, preload: "none", src: url, "aria-label": words };
  const onclick = (event) => event.stopPropagation(); // the figure's click shows its map
  return make("div", { class: "player", onclick }, [make("audio", heard), make("span", { text: length })]);
}

/** The picture, the text or the sound of an input, or a frame with its number; the words say what it is. */
export function inputFigure(source, place, caption, shades, isWhole = false) {
  const words = describe(source, place);
  const address = source.pictures?.[place];
  const text = source.texts?.[place];
  const sound = source.sounds?.[place];
  const kind = sound ? "sound" : address ? "" : "words";
  const figure = make("figure", { title: words, class: kind, tabIndex: 0 });
  figure.dataset.place = place;
  if (text) figure.append(shownText(text, shades, isWhole));
  if (address?.startsWith("data:image/")) figure.append(make("img", { src: address, alt: words }));
  if (sound?.url.startsWith("data:audio/")) figure.append(player(sound, words));
  figure.append(make("figcaption", { text: caption ? `${words} (${caption})` : words }));
  return figure;
}

/** Figures of inputs with the number that puts them in this order, and shades of their tokens. */
export function inputRow(source, places, numbers, shades) {
  return make(
    "div",
    { class: "pictures" },
    places.map((place, rank) => inputFigure(source, place, short(numbers[rank]), shades?.[rank])),
  );
}

/** Places of the largest numbers, the largest first. */
export function largest(numbers, count) {
  return Array.from(numbers, (_, place) => place)
    .sort((a, b) => numbers[b] - numbers[a] || a - b)
    .slice(0, count);
}

/** The inputs shown that excite some neurons most, with a sentence on where they come from. */
export function exciting(view, neurons, count) {
  const numbers = view.excitement(neurons);
  if (!numbers)
    return make("p", { class: "faint", text: "This page holds no activations of single inputs." });
  const { source } = view;
  const least = numbers.reduce((low, each) => Math.min(low, each), Number.POSITIVE_INFINITY);
  // Inputs that excite them as little as any other are no examples of anything
  const places = largest(numbers, count).filter((place) => numbers[place] > least);
  const all = numbers.length === source.n_inputs;
  if (!places.length) {
    const seen = all ? `all ${source.n_inputs} inputs` : `all ${numbers.length} inputs in this page`;
    return make("p", { class: "faint", text: `None: the activation is ${short(least)} for ${seen}.` });
  }
  const words = all
    ? "In brackets: the mean activation."
    : `Of ${numbers.length} inputs in this page, of ${source.n_inputs} in all. In brackets: the mean activation.`;
  return make("div", {}, [
    inputRow(
      source,
      places,
      places.map((place) => numbers[place]),
      view.shades(places, neurons),
    ),
    make("p", { class: "faint", text: words + shadesInWords(view) }),
  ]);
}

/** What the shades of tokens say, where there are any. */
export function shadesInWords(view) {
  return view.activations?.tokens
    ? " The darker a token, the more it excites these neurons, from the least of these texts to the most."
    : "";
}
