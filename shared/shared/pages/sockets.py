"""WebSockets of pages: guarded as their routes are, or open, and for our own pages only.

A guarded one has its row of roles as `WS <path>`; an open one is named in `open_paths` of
`create_service`. What is refused before the socket is accepted is an HTTP answer, as problem
details; a browser's script sees no more of it than a close with 1006.
"""

from fastapi import Depends, WebSocket

from shared.access import GuardedSocket, bearer_token
from shared.pages import sign_in
from shared.pages.route import ForeignSite, is_own_origin


class PageSocket(GuardedSocket):
    """The gate of a WebSocket that takes the session's cookie beside a bearer token."""

    def token(self, socket: WebSocket) -> str | None:
        """Return the bearer token, or else that of the cookie."""
        return super().token(socket) or sign_in.session_token(socket)

    def identified(self, socket: WebSocket) -> None:
        """Raise `ForeignSite` for a foreign page: a browser sends it the cookie too."""
        if bearer_token(socket) is None:
            check_own_origin(socket)


def check_own_origin(socket: WebSocket) -> None:
    """Raise `ForeignSite` unless one of our own pages opens the socket, as its `Origin` says.

    A browser always sends it; what is no browser can say what it likes.
    """
    if not is_own_origin(socket):
        raise ForeignSite("this socket was opened by a page of another site: open the page here")


# `@router.websocket("/contacts/desk/socket", dependencies=[SIGNED_IN])`; then `caller` and `reach`
# are on the socket's state.
SIGNED_IN = Depends(PageSocket())
