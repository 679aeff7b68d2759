// What the server tells by itself: that the files were read again, and how work goes on.

interface Progress {
  part: string;
  done: number;
  all: number;
}

class Live {
  revision = $state(0);
  connected = $state(false);
  progress = $state<Record<string, Progress>>({});

  start() {
    const events = new EventSource("/api/events");
    events.addEventListener("open", () => (this.connected = true));
    events.addEventListener("error", () => (this.connected = false));
    events.addEventListener("refreshed", (event) => {
      const { revision } = JSON.parse(event.data as string) as { revision: number };
      this.revision = revision;
    });
    events.addEventListener("progress", (event) => {
      const { job, ...progress } = JSON.parse(event.data as string) as Progress & { job: string };
      this.progress[job] = progress;
    });
  }

  forget(job: string) {
    delete this.progress[job];
  }
}

export const live = new Live();
