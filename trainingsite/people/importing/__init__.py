"""Staff from a file: read, matched with who is known, shown as a plan, and put in whole or not at all."""
