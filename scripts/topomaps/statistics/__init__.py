"""Tests of groups, similarities, label errors."""
