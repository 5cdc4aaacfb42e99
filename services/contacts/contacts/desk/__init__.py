"""The listener's desk: who is there, what is offered, the open chats and their registration."""
