"""From poses to the probability of each phase."""
