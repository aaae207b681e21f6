"""What a chat model is to the rest, and what stands between it and its service."""
