"""Activations of layers: extracted, stored, read in parts."""
