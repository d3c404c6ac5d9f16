"""``python -m playbook.docs`` writes the made pages and files."""

from playbook.docs import main

main()
