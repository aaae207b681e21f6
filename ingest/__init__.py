"""Articles in, a new snapshot out."""
