"""Documents made from the code: the AsyncAPI description and the event map."""
