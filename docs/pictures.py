"""Make the pictures of all pages anew, each from the run that its page names: `make pictures`.

Each run lies in results/pictures/<name> and is computed as far as its settings or the code have
changed. Runs of data that are not embedded need `--mirror`, and are left out without it.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from PIL import Image

DOCS = Path(__file__).parent
ROOT = DOCS.parent
RUN_FOLDER = ROOT / "results/pictures"
WIDTH = 1000  # pixels of a picture at most; figures have 300 dots an inch
GALLERY = "config/gallery.yaml"


@dataclass(frozen=True)
class Run:
    """A run and the pictures that come from it.

    Attributes
    ----------
    configuration : str
        A file of the repository.
    pictures : dict of str -> str
        Picture of a page -> figure below results/figures, both without ending.
    needs_mirror : bool
    settings : tuple of str
        Further ones, as of `--config`.
    pages : tuple of str
        Explorers that `explorer_pictures.py` opens.
    """

    configuration: str
    pictures: dict = field(default_factory=dict)
    needs_mirror: bool = False
    settings: tuple = ()
    pages: tuple = ()


RUNS = {
    "quickstart": Run(
        "config/quickstart.yaml",
        {"map_grid": "quick_label_errors/hidden/UMAP_PSO/map_grid"},
        pages=("quick_mlp",),
    ),
    "gallery": Run(GALLERY),
    "activations": Run(
        "examples/activations/config.yaml",
        {
            "own_layers": "digits/layers_sorted",
            "own_regions": "digits/first/sorted/regions",
            "own_separation": "digits/separation",
        },
    ),
    "images": Run(
        "examples/images/config.yaml",
        {"own_map_grid": "classes_and_errors/dense/sorted/map_grid"},
    ),
    "table": Run("examples/table/config.yaml", {"own_significant": "cultivars/significant"}),
    "audit": Run(
        "examples/audit/config.yaml",
        {
            "own_variables": "audit/variables_all",
            "own_outcomes": "audit_digit/outcomes",
            "own_label_errors": "wrong_labels/dense/sorted/label_errors",
            "own_suspicious_inputs": "wrong_labels/suspicious_inputs",
            "own_effects": "acts/dense/sorted/effects",
            "own_subgroups": "wrong_labels/subgroups",
        },
    ),
    "why": Run("config/why.yaml", {"why_misread": "speaks/hidden/sorted/map_grid"}),
    "papers": Run(
        "config/config.yaml",
        {"measures": "measures/measures", "layout_maps": "mlp_methods/hidden/method_comparison"},
        needs_mirror=True,
    ),
    "vgg16": Run(
        "config/vgg16.yaml",
        {
            "bias_variables": "vgg16_bias/variables_shown",
            "bias_separation_race": "vgg16_bias_race/separation",
            "bias_significant_race": "vgg16_bias_race/significant",
            "bias_similarities_age": "vgg16_bias_age/similarities",
            "bias_similar_race": "vgg16_bias_race/similar_groups_all",
        },
        needs_mirror=True,
        settings=("maps={color_limit: 99}",),
    ),
    "mobilenet": Run("config/mobilenet.yaml", needs_mirror=True, pages=("mobilenet_bias",)),
    "mnist_labels": Run("config/mnist_labels.yaml", needs_mirror=True, pages=("mnist_labels",)),
}
# What no run of the workflow draws -> script that does, and what it is told.
SCRIPTS = {
    "library": ("docs/library_pictures.py",),
    "planted": ("benchmarks/why_figures.py", "planted"),
    "faces": ("benchmarks/why_figures.py", "faces", "--results", "{runs}/vgg16/results"),
    "explorer": ("docs/explorer_pictures.py", "--runs", "{runs}"),
}
OF_MIRROR = ("faces",)
HEAD = """# Gallery

Choose a figure here, and copy the settings above it. Every figure is shown once, made of
scikit-learn's bundled digits. One command makes all of them, in some minutes:

```
snakemake --cores 2 --configfile config/gallery.yaml
```

They lie in `results/figures/<experiment>/`. [figures.md](figures.md) says what a figure needs of
the data, [statistics.md](statistics.md) what its numbers mean. `make pictures` makes this page.
"""


NOTEBOOKS = """
## Notebooks
The same figures from arrays, without a run: three notebooks of
`examples/notebooks`, each in ten lines from arrays to the page. [library.md](library.md) goes
through them.

![Maps of three growers of wine](library_wine.png)

*[table.ipynb](../examples/notebooks/table.ipynb): neurons that respond to a grower, of a table.*

![Inputs whose label is probably wrong](library_suspicious.png)

*[images.ipynb](../examples/notebooks/images.ipynb): zeros that bear the label 1, in a network of
PyTorch.*

![Regions of animals, and the sentences that excite them most](library_sentences.png)

