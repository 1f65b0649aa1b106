"""Topographic activation maps of neural networks: layouts, maps, scores and their statistics."""
