"""What sentences claim in answer to a question, and whether two claims exclude each other."""
