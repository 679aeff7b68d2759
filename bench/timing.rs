//! Work in memory, timed again and again in one thread: for the halves of comparisons that run as programs of their own.

use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

/// Runs are repeated for at least so long,
const LONG: Duration = Duration::from_secs(2);
/// unless the first takes longer than this: it then stands alone.
const ONCE: Duration = Duration::from_secs(10);

/// What runs took.
pub struct Timed {
    first: Duration,
    fastest: Duration,
    /// Of all runs.
    pub median: Duration,
    /// Seconds of CPU a run, over all runs but the first where there are others; `None` where the system does not tell.
    pub cpu: Option<f64>,
    runs: usize,
    /// KiB, after the first run.
    peak: Option<u64>,
}

impl Timed {
    /// As JSON, with the time that reading took and the KiB held before the first run.
    pub fn told(&self, read: Duration, idle: Option<u64>) -> Value {
        json!({
            "first": self.first.as_secs_f64(), "fastest": self.fastest.as_secs_f64(), "median": self.median.as_secs_f64(),
            "cpu": self.cpu, "runs": self.runs, "read": read.as_secs_f64(), "idle_kb": idle, "peak_kb": self.peak,
        })
    }
}

/// Times work, and gives what its first run found.
pub fn timed<T>(mut work: impl FnMut() -> T) -> (Timed, T) {
    let (from, on_cpu) = (Instant::now(), cpu());
    let found = work();
    let first = from.elapsed();
    let peak = peak();
    let mean = |before: Option<u64>, runs: usize| {
        before.zip(cpu()).map(|(before, after)| (after - before) as f64 / 1e9 / runs as f64)
    };
    if first > ONCE {
        let cpu = mean(on_cpu, 1);
        return (Timed { first, fastest: first, median: first, cpu, runs: 1, peak }, found);
    }
    let (from, on_cpu) = (Instant::now(), cpu());
    let mut all = Vec::new();
    while from.elapsed() < LONG || all.len() < 3 {
        let from = Instant::now();
        std::hint::black_box(work());
        all.push(from.elapsed());
    }
    let cpu = mean(on_cpu, all.len());
    all.sort_unstable();
    (Timed { first, fastest: all[0], median: all[all.len() / 2], cpu, runs: all.len(), peak }, found)
}

/// Nanoseconds this thread has been on a CPU, to about a tick of the system.
fn cpu() -> Option<u64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

/// The most memory the process ever had, in KiB.
pub fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
