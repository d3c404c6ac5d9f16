"""A playbook as a handbook in no format yet: what the writers of PDF, Word and Markdown share."""
