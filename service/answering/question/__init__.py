"""What a question asks for, and of which days."""
