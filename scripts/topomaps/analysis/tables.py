"""Tables of an analysis, in the columns of the workflow's, each computed when it is first used."""

from functools import cached_property

import numpy as np
import pandas as pd

from topomaps.activations.lazy_rows import chosen_rows
from topomaps.analysis.fitted import CONDITION, laid_out, names_of_draws
from topomaps.common.seeds import seed_for
from topomaps.groups.account import account_table
from topomaps.groups.configured import label_settings
from topomaps.groups.labelled_inputs import label_probabilities, labelled_inputs
from topomaps.groups.outcomes import outcome_table
from topomaps.layouts.methods import BASELINE
from topomaps.layouts.permuted_layers import similarities_by_chance
from topomaps.maps.region_inputs import named_inputs, top_inputs
from topomaps.maps.regions import find_regions, summarise_regions
from topomaps.models.layer_names import file_names
from topomaps.scores.faithfulness import faithfulness_of_trials
from topomaps.scores.tables import complete_table
from topomaps.statistics.compared_groups import ComparedGroups
from topomaps.statistics.outcome_gaps import gap_table, outcome_tests
from topomaps.statistics.subgroup_tables import (
    both_kinds,
    membership_table,
    neuron_table,
    subgroup_table,
)
from topomaps.statistics.suspect_tables import expected_table, named_suspects
from topomaps.statistics.suspicious_inputs import suspicious_inputs


