"""Texts in the file of a dataset: bytes, for the length of the longest would be that of all."""

import numpy as np


def stored_texts(texts):
    """Arrays that hold texts (list of str): their bytes one after another, and where each ends.

    Returns
    -------
    content : ndarray of uint8
    ends : ndarray of int64, shape (n,)
    """
    found = [text.encode(errors="surrogatepass") for text in texts]
    ends = np.cumsum([len(each) for each in found], dtype=np.int64)
    return np.frombuffer(b"".join(found), dtype=np.uint8), ends


class Texts:
    """Texts that are read from stored bytes when they are asked for.

    Parameters
    ----------
    content, ends
        As of `stored_texts`.
    """

    def __init__(self, content, ends):
        self._content, self._ends = content, ends

    def __len__(self):
        """Return the number of texts."""
        return len(self._ends)

    def __getitem__(self, row):
        """Text of a row."""
        start = self._ends[row - 1] if row else 0
        return self._content[start : self._ends[row]].tobytes().decode(errors="surrogatepass")
