"""What a network lead opens, and what a practice decides about it."""
