"""The house rules: each a function that is given sources, models or papers and answers what breaks it."""