class Tables:
    """Tables of an analysis that is fitted.

    Parameters
    ----------
    given : topomaps.analysis.given.Given
    inputs : topomaps.groups.files.GroupedInputs
    settings : topomaps.analysis.settings.Settings
    fitted : topomaps.analysis.fitted.Fitted
    """

    def __init__(self, given, inputs, settings, fitted):
        self.given, self.inputs, self.settings, self.fitted = given, inputs, settings, fitted

    @cached_property
    def compared(self):
        """Tests of the groups of each layer (`ComparedGroups` by layer)."""
        how = {"by": self.given.by, "seed": self.fitted.seed, **self.settings.tests}
        return {
            layer: ComparedGroups(stored.means, self.inputs, layer, **how)
            for layer, stored in self.given.layers.items()
        }

    @cached_property
    def separation(self):
        """Test of all groups, a row for each layer."""
        tables = [each.separation_table for each in self.compared.values()]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def pairs(self):
        """Test of each pair of groups, and how alike their profiles are, in each layer."""
        tables = [each.pairs for each in self.compared.values()]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def region_neurons(self):
        """Neurons of all regions, by layer."""
        how = {key: getattr(self.settings, key) for key in ("threshold", "min_neurons")}
        names = list(self.fitted.sampled.names)
        return {
            layer: find_regions(self.fitted.naps(layer), positions, names, **how)
            for layer, positions in self.fitted.shown.items()
        }

    @cached_property
    def region_inputs(self):
        """Inputs that excite each region most, by layer."""
        return {
            layer: named_inputs(
                top_inputs(self.given.layers[layer].means, found, self.settings.n_inputs),
                self.given.known,
            )
            for layer, found in self.region_neurons.items()
        }

    def regions(self, table):
        """Table of all layers: `regions`, their `neurons`, or the `inputs` that excite them."""
        summaries = {layer: summarise_regions(each) for layer, each in self.region_neurons.items()}
        tables = {"regions": lambda: summaries, "neurons": lambda: self.region_neurons,
                  "inputs": lambda: self.region_inputs}  # fmt: skip
        return _of_layers(_chosen(tables, table)())

    @cached_property
    def labelled(self):
        """Inputs with the labels that may be wrong (`LabelledInputs`)."""
        settings = label_settings(self.given.by, self.settings.groups)
        return labelled_inputs(self.given.known, **settings)

    @cached_property
    def labelled_layers(self):
        """Activations (m, N_i) of these inputs in each layer."""
        rows = self.labelled.rows
        return [chosen_rows(each.means, rows) for each in self.given.layers.values()]

    def _seed(self, what):
        """Seed of what is said of the labels."""
        factors = label_settings(self.given.by, {})["by"]
        return seed_for(self.fitted.seed, what, *factors)

    def _of_labelled(self, columns):
        """Values (m,) of the inputs with a label, of those (n,) of all; None stays None."""
        return None if columns is None else columns[self.labelled.rows]

    def p_of_neuron(self, layer, neuron):
        """p (G,) of a neuron in each group, NaN where it is not tested, and the smallest p."""
        names = list(self.fitted.sampled.names)
        p, tested = np.full(len(names), np.nan), self.compared[layer]
        least = 1 / (tested.separation_table["n_permutations"].iloc[0] + 1)
        found = tested.neurons_of_groups
        p[[names.index(group) for group in found["groups"].tolist()]] = found["p"][:, neuron]
        return p, least

    def check_inputs(self, numbers):
        """Raise a ValueError if there is an input of none of these numbers, or no number."""
        n_inputs = self.given.n_inputs
        wrong = [each for each in numbers.tolist() if not 0 <= each < n_inputs]
        if wrong or not len(numbers):
            raise ValueError(
                f"there is no input {wrong[0] if wrong else ''}; give numbers from 0 to "
                f"{n_inputs - 1}"
            )

    def chance_of_layers(self, layers):
        """How alike the maps of layers (all but the first) are to the first by chance."""
        first, *others = layers
        settings, fitted = self.settings, self.fitted
        turn, method = not fitted.is_shared, next(iter(fitted.positions[first]))
        own = {
            "sampling": settings.sampling(self.given.by),
            "features": "naps",
            "inputs": self.inputs,
            "names": names_of_draws(self.given, settings, fitted.seed),
        }
        how = {**settings.averaging, "pool_maps": settings.averaging["pool_maps"] or not turn}
        files = file_names(self.given.layers)
        kept = {
            files[each]: {**own, "how": how, "values": self._values(each, how["pool_maps"])}
            for each in others
        }
        table = similarities_by_chance(
            {"naps": fitted.naps(first), "positions": fitted.shown[first]}, kept, method=method,
            turn=turn, names=(fitted.seed, "permuted", settings.name),
            permutations=settings.permuted_layers, resolution=settings.resolution,
            layouts=fitted.params or {},
        )  # fmt: skip
        return table.replace({"layer": {file: layer for layer, file in files.items()}})

    def _values(self, layer, pool_maps):
        stored = self.given.layers[layer]
        return stored.means if pool_maps or stored.values is None else stored.values

    @cached_property
    def _judged(self):
        inputs = self.labelled
        return suspicious_inputs(
            self.labelled_layers, inputs.labels, label_probabilities(inputs, self.given.outputs),
            blocks=self._of_labelled(self.inputs.blocks), seed=self._seed("suspicious inputs"),
        )  # fmt: skip

    @property
    def _names(self):
        """Names of the inputs with a label, where they have any, as a column."""
        names = self._of_labelled(self.given.names)
        return {} if names is None else {"file": names}

    @cached_property
    def suspects(self):
        """Inputs by the probability that their label is wrong."""
        return named_suspects(self._judged, self.labelled.rows, self.labelled.names, **self._names)

    @cached_property
    def expected_wrong(self):
        """How many labels to expect wrong among the first inputs, and the verdict on all."""
        return expected_table(self._judged)

    @cached_property
    def subgroups(self):
        """Tables by name: of groups, of the inputs' parts, and of the most distinctive neurons."""
        inputs, layers = self.labelled, list(self.given.layers)
        found = both_kinds(
            self.labelled_layers, inputs.labels, seed=self._seed("subgroups"),
            level=self.settings.alpha, blocks=self._of_labelled(self.inputs.blocks),
        )  # fmt: skip
        table = subgroup_table(found, self.labelled_layers, inputs.labels, inputs.names)
        of_inputs = membership_table(found, inputs.rows, inputs.labels, inputs.names, **self._names)
        neurons = neuron_table(found, inputs.names, layers)
        return {"groups": table, "inputs": of_inputs, "neurons": neurons}

    def subgroup_table(self, table):
        """One of the tables of subgroups."""
        return _chosen(self.subgroups, table)

    @cached_property
    def faithfulness(self):
        """Scores of all layouts, beside those of neurons at random places."""
        tables = []
        for layer, positions in self.fitted.positions.items():
            features = self.fitted.features(layer)[None]
            for method, each in {**positions, BASELINE: self._random(layer)}.items():
                rows = faithfulness_of_trials(method, features, each[None], self._saw_distances)
                tables.append(pd.DataFrame(rows).assign(method=method, layer=layer))
        table = pd.concat(tables, ignore_index=True)
        return complete_table(table.assign(experiment=self.settings.name, condition=CONDITION))

    @property
    def _saw_distances(self):
        return bool((self.fitted.params or {}).get("distances", False))

    def _random(self, layer):
        """Neurons at random places, as the workflow's method of this name lays them out."""
        keys = {"experiment": self.settings.name, "condition": CONDITION}
        keys["layer"] = file_names(self.fitted.profiles)[layer]
        return laid_out(self.fitted.profiles[layer], BASELINE, self.fitted.seed, keys)

    @cached_property
    def outcomes(self):
        """What the network predicts for each group."""
        return outcome_table(self.given.known, self.inputs.grouping, self.inputs.blocks)

    @cached_property
    def gaps(self):
        """Differences between each two groups in what is predicted."""
        grouping = self.inputs.grouping
        return gap_table(self.given.known, grouping, self.given.by, self.inputs.blocks)

    @cached_property
    def gap_tests(self):
        """The clearest gaps between groups, beside what chance gives."""
        how = {
            "seed": seed_for(self.fitted.seed, "outcomes", *self.given.by),
            "strata": self.inputs.strata, "blocks": self.inputs.blocks,
        }  # fmt: skip
        return outcome_tests(self.given.known, self.inputs.grouping, self.given.by, **how)

    def outcome_table(self, table):
        """One of the tables of what is predicted."""
        tables = {"groups": "outcomes", "pairs": "gaps", "tests": "gap_tests"}
        return getattr(self, _chosen(tables, table))

    @cached_property
    def account(self):
        """What became of the inputs."""
        grouping = self.inputs.grouping
        return account_table(self.given.seen, self.given.known, grouping, self.given.by)


def _of_layers(tables):
    """Tables by layer as one, with a column of the layer."""
    named = [each.assign(layer=layer) for layer, each in tables.items()]
    table = pd.concat(named, ignore_index=True)
    return table[["layer", *(name for name in table.columns if name != "layer")]]


def _chosen(tables, name):
    if name not in tables:
        raise ValueError(f"there is no table {name!r}; choose from {', '.join(tables)}")
    return tables[name]
