"""What models call their inputs of texts; imports the standard library only, for the rules."""

TOKENS, MASK, SEGMENTS = "input_ids", "attention_mask", "token_type_ids"  # as transformers says
# What exporters call the same; others are taken by their own names.
ALIKE = {
    TOKENS: ("input", "tokens", "token_ids", "input_word_ids"),
    MASK: ("mask", "input_mask"),
    SEGMENTS: ("segment_ids", "input_type_ids", "token_types"),
}
PLACES = "position_ids"


def holds_tokens(name):
    """Whether an input of several, by its name, holds the numbers of tokens."""
    return name == TOKENS or name in ALIKE[TOKENS]


def follows_from_texts(name):
    """Whether an input of several follows from a text, by its name."""
    return name in (*ALIKE, PLACES) or any(name in others for others in ALIKE.values())


def too_many(model, names):
    """Sentence on a model with inputs that nothing gives."""
    return (
        f"{model} has {len(names)} inputs ({', '.join(names)}), but a dataset gives one, or of "
        "texts tokens, mask and segment; say by the model's key `constant_inputs` which ones are "
        "always the same, as {state: 0}, or export activations and use those instead (way 1)"
    )


def unknown_constant(model, name, names):
    """Sentence on a constant input that a model does not have."""
    return f"constant_inputs: {model} has no input {name!r}; it has: {', '.join(names)}"


def are_given(names, *, are_texts):
    """Whether the user's inputs give those of a model, by their names.

    Parameters
    ----------
    names : sequence of str
        Of the inputs of the model that are not constant.
    are_texts : bool
        Whether the user's inputs are texts, of which several follow.
    """
    return len(names) < 2 or (are_texts and all(map(follows_from_texts, names)))
