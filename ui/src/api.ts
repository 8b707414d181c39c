// The server, and nothing but the server: every request of the pages goes through here. An answer that is an error
// carries one sentence, which is shown as it is.

export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }
}

export interface Me {
  name: string | null;
  role: string;
  token: string | null;
  login: boolean;
}

export interface List<T> {
  items: T[];
  total: number | null;
  next: string | null;
}

let token: string | null = null;

export type Query = URLSearchParams | Record<string, string | number | null | undefined>;

function address(path: string, query?: Query): string {
  const asked = query instanceof URLSearchParams ? new URLSearchParams(query) : new URLSearchParams();
  if (query && !(query instanceof URLSearchParams)) {
    for (const [name, value] of Object.entries(query)) {
      if (value !== null && value !== undefined && value !== "") asked.append(name, String(value));
    }
  }
  const text = asked.toString();
  return `api/${path}${text ? `?${text}` : ""}`;
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (response.status === 204 ? null : await response.json()) as T;
  let message = `${response.status} ${response.statusText}`;
  let code = "http";
  try {
    const said = (await response.json()) as { error?: { message?: string; code?: string } };
    message = said.error?.message ?? message;
    code = said.error?.code ?? code;
  } catch {
    // Not JSON: the status line has to do.
  }
  if (response.status === 401) dispatchEvent(new Event("masdar-login"));
  throw new ApiError(message, response.status, code);
}

async function reach(request: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(request, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("", 0, "unreachable");
  }
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return answer<T>(await reach(address(path, query), { headers: { Accept: "application/json" }, signal: signal ?? null }));
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers["X-Masdar-Token"] = token;
  const form = body instanceof FormData;
  if (!form) headers["Content-Type"] = "application/json";
  return answer<T>(
    await reach(address(path), { method: "POST", headers, body: form ? body : JSON.stringify(body) }),
  );
}

export async function me(): Promise<Me> {
  const said = await get<Me>("me");
  token = said.token;
  return said;
}

/** Where something can be downloaded from. */
export function download(path: string, query?: Query): string {
  return address(path, query);
}

export function path(...parts: (string | number)[]): string {
  return parts.map((part) => encodeURIComponent(String(part))).join("/");
}
