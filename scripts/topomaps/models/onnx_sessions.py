"""Running an ONNX model: a session with further outputs, and inputs in parts."""

import logging
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

SMALL_SIZES = (32, 64, 224)  # of free dimensions of an input, in pixels or steps
SAMPLES = 16000  # of a sound, where a single dimension is free
logger = logging.getLogger(__name__)
EXTERNAL_DATA = "session.model_external_initializers_file_folder_path"


class OnnxSession:
    """A model whose outputs are its own and further ones.

    Parameters
    ----------
    model : onnx.ModelProto
        Checked by `read_onnx`.
    path : path-like
        Its file, for external data in its folder and for errors.
    names : sequence of str
        Outputs of nodes that are to become outputs of the model.
    threads : int
    batch_size : int or None
        Number of inputs that the model takes at once, if it is fixed.

    Raises
    ------
    ValueError
        If onnxruntime cannot load the model.
    """

    def __init__(self, model, path, names, threads, batch_size=None):
        self.path, self.batch_size = Path(path), batch_size
        self.names, self._is_tried = list(dict.fromkeys(names)), False
        try:
            self._session = onnxruntime.InferenceSession(
                _with_outputs(model, names),
                session_options(threads, self.path.parent),
                providers=["CPUExecutionProvider"],
            )
        except Exception as error:  # onnxruntime has errors of many kinds, without a common class
            raise ValueError(
                f"onnxruntime {onnxruntime.__version__} cannot load {self.path}: {error}; export "
                "it again, perhaps for an older opset, or export activations instead"
            ) from error

    def run(self, inputs, outputs):
        """Values of named outputs, in their order, for inputs (b, ...) by name, the user's first.

        Where the model takes a fixed number at once, the last part is filled up by repetition.
        """
        n_all = len(next(iter(inputs.values())))
        if not self._is_tried and self.batch_size is None:
            # One input alone: a dimension that is as long as many inputs by chance is found out.
            if all(each.ndim and len(each) == n_all for each in inputs.values()):
                self._run_part({name: each[:1] for name, each in inputs.items()}, outputs)
            self._is_tried = True
        size, parts = self.batch_size or n_all, []
        for start in range(0, n_all, size):
            part = {name: _part(each, start, size, n_all) for name, each in inputs.items()}
            n_inputs = min(size, n_all - start)
            parts.append([each[:n_inputs] for each in self._run_part(part, outputs)])
        return [np.concatenate(each) for each in zip(*parts, strict=True)]

    def shapes(self, inputs, outputs):
        """Shapes of named outputs for inputs (b, ...), without b; of lists of mappings, none."""
        found, n_inputs = self._session.run(outputs, inputs), len(next(iter(inputs.values())))
        return {
            output: values.shape[1:]
            for output, values in zip(outputs, found, strict=True)
            if isinstance(values, np.ndarray) and values.ndim > 1 and len(values) == n_inputs
        }

    def _run_part(self, part, outputs):
        first = next(iter(part.values()))
        try:
            found = self._session.run(outputs, part)
        except Exception as error:
            shapes = ", ".join(str(each.shape) for each in part.values())
            raise ValueError(
                f"{self.path} cannot be run on inputs of the shape {shapes}: {error}"
            ) from error
        for output, values in zip(outputs, found, strict=True):
            if values.ndim not in (2, 3, 4) or len(values) != len(first):
                raise ValueError(
                    f"{output!r} of {self.path} has the shape {values.shape} for {len(first)} "
                    "inputs; maps need units (inputs, N), units of tokens (inputs, T, N) or "
                    "feature maps of each input"
                )
        return found


def measured_shapes(session, complete, input_shape, dtype, channels):
    """Shapes of the further outputs of a session for one input of zeros; of free size, a small one.

    Parameters
    ----------
    session : OnnxSession
    complete : callable
        Inputs of the user's -> all inputs of the model by name.
    input_shape : tuple
        Of one input, None in it where free.
    dtype : numpy.dtype
    channels : {"first", "last"} or None
        Where the channels of images are, three if their number is free.

    Returns
    -------
    dict of str -> tuple
        Empty if the model cannot be run on zeros.
    """
    for size in (*SMALL_SIZES, *[SAMPLES] * (input_shape.count(None) == 1)):
        shape = [size if each is None else each for each in input_shape]
        if len(shape) == 3 and channels:
            place = 0 if channels == "first" else -1
            shape[place] = input_shape[place] or 3
        zeros = np.zeros((session.batch_size or 1, *shape), dtype)
        try:
            return session.shapes(complete(zeros), session.names)
        except Exception as error:  # of many kinds; a larger input may do
            logger.info("%s does not run on zeros of the shape %s: %s", session.path, shape, error)
    return {}


def _part(values, start, size, n_inputs):
    """Some of the values (n, ...), filled up by repetition of the last; others as they are."""
    if values.ndim == 0 or len(values) != n_inputs:
        return values
    part = values[start : start + size]
    return np.concatenate([part, np.repeat(part[-1:], size - len(part), axis=0)])


def _with_outputs(model, names):
    """The model as bytes, with further outputs; the model itself stays as it is."""
    outputs = model.graph.output
    n_outputs, known = len(outputs), {each.name for each in outputs}
    new = [name for name in dict.fromkeys(names) if name not in known]
    outputs.extend(onnx.ValueInfoProto(name=name) for name in new)
    try:
        return model.SerializeToString()
    finally:
        del outputs[n_outputs:]


def session_options(threads, folder):
    """Options by which the same inputs give the same bytes on the same machine."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3  # errors
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry(EXTERNAL_DATA, str(folder.resolve()))
    return options
