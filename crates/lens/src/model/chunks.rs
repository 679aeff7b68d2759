//! Work in chunks on several threads, with results in order.

use crate::control::Control;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs `work` for each chunk and gives the results in order of chunks, whatever the threads: `None` for chunks that
/// were not begun before somebody stopped it.
pub(crate) fn in_chunks<T: Send>(
    threads: usize,
    chunks: u64,
    control: &dyn Control,
    part: &'static str,
    work: impl Fn(u64) -> T + Sync,
) -> Vec<Option<T>> {
    let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let results: Mutex<Vec<Option<T>>> = Mutex::new((0..chunks).map(|_| None).collect());
    let run = || {
        loop {
            if control.cancelled() {
                return;
            }
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                return;
            }
            let result = work(chunk);
            if let Ok(mut results) = results.lock() {
                results[chunk as usize] = Some(result);
            }
            control.progress(part, done.fetch_add(1, Ordering::Relaxed) + 1, chunks);
        }
    };
    let threads = threads.clamp(1, 64).min(usize::try_from(chunks).unwrap_or(64).max(1));
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    results.into_inner().unwrap_or_default()
}
