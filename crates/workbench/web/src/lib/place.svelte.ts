// Where the reader is: everything shown hangs on the address alone, so that it can be shared and gone back to.

/** An edit as a case file writes it. */
export type Edit = Record<string, unknown>;

const VIEW = ["as_of", "without", "scenario", "audience", "edit"];

class Place {
  path = $state(location.pathname);
  search = $state(location.search);
  hash = $state(location.hash);

  constructor() {
    addEventListener("popstate", () => this.#read());
    addEventListener("hashchange", () => this.#read());
  }

  #read() {
    this.path = location.pathname;
    this.search = location.search;
    this.hash = location.hash;
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.search);
  }

  /** What the server is asked: all of the query but what only the page knows. */
  get asked(): URLSearchParams {
    const query = this.query;
    query.delete("compare");
    return query;
  }

  /** The same without what was put on the case. */
  get base(): URLSearchParams {
    const query = this.asked;
    for (const key of ["edit", "scenario", "without"]) query.delete(key);
    return query;
  }

  get edits(): Edit[] {
    return this.query.getAll("edit").map((text) => {
      try {
        return JSON.parse(text) as Edit;
      } catch {
        return {};
      }
    });
  }

  get scenarios(): string[] {
    return this.query.getAll("scenario");
  }

  get changed(): boolean {
    return ["edit", "scenario", "without"].some((key) => this.query.has(key));
  }

  get comparing(): boolean {
    return this.query.has("compare");
  }

  /** The address of a page under the same view. */
  link(path: string): string {
    const query = new URLSearchParams();
    for (const [key, value] of this.query) if (VIEW.includes(key) || key === "compare") query.append(key, value);
    const asked = query.toString();
    return asked ? `${path}?${asked}` : path;
  }

  go(address: string, replace = false) {
    history[replace ? "replaceState" : "pushState"](null, "", address);
    this.#read();
  }

  set(change: (query: URLSearchParams) => void, replace = false) {
    const query = this.query;
    change(query);
    const asked = query.toString();
    this.go(asked ? `${this.path}?${asked}` : this.path, replace);
  }

  setEdits(edits: Edit[]) {
    this.set((query) => {
      query.delete("edit");
      for (const edit of edits) query.append("edit", JSON.stringify(edit));
      if (!["edit", "scenario", "without"].some((key) => query.has(key))) query.delete("compare");
    });
  }

  /** Adds an edit; another value for the same quantity takes the place of the first. */
  add(edit: Edit) {
    const path = edit["set"];
    this.setEdits([...this.edits.filter((own) => path === undefined || own["set"] !== path), edit]);
  }

  remove(at: number) {
    this.setEdits(this.edits.filter((_, own) => own !== at));
  }
}

export const place = new Place();
