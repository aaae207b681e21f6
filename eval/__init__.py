"""Gold questions, metrics, a gate and its reports."""
