"""Neuron activation profiles."""
