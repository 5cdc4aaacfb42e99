"""The sending of documents."""