*[sentences.ipynb](../examples/notebooks/sentences.ipynb): a transformer that nobody has trained.
Its maps show which words the sentences share, and no more.*
"""


def figures_of(run, folder):
    """Pictures of the pages and the files of their figures."""
    pairs = {DOCS / f"{name}.png": file for name, file in run.pictures.items()}
    if run.configuration == GALLERY:
        pairs |= {DOCS / f"gallery/{name}.png": file for name, file in gallery_figures(folder)}
    return {picture: folder / f"results/figures/{file}.png" for picture, file in pairs.items()}


def gallery_figures(folder):
    """Yield the name of each figure of the gallery, and one of its files."""
    for name, figures in shown_figures().items():
        for figure in figures:
            file = sorted((folder / "results/figures").glob(f"{name}*/**/{figure}*.png"))[0]
            yield figure, str(file.relative_to(folder / "results/figures").with_suffix(""))


def shown_figures():
    """Figures of each experiment of the gallery; one with a kind of its own is one itself."""
    experiments = yaml.safe_load((ROOT / GALLERY).read_text(encoding="utf-8"))["experiments"]
    parts = {"tests": ["separation", "significant", "similarities"]}
    return {
        name: [part for each in settings.get("figures", [name]) for part in parts.get(each, [each])]
        for name, settings in experiments.items()
    }


def compute(run, folder, mirror):
    """Make the data of an example, and its figures."""
    folder.mkdir(parents=True, exist_ok=True)
    data = ROOT / Path(run.configuration).parent / "make_data.py"
    if data.is_file():
        subprocess.run([sys.executable, data], cwd=folder, check=True)
    settings = [*run.settings, *([f"mirror={Path(mirror).resolve()}"] if mirror else [])]
    targets = [f"results/figures/{file}.png" for file in run.pictures.values()]
    targets += [f"results/explorer/{page}.html" for page in run.pages]
    call = [sys.executable, "-m", "snakemake", *targets, "--cores", "2", "--configfile"]
    call += [run.configuration, "--directory", folder]
    subprocess.run(call + (["--config", *settings] if settings else []), cwd=ROOT, check=True)


def draw(name, mirror):
    """Run a script that draws pictures itself."""
    if name in OF_MIRROR and not mirror:
        print(f"{name} is left out: it needs --mirror")
        return
    script, *options = (each.format(runs=RUN_FOLDER) for each in SCRIPTS[name])
    paths = os.pathsep.join([str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")])
    subprocess.run([sys.executable, ROOT / script, *options], cwd=ROOT, check=True,
                   env=os.environ | {"PYTHONPATH": paths})  # fmt: skip


def write_picture(figure, picture):
    """Write a figure in the colours that it has, smaller where it is larger than a page needs."""
    picture.parent.mkdir(exist_ok=True)
    with Image.open(figure) as image:
        image = image.convert("RGB")
        if image.width > WIDTH:
            height = round(image.height * WIDTH / image.width)
            image = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
        image.save(picture, optimize=True)


def write_gallery():
    """Write the page of all figures, each experiment with its settings."""
    lines = (ROOT / GALLERY).read_text(encoding="utf-8").splitlines()
    starts = {name: lines.index(next(each for each in lines if each.startswith(f"  {name}:")))
              for name in shown_figures()}  # fmt: skip
    text = HEAD
    for name, figures in shown_figures().items():
        start = starts[name]
        end = min(each for each in [*starts.values(), len(lines)] if each > start)
        settings = "\n".join(line[2:] for line in lines[start:end])
        text += f"\n## {name.replace('_', ' ').capitalize()}\n```yaml\n{settings}\n```\n"
        for figure in figures:
            text += f"\n![{figure}](gallery/{figure}.png)\n\n*{figure}: {caption_of(figure)}*\n"
    (DOCS / "gallery.md").write_text(text + NOTEBOOKS, encoding="utf-8")


def caption_of(figure):
    """What the report says of a figure."""
    for ending in ("", "_all", "_float"):
        path = ROOT / f"rules/report/plot_{figure}{ending}.rst"
        if path.is_file():
            _title, _line, text = path.read_text(encoding="utf-8").split("\n", 2)
            return " ".join(text.split()).replace("*", "")
    raise FileNotFoundError(f"rules/report has no caption of {figure!r}")


def main():
    """Make the pictures of the runs that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mirror", help="folder or URL of the datasets (README)")
    everything = [*RUNS, *SCRIPTS]
    parser.add_argument("--only", nargs="*", choices=everything, default=everything)
    parser.add_argument("--from", dest="made", metavar="FOLDER", help="a run that is made already")
    options = parser.parse_args()
    for name in (each for each in options.only if each in RUNS):
        run, folder = RUNS[name], Path(options.made or RUN_FOLDER / name)
        if run.needs_mirror and not options.mirror and not options.made:
            print(f"{name} is left out: it needs --mirror")
            continue
        if not options.made:
            compute(run, folder, options.mirror)
        for picture, figure in figures_of(run, folder).items():
            write_picture(figure, picture)
            print(f"{picture.relative_to(ROOT)} from {figure}")
    for name in (each for each in options.only if each in SCRIPTS):
        draw(name, options.mirror)
    write_gallery()


if __name__ == "__main__":
    main()
