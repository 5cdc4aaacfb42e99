"""Personnel: the pages on which coordinators and trainers look after people."""
