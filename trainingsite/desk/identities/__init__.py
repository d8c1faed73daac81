"""The pages on who is who: former names for their keeper, and two rows that are one human."""
