"""One Jinja environment for all templates: sandboxed, escaped, and strict about names."""
