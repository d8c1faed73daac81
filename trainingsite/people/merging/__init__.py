"""Two practices become one: what would move, shown before it is done; and doing it, whole or not at all."""
