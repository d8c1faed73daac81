"""Training that happens elsewhere, as managers record it: by hand, from a file; and taking it back."""
