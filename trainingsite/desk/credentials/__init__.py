"""The pages on which managers help somebody to sign in."""
