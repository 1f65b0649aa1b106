"""Functions of the layout methods, each loaded from its own module when it is used."""

from importlib import import_module

from topomaps.common.gc_paused import gc_paused
from topomaps.layouts.methods import FUNCTIONS


def function_of(method):
    """Function that lays out the neurons by a method, of which no other module is imported."""
    module, name = FUNCTIONS[method].split(":")
    with gc_paused():
        return getattr(import_module(module), name)
