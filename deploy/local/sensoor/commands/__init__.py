"""Commands of `sensoor`: one module each; it imports what is heavy when it runs."""
