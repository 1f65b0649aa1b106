"""What the rules of models read, and what they are told."""


def trained_on(wildcards):
    """Dataset that a model is trained on, and the files of its images."""
    dataset = MODELS[wildcards.model]["dataset"]
    return {"dataset": f"results/datasets/{dataset}.npz", "images": images_of(dataset)}
