"""The words of a chat: passed on through memory, and kept by the two browsers."""
