"""Models that read and do not write: one call at a time each, off the event loop."""
