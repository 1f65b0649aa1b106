"""Scores of maps and layouts."""
