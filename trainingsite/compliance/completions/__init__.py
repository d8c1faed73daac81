"""Completions from a file: read, matched with people and trainings, shown as a plan, put in whole or not at all."""
