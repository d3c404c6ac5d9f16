"""What a new colleague can practise: questions made from the definition, and the author's own."""
