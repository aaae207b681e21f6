"""The Answer over HTTP."""
