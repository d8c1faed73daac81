"""Two rows that turned out to be one human: asked by a manager, shown and confirmed by the person, never guessed."""
