"""A model's text as it arrives, piece by piece: markers resolved, markup gone, whole sentences out."""
