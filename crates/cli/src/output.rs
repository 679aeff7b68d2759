//! Standard output, standard error, and the terminal's wishes.

use std::io::{IsTerminal as _, Write as _};
use zopa_case::{Diagnostic, Texts};

/// How a command ended; the number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Yes, valid, or answered.
    Yes = 0,
    /// No, or not valid.
    No = 1,
    /// Could not say.
    CannotSay = 2,
}

/// Why nothing could be answered: bad input or usage.
#[derive(Debug)]
pub struct Fault {
    message: String,
    help: Option<String>,
    rendered: Option<String>,
}

impl Fault {
    /// A fault in one sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, rendered: None }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Several faults at once.
    pub fn all(faults: Vec<Self>) -> Self {
        let told: Vec<String> = faults.iter().map(Self::text).collect();
        Self { message: String::new(), help: None, rendered: Some(told.join("\n")) }
    }

    /// A fault that says of which file or place it is, where it does not by itself.
    #[must_use]
    pub fn of(self, place: &str) -> Self {
        if self.rendered.is_some() { self } else { Self { message: format!("{place}: {}", self.message), ..self } }
    }

    /// The problems of a case.
    pub fn problems(diagnostics: &[Diagnostic], texts: &Texts) -> Self {
        let rendered = zopa_report::render_diagnostics(diagnostics, texts, color_on_stderr());
        Self { message: String::new(), help: None, rendered: Some(rendered) }
    }

    /// What is wrong and the way out, without the drawing of a terminal.
    pub fn words(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// Says it on standard error.
    pub fn tell(&self) {
        tell(&self.text());
    }

    fn text(&self) -> String {
        match &self.rendered {
            Some(rendered) => rendered.clone(),
            None => {
                let help = self.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                format!("error: {}{help}", self.message)
            }
        }
    }
}

/// Writes an answer to standard output; a reader who has gone away is no fault.
///
/// # Errors
/// What the system says.
pub fn answer(text: &str) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    let written =
        out.write_all(text.as_bytes()).and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something on standard error; if that is gone there is nobody to tell.
pub fn tell(text: &str) {
    let mut err = std::io::stderr().lock();
    writeln!(err, "{}", text.trim_end()).ok();
}

fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Whether the page may be coloured.
pub fn color_on_stdout() -> bool {
    std::io::stdout().is_terminal() && !no_color()
}

fn color_on_stderr() -> bool {
    std::io::stderr().is_terminal() && !no_color()
}

/// `1 issue`, `3 issues`.
pub fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Columns of the page: as asked, else the terminal's within 80 to 120, else 100.
pub fn width(asked: Option<u16>) -> usize {
    let terminal = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<u16>().ok());
    usize::from(asked.or_else(terminal).unwrap_or(100).clamp(80, 120))
}
