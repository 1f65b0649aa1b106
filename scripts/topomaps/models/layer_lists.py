"""Lists of the layers of a network as text: a line each, for people who choose some for maps."""

from topomaps.models.layer_info import MIN_NEURONS, layer_error, shape_text
from topomaps.models.model_facts import TAKES_TEXT

ORDER_HINT = (
    "Where a line says first or last, the model does not tell which dimension counts neurons; say\n"
    "it by the model's key `layer_channels`, as {%s: first}."
)
TOKENS_HINT = (
    "Of units of tokens, say by the experiment's key `tokens` what stands for them: mean …"
)


def suitability(layer):
    """Words on whether maps can be drawn of a layer."""
    shape = layer.shape
    if shape is None:
        return "no, several outputs, or a shape that is not told"
    if len(shape) not in (1, 2, 3):
        return f"no, {len(shape)} dimensions"
    if layer_error(layer):
        return f"say first ({shape_text(shape[:1])[1:-2]}) or last ({shape_text(shape[-1:])[1:-2]})"
    if shape[-1] is None or shape[-1] < MIN_NEURONS:
        return f"no, fewer than {MIN_NEURONS} neurons" if shape[-1] else "no, N is not fixed"
    what = {1: "units", 2: "units of tokens", 3: "feature maps"}[len(shape)]
    return f"{_how(layer.kind)}, {shape[-1]:,} {what}"


def _how(kind):
    """How new a layer is: the one before, flattened or as it was, or another."""
    if kind == "Flatten":
        return "flattened"
    return "as before" if "Dropout" in kind or kind == "Identity" else "yes"


def layer_list(network, *, every=False):
    """Text that lists the layers of a network: output shape, type, suited or why not, and name.

    Names come last, for they may be long. A module of PyTorch stands before the name that the file
    has for its output; a configuration may use both.

    Parameters
    ----------
    network
        With `name`, `input_shape`, `input_dtype` and `layers` (name -> LayerInfo), as of
        `open_network`.
    every : bool
        Whether layers are listed of which no maps can be drawn, too.
    """
    rows = [(layer, suitability(layer)) for layer in network.layers.values()]
    shown = [row for row in rows if every or not row[1].startswith("no,")]
    head = f"model {network.name}, input {shape_text(network.input_shape)}"
    if len(shown) < len(rows):
        head += f"; all=true lists {len(rows) - len(shown)} more"
    text = [f"The model {TAKES_TEXT}."] * (network.input_dtype == "string")
    return "\n".join([head, *text, *_table(shown), *_hints(shown), ""])


def _table(rows):
    cells = [("output shape", "type", "suited?", "layer")]
    for layer, words in rows:
        shape = "unknown" if layer.shape is None else shape_text(layer.shape)
        name = f"{layer.modules[0]} (= {layer.name})" if layer.modules else layer.name
        cells.append((shape, layer.kind, words, name))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in cells]  # fmt: skip


def _hints(rows):
    """What to say in a configuration about some of the layers."""
    unsure = [layer.name for layer, words in rows if words.startswith("say first")]
    if unsure:
        yield ORDER_HINT % unsure[0]
    if any(words.endswith("units of tokens") for _, words in rows):
        yield TOKENS_HINT
