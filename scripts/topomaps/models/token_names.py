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
