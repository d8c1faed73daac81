"""Every dated signature of the practices that somebody manages, as one file."""
