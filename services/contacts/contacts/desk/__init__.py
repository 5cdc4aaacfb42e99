<<<<<<< HEAD
"""The listener's desk: who is there, what is offered, the open chats and their registration."""
=======
"""A listener's desk: shift and presence, what is offered, open chats, and their registration."""
>>>>>>> main
