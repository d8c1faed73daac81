"""The practice's people on its desk: who works here, their jobs, leave, duties and last days."""
