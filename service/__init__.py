"""The running service: answering, and its face on HTTP."""
