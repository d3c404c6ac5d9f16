"""Handbooks of one or several playbooks, a module or a package for each form."""
