// The HTTP API of the desk, by the session's cookie. Each answer is the desk as it is afterwards.
const LONGEST_MS = 15_000;
const UNAUTHORIZED = 401;
const TOO_MANY = 429;
const FAILED = 500;

// Ask; return `{desk}`, or what was refused: `{code, errors, later}`, and `signedOut`.
// `later`: nothing is wrong with what was asked, and it may be asked again.
export async function ask(method, path, body, key) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  try {
    const answer = await fetch(`/v1/desk${path}`, {
      method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_MS),
    });
    const told = await answer.json();
    return answer.ok ? { desk: told } : refused(answer.status, told);
  } catch {
    return { code: "unreachable", errors: [], later: true };
  }
}

function refused(status, problem) {
  return {
    code: String(problem.type).split(":").pop(),
    errors: problem.errors ?? [],
    later: status >= FAILED || status === TOO_MANY || status === UNAUTHORIZED,
    signedOut: status === UNAUTHORIZED,
  };
}

// Return whether the session holds; true where it is not known.
export const isSignedIn = async () => !(await ask("GET", "")).signedOut;
