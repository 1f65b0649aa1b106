"""Write activations of a PyTorch model to a file that the workflow reads, by forward hooks.

Copy `export_activations` into your project and call it with your model and your data.
"""

import numpy as np
import torch


def export_activations(
    path, model, layers, batches, class_names=None, attributes=None, keep_inputs=True
):
    """Run a model over batches and save the outputs of layers.

    Parameters
    ----------
    path : str
        File to write, ending in `.npz`.
    model : torch.nn.Module
    layers : list of str
        Names as of `model.named_modules()`, for example "features.3".
    batches : iterable of (inputs, labels)
        For example a `torch.utils.data.DataLoader` that does not shuffle.
    class_names : list of str, optional
        What the labels 0, 1, … stand for.
    attributes : dict of str -> sequence, optional
        Further columns to group by, one value per input.
    keep_inputs : bool
        Whether to save the inputs too, for pictures of examples.
    """
    outputs, seen, labels, predictions = {name: [] for name in layers}, [], [], []

    def keep(name):
        def hook(module, inputs, output):
            values = output.detach().cpu().numpy()
            # PyTorch has channels first; maps need (inputs, height, width, channels).
            outputs[name].append(np.moveaxis(values, 1, -1) if values.ndim == 4 else values)

        return hook

    modules = dict(model.named_modules())
    hooks = [modules[name].register_forward_hook(keep(name)) for name in layers]
    device = next(model.parameters()).device
    model.eval()
    with torch.no_grad():
        for inputs, batch_labels in batches:
            predictions.append(model(inputs.to(device)).argmax(dim=1).cpu().numpy())
            labels.append(batch_labels.cpu().numpy())
            if keep_inputs:
                pixels = inputs.cpu().numpy()
                seen.append(np.moveaxis(pixels, 1, -1) if pixels.ndim == 4 else pixels)
    for hook in hooks:
        hook.remove()

    arrays = {f"activations/{name}": np.concatenate(parts) for name, parts in outputs.items()}
    arrays |= {f"attributes/{name}": np.asarray(each) for name, each in (attributes or {}).items()}
    if class_names is not None:
        arrays["class_names"] = np.array(class_names)
    if keep_inputs:
        arrays["inputs"] = np.concatenate(seen)
    np.savez(path, labels=np.concatenate(labels), predictions=np.concatenate(predictions), **arrays)


if __name__ == "__main__":
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 3),
        torch.nn.ReLU(),
        torch.nn.Flatten(),
        torch.nn.Linear(8 * 6 * 6, 16),
        torch.nn.ReLU(),
        torch.nn.Linear(16, 3),
    )
    data = [(torch.rand(20, 1, 8, 8), torch.randint(0, 3, (20,))) for _ in range(3)]
    export_activations(
        "own.npz", network, ["1", "4"], data, class_names=["cat", "dog", "owl"],
        attributes={"batch": np.repeat([0, 1, 2], 20)},
    )  # fmt: skip
