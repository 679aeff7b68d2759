// A page's answer: a quick one of few draws first, then the full one in its place; both can be stopped.

import { type Fragment, Refused, get } from "./api";
import { live } from "./live.svelte";

export class Answer {
  fragment = $state<Fragment | null>(null);
  refused = $state<Refused | null>(null);
  busy = $state(false);
  /** Whether what is shown is of few draws only. */
  quick = $state(false);
  stopped = $state(false);
  job = $state("");
  #abort: AbortController | null = null;

  async ask(path: string, query: URLSearchParams): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.busy = true;
    this.stopped = false;
    const job = crypto.getRandomValues(new Uint32Array(2)).join("x");
    this.job = job;
    const ask = (more: Record<string, string>) => {
      const asked = new URLSearchParams(query);
      for (const [key, value] of Object.entries(more)) if (!asked.has(key)) asked.set(key, value);
      return get<Fragment>(path, asked, abort.signal);
    };
    try {
      const first = await ask({ quick: "1" });
      this.fragment = first;
      this.refused = null;
      this.quick = first.quick;
      if (first.quick) {
        this.fragment = await ask({ job });
        this.quick = false;
      }
    } catch (error) {
      if (error instanceof Refused) this.refused = error;
      else if (!abort.signal.aborted) throw error;
    } finally {
      live.forget(job);
      if (this.#abort === abort) this.busy = false;
    }
  }

  /** Stops what is under way; what is shown stays. */
  stop() {
    this.#abort?.abort();
    this.busy = false;
    this.stopped = true;
  }
}
