"""The order of what was found: ranks fused, weighed by date, made to say different things."""
