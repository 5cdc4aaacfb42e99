"""The books: periods are closed, what may be shown is decided once, published and remembered."""
