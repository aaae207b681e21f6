"""Which sentences to quote, and what they bring with them."""
