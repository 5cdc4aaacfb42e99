// The socket of the desk: opened again by itself, at growing and uneven distances.
const FIRST_MS = 400;
const LONGEST_MS = 15_000;
const ELSEWHERE = 4001;
const address = new URL("/contacts/desk/socket", location.href);
address.protocol = address.protocol.replace("http", "ws");

// Connect. `frame(told)` gets each frame; `state(now)` is told `open`, `lost`, `elsewhere` or
// `signed-out`; `isSignedIn()` is asked when a socket could not be opened.
export function connect({ frame, state, isSignedIn }) {
  let socket = null;
  let failures = 0;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    const opening = new WebSocket(address);
    let spoke = false;
    socket = opening;
    opening.onmessage = (event) => {
      if (opening !== socket) return;
      if (!spoke) {
        spoke = true;
        failures = 0;
        state("open");
      }
      frame(JSON.parse(event.data));
    };
    opening.onclose = (event) => {
      if (opening === socket) closed(event.code, spoke);
    };
  }

  async function closed(code, spoke) {
    socket = null;
    if (code === ELSEWHERE) return state("elsewhere");
    state("lost");
    failures += 1;
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
    timer = setTimeout(open, longest * (0.5 + Math.random() / 2));
    if (!spoke && !(await isSignedIn())) state("signed-out");
    return undefined;
  }

  function leave() {
    const leaving = socket;
    if (!leaving) return;
    leaving.close();
    // A browser without a network tells of the close only when it gives up.
    closed(1006, true);
  }

  const again = () => { if (!socket && timer) open(); };
  addEventListener("offline", leave);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });

  return {
    open,
    send(told) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(told));
    },
  };
}
