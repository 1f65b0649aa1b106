"""Shards of an extraction: ranges of the inputs, each seen by a job of its own, and joined again.

The joined files have the bytes of an extraction by one job: batches are cut at the same places,
and sums of blocks of them are exact (`topomaps.activations.exact_sums`).
"""

import json
from pathlib import Path

import numpy as np

from topomaps.activations.exact_sums import ExactSums, inputs_of_block
from topomaps.activations.growing_arrays import GrowingArray
from topomaps.activations.layer_lists import MEANS, OUTPUTS
from topomaps.activations.network_pass import check_read
from topomaps.common.files import load_arrays, save_arrays
from topomaps.data.decoding_report import DecodingReport
from topomaps.models.predictions import predicted

SHARD, EXACT = "shard.npz", ".exact.npz"
# Of the decoding, what an account tells
OF_REPORT = ("skipped", "n_turned", "n_first", "n_cut", "sounds")
BLOCK_BYTES = 2**26  # that are copied at a time


def check_shards(n_inputs, batch_size, n_shards, dataset):
    """Refuse more shards of a dataset (its name) than its inputs make blocks.

    Raises
    ------
    ValueError
    """
    block = inputs_of_block(batch_size)
    n_blocks = -(-n_inputs // block)
    if n_shards > n_blocks:
        raise ValueError(
            f"datasets.{dataset}.shards: {n_shards} is more than the {n_blocks} blocks of {block} "
            f"that its {n_inputs} inputs make for the model; name at most {n_blocks}"
        )


def save_shard(folder, read, class_names, report):
    """Write which inputs of all (n,) bool a shard has read, and the names of the outputs.

    `report` is that of the decoding (`topomaps.data.decoding_report.DecodingReport`).
    """
    met = json.dumps({key: getattr(report, key) for key in OF_REPORT})
    arrays = {"positions": np.flatnonzero(read), "report": np.array(met)}
    if class_names is not None:
        arrays["class_names"] = np.array(class_names, dtype=str)
    save_arrays(Path(folder) / SHARD, **arrays)


def save_exact(folder, file, groups):
    """Write the sums of a layer's groups (dict of part -> SummedGroups), as far as there are any.

    Parameters
    ----------
    folder : path-like
    file : str
        File name of the layer.
    groups : dict of str -> topomaps.activations.extraction.SummedGroups
    """
    for each in groups.values():
        each.complete()
    arrays = {
        f"{part}/{number}": sums
        for part, each in groups.items()
        if each.sums is not None
        for number, sums in enumerate(each.sums.parts)
    }
    if arrays:
        save_arrays(Path(folder) / f"{file}{EXACT}", **arrays)


def add_exact(folders, file, groups):
    """Set the sums of a layer's groups to those of all shards together, as of `save_exact`."""
    for folder in folders:
        path = Path(folder) / f"{file}{EXACT}"
        arrays = load_arrays(path) if path.exists() else {}
        for name in list(arrays):
            sums, part = arrays.pop(name), name.rpartition("/")[0]
            if part in groups:
                if groups[part].sums is None:
                    groups[part].sums = ExactSums(sums.shape)
                groups[part].sums.add(sums.reshape(len(sums), -1))


class JoinedShards:
    """The folders of all shards of an extraction.

    Parameters
    ----------
    folders : sequence of path-like
        In the order of their inputs.
    n_inputs : int
        Of all shards together, n; those of the checkpoints of a training count each time.
    n_rows : int
        Inputs of the dataset; the same number at each checkpoint.

    Attributes
    ----------
    read : ndarray of bool, shape (n,)
        The inputs that some shard has read.
    report : topomaps.data.decoding_report.DecodingReport
        Files that could not be read, and what a user may not expect of the others.

    Raises
    ------
    ValueError
        If none was.
    """

    def __init__(self, folders, n_inputs, n_rows):
        self.folders = [Path(each) for each in folders]
        self._shards = [load_arrays(each / SHARD) for each in self.folders]
        self.read = np.zeros(n_inputs, dtype=bool)
        for shard in self._shards:
            self.read[shard["positions"]] = True
        check_read(self.read)
        self.report = DecodingReport()
        for shard in self._shards:
            self.report.add(DecodingReport(**json.loads(str(shard["report"]))))
        self._starts = range(0, n_inputs, n_rows)
        self._n_rows = n_rows

    def has_maps(self, file):
        """Whether a layer, by its file name, has feature maps."""
        return any((folder / f"{file}{MEANS}.npy").exists() for folder in self.folders)

    def join_arrays(self, folder):
        """Write each array of the shards into a folder, all inputs one after another.

        Raises
        ------
        ValueError
            If shapes differ, as those of images in their own sizes may; names the layer.
        """
        for name in sorted({file.name for each in self.folders for file in each.glob("*.npy")}):
            joined, shapes = GrowingArray(Path(folder) / name, int(self.read.sum())), set()
            for values, rows in self._pieces(name):
                shapes.add(values.shape[1:])
                if len(shapes) > 1:
                    raise ValueError(
                        f"{name.removesuffix('.npy')} has the shapes {shapes} in different shards: "
                        "images differ in size; name one by the key image_size: [height, width]"
                    )
                step = max(1, BLOCK_BYTES // max(1, values[:1].nbytes))
                for start in range(rows.start, rows.stop, step):
                    joined.append(values[start : min(start + step, rows.stop)])
            joined.close()

    def _pieces(self, name):
        """Yield array and slice of its rows, checkpoint after checkpoint, shard after shard."""
        for start in self._starts:
            for folder, shard in zip(self.folders, self._shards, strict=True):
                ends = np.searchsorted(shard["positions"], (start, start + self._n_rows))
                if (folder / name).exists() and ends[0] < ends[1]:
                    yield np.load(folder / name, mmap_mode="r", allow_pickle=False), slice(*ends)

    def predictions(self):
        """Predicted class of each input, as of `NetworkPass.predictions`."""
        found, names = np.full(len(self.read), -1), None
        for folder, shard in zip(self.folders, self._shards, strict=True):
            path = folder / f"{OUTPUTS}.npy"
            if not path.exists():
                continue
            outputs = np.load(path, mmap_mode="r", allow_pickle=False)
            codes, names = predicted(outputs, shard.get("class_names"))
            if codes is not None:
                found[shard["positions"]] = codes
        if names is None:
            return {"predictions": None, "prediction_names": ()}
        return {"predictions": found, "prediction_names": tuple(names.tolist())}
