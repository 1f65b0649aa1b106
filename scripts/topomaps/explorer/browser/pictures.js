// Inputs as pictures with a caption, and the lists of inputs made of them.

import { make, short } from "./dom.js";

/** Words about an input: its file or number, its label, what the network says, attributes. */
export function describe(source, place) {
  const words = [source.files?.[place] || `input ${source.inputs[place]}`];
  if (source.labels?.[place]) words.push(`label ${source.labels[place]}`);
  if (source.predictions?.[place]) words.push(`predicted ${source.predictions[place]}`);
  for (const [name, values] of Object.entries(source.attributes ?? {})) {
    if (values[place]) words.push(`${name} ${values[place]}`);
  }
  return words.join(", ");
}

/** The picture of an input, or a frame with its number; the words say what it is. */
export function inputFigure(source, place, caption) {
  const words = describe(source, place);
  const address = source.pictures?.[place];
  const figure = make("figure", { title: words });
  if (address?.startsWith("data:image/")) figure.append(make("img", { src: address, alt: words }));
  figure.append(make("figcaption", { text: caption ? `${words} (${caption})` : words }));
  return figure;
}

/** Figures of inputs with the number that puts them in this order. */
export function inputRow(source, places, numbers) {
  return make(
    "div",
    { class: "pictures" },
    places.map((place, rank) => inputFigure(source, place, short(numbers[rank]))),
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
  const places = largest(numbers, count);
  const all = numbers.length === source.n_inputs;
  const words = all
    ? "In brackets: the mean activation."
    : `Of ${numbers.length} inputs in this page, of ${source.n_inputs} in all. In brackets: the mean activation.`;
  return make("div", {}, [
    inputRow(
      source,
      places,
      places.map((place) => numbers[place]),
    ),
    make("p", { class: "faint", text: words }),
  ]);
}
