"""The WebSocket of a listener's desk (docs/chat.md): it shows the desk, and carries the words."""

from fastapi import APIRouter, WebSocket
from shared.pages.sockets import SIGNED_IN
from shared.reach import WithinReach

from contacts.desk.connected_listener import ConnectedListener
from contacts.desk.desks import Desks
from contacts.desk.reach import own_desk

router = APIRouter()


@router.websocket("/contacts/desk/socket", dependencies=[SIGNED_IN])
async def desk_socket(socket: WebSocket, reach: WithinReach) -> None:
    """Show the listener's own desk, and pass on the words of its chats."""
    state = socket.app.state
    desks: Desks = state.desks
    listener = ConnectedListener(socket, own_desk(reach), state.database, state.replica)
    await socket.accept()
    desks.come(listener)
    try:
        await listener.serve()
    finally:
        desks.go(listener)
        await listener.leave()
