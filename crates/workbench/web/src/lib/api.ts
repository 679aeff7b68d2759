// What the server answers, typed; the whole of it is told at /api/openapi.json.

export interface PageInfo {
  path: string;
  name: string;
  title: string;
  lens: string;
  question: string;
}

export interface Line {
  id: string;
  party: string;
  rule: string;
  firmness: string | null;
  sources: string[];
}

export interface Source {
  id: string;
  grade: string;
  title: string;
  date: string;
}

export interface Quantity {
  path: string;
  value: string;
}

export interface Scenario {
  id: string;
  title: string;
  edits: number;
}

export interface Word {
  word: string;
  about: string;
}

export interface Issue {
  id: string;
  title: string;
  options: { id: string; text: string }[];
  /** What can be taken, as written in a package; null where that is too much for a menu. */
  outcomes: string[] | null;
}

export interface CaseInfo {
  title: string;
  hash: string;
  as_of: string;
  own_as_of: string;
  days: string[];
  sessions: { id: string; title: string; day: string }[];
  parties: { id: string; title: string }[];
  issues: Issue[];
  packages: { id: string; title: string; terms: Record<string, string> }[];
  lines: Line[];
  sources: Source[];
  entries: { id: string; party: string; date: string; sources: string[] }[];
  quantities: Quantity[];
  scenarios: Scenario[];
  /** What the case assumes of further rounds. */
  rounds: { protocol: string; facilitator: string; rounds: number };
  edits: string[];
  view: { as_of: string | null; without: string[]; scenario: string[]; audience: string | null };
}

export interface Described {
  revision: number;
  problems: string | null;
  pages: PageInfo[];
  protocols: Word[];
  facilitators: Word[];
  fixed: { audience: string | null };
  case: CaseInfo | null;
}

export interface Fragment {
  revision: number;
  title: string;
  html: string;
  hash: string;
  as_of: string;
  edits: string[];
  /** Whether this is a first answer, of few draws. */
  quick: boolean;
  stop: "complete" | "budget" | "cancelled";
}

/** Why the server did not answer, with the way out. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly help: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function refused(response: Response): Promise<Refused> {
  if (response.status === 401) location.assign("/login");
  try {
    const body: { error?: string; help?: string } = await response.json();
    return new Refused(body.error ?? response.statusText, body.help ?? "", response.status);
  } catch {
    return new Refused(`the server answered ${response.status}`, "", response.status);
  }
}

async function answered(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused("the program does not answer", "is `zopa serve` still running?", 0);
  }
  if (!response.ok) throw await refused(response);
  return response;
}

export async function get<T>(path: string, query: URLSearchParams, signal?: AbortSignal): Promise<T> {
  const asked = query.toString();
  const response = await answered(asked ? `${path}?${asked}` : path, signal ? { signal } : {});
  return (await response.json()) as T;
}

/** Sends what is not only read, with the page's token. */
export async function post(path: string, body: unknown): Promise<Response> {
  const { token } = await get<{ token: string }>("/api/session", new URLSearchParams());
  const headers = { "content-type": "application/json", "x-zopa-token": token };
  return answered(path, { method: "POST", headers, body: JSON.stringify(body) });
}
