"""Tests of the workbench as the analyst uses it."""
