"""Texts as numbers of tokens, by the tokenizer that a model was trained with."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TOKENIZER, OF_TOKENIZER, OF_MODEL = "tokenizer.json", "tokenizer_config.json", "config.json"
VOCABULARIES = (
    "*vocab*",
    "*.model",
    "*.spm",
    "*.tiktoken",
    "merges.txt",
    "*.bpe*",
)  # of older tokenizers
NUMBERS, MASK, TYPES = "input_ids", "attention_mask", "token_type_ids"  # as transformers says
POSITIONS = ("max_position_embeddings", "n_positions", "n_ctx", "max_sequence_length")
# Their first positions are for padding and not for tokens.
OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "longformer", "mpnet", "data2vec-text")
# ASSUME: the first 512 tokens tell what a text is about; the memory of attention is quadratic.
MOST_TOKENS = 512
HIDING = ("mask_token", "unk_token")  # tokens that may stand for any other
UNLIMITED = 10**9  # larger numbers in tokenizer_config.json mean that nobody has set any


@dataclass(frozen=True, eq=False)
class Tokenized:
    """Texts as tokens, padded at the end to the longest; b texts of at most T tokens.

    Attributes
    ----------
    numbers : ndarray of int64, shape (b, T)
        Of the tokens in the vocabulary.
    mask : ndarray of bool, shape (b, T)
        Which tokens are real and do not pad.
    types : ndarray of int64, shape (b, T), or None
        Segments of the text, for models that take two.
    special : ndarray of bool, shape (b, T)
        Which real tokens are none of the text, such as [CLS].
    words : ndarray of int64, shape (b, T)
        Number of the word in its text that a token is of, -1 for none.
    places : ndarray of int64, shape (b, T, 2)
        Where in its text, in characters, a token begins and ends.
    cut : ndarray of bool, shape (b,)
        Which texts had more tokens than the tokenizer's longest.
    """

    numbers: np.ndarray
    mask: np.ndarray
    types: np.ndarray | None = None
    special: np.ndarray | None = None
    words: np.ndarray | None = None
    places: np.ndarray | None = None
    cut: np.ndarray | None = None

    def __len__(self):
        """Number of texts."""
        return len(self.numbers)

    def inputs(self):
        """What a network takes, by the names that transformers gives; it may leave some out."""
        arrays = {NUMBERS: self.numbers, MASK: self.mask.astype(np.int64)}
        return arrays if self.types is None else {**arrays, TYPES: self.types}


class Tokenizer:
    """The tokenizer of a model.

    Parameters
    ----------
    backend : tokenizers.Tokenizer
    longest : int
        Tokens of a text beyond it are cut off.
    padding : int
        Number that stands for no token.
    name : str
        Of its folder, for sentences.
    replacement : int, optional
        Number of the token that stands for one that is hidden, such as [MASK]; that which pads if
        left out.

    Attributes
    ----------
    n_numbers : int
        Numbers of tokens are smaller.
    length : int or None
        That all texts are padded to; the longest of a batch if None.
    """

    def __init__(
        self, backend, longest=MOST_TOKENS, padding=0, name="the tokenizer", replacement=None
    ):
        self.longest, self.padding, self.name, self.length = longest, padding, name, None
        self.replacement = padding if replacement is None else replacement
        backend.no_padding()
        backend.enable_truncation(longest)
        self._backend = backend
        self.n_numbers = max(backend.get_vocab(with_added_tokens=True).values(), default=-1) + 1

    def tokenize(self, texts):
        """Tokens of some texts (list of str).

        Returns
        -------
        Tokenized

        Raises
        ------
        ValueError
            If a text has no token at all.
        """
        found = self._backend.encode_batch(list(texts))
        lengths = np.array([len(each) for each in found], dtype=np.int64)
        if len(empty := np.flatnonzero(lengths == 0)):
            raise ValueError(f"{self.name} makes no token of the text {texts[empty[0]][:40]!r}")
        mask = np.arange(self.length or lengths.max(initial=0)) < lengths[:, None]

        def padded(of_text, filling, inner=()):
            values = np.full((*mask.shape, *inner), filling, dtype=np.int64)
            for row, each in zip(values, found, strict=True):
                row[: len(each)] = of_text(each)
            return values

        return Tokenized(
            numbers=padded(lambda each: each.ids, self.padding),
            mask=mask,
            types=padded(lambda each: each.type_ids, 0),
            special=padded(lambda each: each.special_tokens_mask, 0).astype(bool),
            words=padded(lambda each: [-1 if n is None else n for n in each.word_ids], -1),
            places=padded(lambda each: np.reshape(each.offsets, (-1, 2)), 0, (2,)),
            cut=np.array([bool(each.overflowing) for each in found]),
        )

    def fit(self, length, model):
        """Cut off and pad all texts to the number of tokens that a model takes, if it is fixed.

        Parameters
        ----------
        length : int or None
        model : str
            Its name.

        Raises
        ------
        ValueError
            If it leaves no room for a text.
        """
        if length is None:
            return
        n_added = self._backend.num_special_tokens_to_add(is_pair=False)
        if length <= n_added:
            raise ValueError(
                f"the model {model} takes {length} tokens, of which {self.name} adds {n_added} to "
                "every text; take the tokenizer that the model was trained with"
            )
        self.length, self.longest = length, min(self.longest, length)
        self._backend.enable_truncation(self.longest)

    def token_texts(self, numbers):
        """What tokens (k,) of these numbers read like, without the blanks around them."""
        known, backend = {}, self._backend
        for number in {*map(int, numbers)}:
            text = backend.decode([number], skip_special_tokens=False).strip()
            known[number] = text or str(backend.id_to_token(number))
        return [known[int(number)] for number in numbers]

    def check_vocabulary(self, n_rows, model):
        """Refuse a model whose vocabulary has fewer tokens than the tokenizer.

        Vocabularies of models are often filled up to a round number of rows.

        Parameters
        ----------
        n_rows : int
            Tokens that the model knows.
        model : str
            Its name.

        Raises
        ------
        ValueError
        """
        if self.n_numbers > n_rows:
            raise ValueError(
                f"{self.name}: the tokenizer knows {self.n_numbers:,} tokens, but the model "
                f"{model} {n_rows:,}; take the tokenizer that the model was trained with"
            )


def load_tokenizer(folder, longest=None):
    """Load the tokenizer that lies in a folder, with the file tokenizer.json or an older form.

    Parameters
    ----------
    folder : path-like
        Of a Hugging Face model; nothing is downloaded, and no code in it is run.
    longest : int, optional
        Tokens of a text at most; if left out as many as the model takes, and no more than 512.

    Returns
    -------
    Tokenizer

    Raises
    ------
    ValueError
        If there is none, it is damaged, a package is missing, or the model takes fewer tokens.
    """
    folder = Path(folder)
    limit = longest_text(folder)
    if longest is not None and limit is not None and longest > limit:
        raise ValueError(f"max_tokens is {longest}, but the model in {folder} takes {limit} tokens")
    backend = _backend(folder)
    longest = longest or min(limit or MOST_TOKENS, MOST_TOKENS)
    n_added = backend.num_special_tokens_to_add(is_pair=False)
    if longest <= n_added:
        raise ValueError(
            f"max_tokens is {longest}, of which the tokenizer in {folder} adds {n_added} to every "
            f"text; take {n_added + 1} or more"
        )
    hidden = next(
        (each for key in HIDING if (each := _number(folder, backend, key)) is not None), None
    )
    padding = _number(folder, backend, "pad_token") or 0  # any, which the mask hides
    return Tokenizer(backend, longest, padding, str(folder), hidden)


def longest_text(folder):
    """Tokens that the model in a folder takes at most, as far as its files say; None if not."""
    folder, limits = Path(folder), []
    said = _read_json(folder / OF_TOKENIZER).get("model_max_length")
    if isinstance(said, int | float) and said < UNLIMITED:
        limits.append(int(said))
    model = _read_json(folder / OF_MODEL)
    for key in POSITIONS:
        if isinstance(found := model.get(key), int):
            offset = model.get("model_type") in OFFSET_POSITIONS
            limits.append(found - (model.get("pad_token_id", 1) + 1) * offset)
    return min(limits, default=None)


def _backend(folder):
    """The tokenizer in a folder as one of the package tokenizers."""
    try:
        import tokenizers
    except ImportError as error:
        raise ValueError(
            "texts need the package tokenizers: pip install tokenizers, or requirements-torch.txt "
            "for models of PyTorch, or let Snakemake do so by --software-deployment-method conda"
        ) from error
    if (folder / TOKENIZER).is_file():
        try:
            return tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # the package raises no narrower one
            raise ValueError(f"{folder / TOKENIZER} is damaged ({error})") from error
    try:
        from topomaps.models.older_tokenizers import converted_tokenizer

        if not any(each for ending in VOCABULARIES for each in folder.glob(ending)):
            raise OSError("no vocabulary")  # transformers would make an empty one
        return converted_tokenizer(folder)
    except (ImportError, OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(
            f"{folder} has no tokenizer that can be read: put the file {TOKENIZER} of the model "
            f"there (AutoTokenizer.from_pretrained(…).save_pretrained({str(folder)!r}) writes it)"
        ) from error


def _number(folder, backend, key):
    """Number of a token that a model names, such as "pad_token"; None where it names none."""
    said = _read_json(folder / OF_TOKENIZER).get(key)
    said = said.get("content") if isinstance(said, dict) else said
    return backend.token_to_id(said) if said else None


def _read_json(path):
    """What a JSON file of a model says; nothing without it, and nothing of a damaged one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
