"""Tokenizers stored in older forms than tokenizer.json, as transformers converts them."""

from transformers import AutoTokenizer


def converted_tokenizer(folder):
    """The tokenizer in a folder, a `tokenizers.Tokenizer`; nothing is downloaded, no code run.

    Raises
    ------
    OSError, ValueError, AttributeError, KeyError, TypeError
        If there is none, or none of the kind that the package tokenizers has.
    """
    found = AutoTokenizer.from_pretrained(
        str(folder), local_files_only=True, trust_remote_code=False
    )
    return found.backend_tokenizer
