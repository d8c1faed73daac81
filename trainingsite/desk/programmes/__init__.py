"""A practice's programmes and a network's: what is asked of whom, from when, and what a change would do."""
