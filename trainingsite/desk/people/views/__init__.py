"""The pages about a practice's people."""
