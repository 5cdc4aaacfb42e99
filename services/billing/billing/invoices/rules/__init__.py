"""The rules of invoices: what is owed, what a document says, and the chain of documents."""
