"""What an article, a sentence and a date are, and the library that keeps articles."""
