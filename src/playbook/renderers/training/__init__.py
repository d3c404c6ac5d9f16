"""Training material, a module or a package for each form."""
