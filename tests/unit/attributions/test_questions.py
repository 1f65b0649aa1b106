from snakemake.iocontainers import InputFiles
from topomaps.attributions.questions import files_of

GIVEN = {"dataset": "digits.npz", "maps": "maps.npz", "neurons": "neurons.tsv", "groups": "g.npz"}


def as_inputs(files):
    """Files as a rule's script has them."""
    return InputFiles(fromdict=files)


def test_files_that_are_not_needed_are_left_out():
    found = files_of(as_inputs({**GIVEN, "model": [], "named": [], "tested": []}))
    assert found == {**GIVEN, "network": None}


def test_the_network_is_one_file():
    more = {"named": "named.tsv", "tested": "tested.npz"}
    found = files_of(as_inputs({**GIVEN, "model": ["mlp.keras"], **more}))
    assert found == {**GIVEN, "network": "mlp.keras", **more}
