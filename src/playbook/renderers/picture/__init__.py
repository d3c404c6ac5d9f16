"""Pictures of one playbook, a module for each suffix of a file."""
