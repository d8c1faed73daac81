"""The pages of whoever leads a network: its practices side by side, in counts, and in names where they agree."""
