"""Layouts of neurons."""
