"""What the rules of NAPs read, and what they are told."""


def profile_settings(wildcards):
    """What the NAPs of a layer depend on, for their params."""
    part = part_of(wildcards)
    keys = ["feature_maps"] + ["stacked_examples"] * (part["features"] != "naps")
    keys += ["balanced_correct_only"] * (part["features"] == "balanced")
    return {
        **layer_settings(wildcards),
        "drawing": drawing_settings(SETTINGS, part),
        "inputs_of": part.get("dataset", part.get("activations")),
        "weighted": part["grouping"]["weighted"],
        "features": part["features"],
        **{key: part["layouts"][key] for key in keys},
        "seed": SETTINGS["seed"],
    }
