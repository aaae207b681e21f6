"""What the support check compares: words, numbers, dates, names, denials, certainty."""
