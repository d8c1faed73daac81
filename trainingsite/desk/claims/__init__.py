"""Training done elsewhere: sent with a proof by the person, decided on by somebody else."""
