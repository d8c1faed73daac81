"""The pages on which managers invite whoever has not signed in yet."""
