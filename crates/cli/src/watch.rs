//! Progress on standard error, and Ctrl-C: the first asks for what is known, the second ends the program.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zopa_lens::Control;

/// Whether Ctrl-C was pressed.
static STOP: AtomicBool = AtomicBool::new(false);

/// Watches long work from the command line.
pub struct Watch {
    bar: Option<Mutex<(&'static str, ProgressBar)>>,
}

impl Watch {
    /// Begins to watch. Progress is shown where standard error is a terminal, after a moment.
    pub fn new() -> Self {
        // Where the system takes no handler, Ctrl-C ends the program as it always does.
        if ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        })
        .is_err()
        {
            STOP.store(false, Ordering::Relaxed);
        }
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template(
                "{msg} {wide_bar} {pos}/{len}, {per_sec}, {eta} left (Ctrl-C: what is known)",
            ) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(200));
            Mutex::new(("", bar))
        });
        Self { bar }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.1.finish_and_clear();
        }
    }
}

impl Control for Watch {
    fn cancelled(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }

    fn progress(&self, part: &'static str, done: u64, all: u64) {
        let Some(Ok(mut bar)) = self.bar.as_ref().map(Mutex::lock) else { return };
        if bar.0 != part {
            bar.0 = part;
            bar.1.set_message(part);
        }
        bar.1.set_length(all);
        bar.1.set_position(done);
    }
}
