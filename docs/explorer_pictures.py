"""Draw the pictures of docs/explorer.md from the explorers of its runs: `make pictures`.

Needs Debian's chromium. The runs lie below the folder `--runs`; a page that is not there is left
out with a word. The clicks are those of the text.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests/browser"))
WIDTH, HEIGHT = 1400, 900

# File, page, and what is chosen in the order of the text, as the address of the page
PICTURES = {
    "explorer_start": ("quick_mlp", {}),
    "explorer_age_difference": (
        "mobilenet_bias",
        {
            "page": "mobilenet_bias_age", "layer": "conv_pw_13_relu", "group": "more than 70",
            "second": "0-2", "tab": "pair",
        },
    ),
    "explorer_age_neuron": (
        "mobilenet_bias",
        {
            "page": "mobilenet_bias_age", "layer": "conv_pw_13_relu", "group": "more than 70",
            "second": "0-2", "neuron": "190", "tab": "neuron",
        },
    ),
    "explorer_race_region": (
        "mobilenet_bias",
        {
            "page": "mobilenet_bias_race", "layer": "conv_pw_13_relu", "group": "Southeast Asian",
            "sort": "likeness", "tab": "region", "region": "c_above_0",
        },
    ),
    "explorer_digit_wrong": (
        "quick_mlp",
        {
            "page": "quick_label_errors", "group": "1 wrong", "sort": "likeness", "tab": "region",
            "region": "c_above_0",
        },
    ),
    "explorer_digit_suspicious": ("mnist_labels", {"tab": "suspicious"}),
}  # fmt: skip


def main():
    """Open each page as the text does, and keep what is seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=Path, default=ROOT / "results/pictures")
    runs = parser.parse_args().runs
    from urllib.parse import urlencode

    from browsers import Chromium

    with Chromium() as browser:
        for name, (run, chosen) in PICTURES.items():
            path = next(runs.glob(f"*/results/explorer/{run}.html"), None)
            if path is None:
                print(f"{name} is left out: no run below {runs} has {run}.html")
                continue
            page = browser.open(path, f"#{urlencode(chosen)}", WIDTH, HEIGHT)
            page.wait_for_timeout(500)  # drawings of the library appear a frame later
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
