//! What the server knows: the last good case, what is wrong with the files, what was worked out, who is listening.

use crate::access::Access;
use crate::answers::{Brief, Found, Settings, answer, ask, document, parts_of_brief};
use crate::cache::Cache;
use crate::folder::Folder;
use crate::refusal::Refusal;
use crate::view::{Asked, Seen, View, see};
use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, broadcast, watch};
use zopa_case::Case;
use zopa_lens::{Control, Stop};
use zopa_report::Document;
use zopa_wire::Unread;

/// Answers kept as they were sent, runs kept for the answers made of them, and views of the case.
const ANSWERS: usize = 256;
const RUNS: usize = 64;
const VIEWS: usize = 32;
/// How often files that change while they are read are read again.
const READ_AGAIN: usize = 3;
/// Short pieces of work at once: what needs no lens does not wait for those that do.
const SHORT: usize = 8;
/// Pages that listen at once at most.
pub const LISTENERS: usize = 64;
/// How long an answer may be worked on.
const LONGEST: Duration = Duration::from_secs(600);
/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);

/// What listeners are told.
#[derive(Clone, Debug)]
pub enum Event {
    /// The files were read again.
    Refreshed {
        /// How often they were.
        revision: u64,
    },
    /// Work goes on.
    Progress {
        /// The name that the asker gave it.
        job: String,
        /// The part of the work.
        part: &'static str,
        /// Steps done.
        done: u64,
        /// Of so many.
        all: u64,
    },
}

/// The case as it was read last.
#[derive(Clone, Debug, Default)]
pub struct Now {
    /// How often the files were read.
    pub revision: u64,
    /// The last good case.
    pub case: Option<Arc<Case>>,
    /// What is wrong with the files as they are.
    pub problems: Option<Arc<Unread>>,
}

/// What is asked: the view, the settings, and the name under which progress is told.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The view.
    pub asked: Asked,
    /// The settings.
    pub settings: Settings,
    /// The name of the work; empty: progress is not told.
    pub job: String,
}

/// What is asked for of a lens.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// The findings as the command line's `--json` gives them.
    Answer,
    /// The page, as a fragment of HTML.
    Page,
    /// The sources' page, of the lens `gaps`.
    Sources,
}

/// What the server knows.
pub struct Talks {
    /// The files.
    pub folder: Box<dyn Folder>,
    /// The options of the command line.
    pub fixed: View,
    /// Who may ask.
    pub access: Access,
    /// Events of the case and of work.
    pub events: broadcast::Sender<Event>,
    /// Listeners.
    pub listeners: AtomicUsize,
    /// Whether the server is to stop.
    pub stopping: watch::Receiver<bool>,
    now: RwLock<Now>,
    answers: Cache<Bytes>,
    runs: Cache<Arc<Found>>,
    views: Cache<Arc<Seen>>,
    long: Semaphore,
    short: Semaphore,
}

impl Talks {
    /// Nothing is read yet.
    pub fn new(folder: Box<dyn Folder>, fixed: View, access: Access, stopping: watch::Receiver<bool>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            folder,
            fixed,
            access,
            events: broadcast::channel(256).0,
            listeners: AtomicUsize::new(0),
            stopping,
            now: RwLock::default(),
            answers: Cache::new(ANSWERS),
            runs: Cache::new(RUNS),
            views: Cache::new(VIEWS),
            long: Semaphore::new(cores + 1),
            short: Semaphore::new(SHORT),
        }
    }

    /// The case as it was read last.
    pub fn now(&self) -> Now {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the files again; the last good case stays where they are broken. The stamp of what was read: the files had it
    /// before and after, unless they are being saved all the while.
    pub fn reload(&self) -> String {
        let mut stamp = self.folder.stamp();
        let mut read = self.folder.read();
        for _ in 0..READ_AGAIN {
            // Reading may also have found further files to look at.
            let after = self.folder.stamp();
            if after == stamp {
                break;
            }
            stamp = after;
            read = self.folder.read();
        }
        let revision = {
            let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
            now.revision += 1;
            match read {
                Ok(case) => {
                    now.case = Some(Arc::new(case));
                    now.problems = None;
                }
                Err(unread) => now.problems = Some(Arc::new(unread)),
            }
            now.revision
        };
        self.answers.clear();
        self.runs.clear();
        self.views.clear();
        self.tell(Event::Refreshed { revision });
        stamp
    }

    /// Tells whoever listens.
    fn tell(&self, event: Event) {
        // Nobody listening is no fault.
        self.events.send(event).ok();
    }

    /// The case under what is asked.
    pub fn seen(&self, asked: &Asked) -> Result<(u64, Arc<Seen>), Refusal> {
        let now = self.now();
        let Some(case) = &now.case else { return Err(no_case()) };
        let key = format!("{} {asked:?}", now.revision);
        if let Some(seen) = self.views.peek(&key) {
            return Ok((now.revision, seen));
        }
        let seen = Arc::new(see(case, &self.fixed, asked)?);
        self.views.put(&key, seen.clone());
        Ok((now.revision, seen))
    }

    /// The answer of a lens, worked out once however many ask; a caller that goes away stops the work.
    ///
    /// # Errors
    /// What is asked for is not there, or took too long.
    pub async fn answer(self: &Arc<Self>, lens: &str, form: Form, question: &Question) -> Result<Bytes, Refusal> {
        let now = self.now();
        if now.case.is_none() {
            return Err(no_case());
        }
        let Question { asked, settings, .. } = question;
        // Findings hang on the hash of the case under the overlay; warnings and marks on its files and the overlay itself.
        let key = format!("{} {lens} {form:?} {asked:?} {settings:?}", now.revision);
        let work = || async {
            let lens = lens.to_string();
            let question = question.clone();
            let make = move |talks: &Arc<Self>, control: &Arc<AtomicBool>| talks.make(&lens, form, &question, control);
            self.clone().work(&self.long, make).await
        };
        self.answers.get(&key, work).await
    }

    /// Does a short piece of work off the threads that answer.
    ///
    /// # Errors
    /// Those of the work, or it broke down.
    pub async fn in_background<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Arc<Self>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.clone().work(&self.short, |talks, _| work(talks)).await
    }

    /// Does work off the threads that answer, as many pieces at a time as there are places; dropping the future stops it.
    async fn work<T: Send + 'static>(
        self: Arc<Self>,
        places: &Semaphore,
        work: impl FnOnce(&Arc<Self>, &Arc<AtomicBool>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let broken = || Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the work broke down");
        let permit = places.acquire().await.map_err(|_| broken())?;
        let cancelled = Arc::new(AtomicBool::new(false));
        let guard = Cancel(cancelled.clone());
        let talks = self.clone();
        let task = tokio::task::spawn_blocking(move || work(&talks, &cancelled));
        let done = match tokio::time::timeout(LONGEST, task).await {
            Ok(done) => done.map_err(|_| broken())?,
            Err(_) => Err(Refusal::new(StatusCode::GATEWAY_TIMEOUT, "the answer took too long")
                .help("ask for fewer draws, or use the command line")),
        };
        drop(guard);
        drop(permit);
        done
    }

    fn make(&self, lens: &str, form: Form, question: &Question, cancelled: &Arc<AtomicBool>) -> Result<Bytes, Refusal> {
        let (revision, seen) = self.seen(&question.asked)?;
        let control = Watched { talks: self, job: &question.job, cancelled, told: Mutex::new(None) };
        let own;
        let (lenses, question) = if lens == "brief" {
            own = Question { settings: question.settings.of_brief(), ..question.clone() };
            (parts_of_brief(&seen), &own)
        } else {
            (vec![lens], question)
        };
        let found = lenses
            .iter()
            .map(|lens| self.found(revision, lens, &seen, question, &control))
            .collect::<Result<Vec<_>, _>>()?;
        let missing = || Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "a part of the brief is missing");
        let value = match form {
            Form::Answer => {
                let mut value = match found.as_slice() {
                    [one] => answer(&seen, &question.settings.of(lens), one),
                    all => {
                        let brief = Brief::new(all).ok_or_else(missing)?;
                        brief.answer(&seen, &question.settings).ok_or_else(missing)?
                    }
                };
                zopa_wire::cut_lists(&mut value);
                value
            }
            Form::Page | Form::Sources => {
                let document = match (form, found.as_slice()) {
                    (Form::Sources, [one]) => match one.as_ref() {
                        Found::Gaps(run) => {
                            zopa_report::sources_document(&seen.known, run, &crate::answers::options(&seen))
                        }
                        _ => return Err(missing()),
                    },
                    (_, [one]) => document(&seen, one),
                    (_, all) => Brief::new(all).ok_or_else(missing)?.document(&seen),
                };
                let quick =
                    lenses.iter().zip(&found).any(|(lens, found)| question.settings.is_quick(lens) && found.drew());
                let mut value = page(revision, &seen, &document, &found);
                value["quick"] = json!(quick);
                value
            }
        };
        Ok(Bytes::from(value.to_string()))
    }

    fn found(
        &self,
        revision: u64,
        lens: &str,
        seen: &Seen,
        question: &Question,
        control: &Watched<'_>,
    ) -> Result<Arc<Found>, Refusal> {
        let (asked, settings) = (&question.asked, question.settings.of(lens));
        let key = format!("{revision} {lens} {asked:?} {settings:?}");
        if let Some(found) = self.runs.peek(&key) {
            return Ok(found);
        }
        let found = Arc::new(ask(lens, seen, &settings, control)?);
        if found.stop() == Stop::Cancelled || control.cancelled() {
            return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the work was stopped"));
        }
        self.runs.put(&key, found.clone());
        Ok(found)
    }
}

fn no_case() -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "the case's files are broken")
        .help("mend what /api/case tells of them; the page refreshes on a save")
}

/// A page as JSON: the fragment, and what the frame around it must know.
pub fn page(revision: u64, seen: &Seen, document: &Document, found: &[Arc<Found>]) -> Value {
    let edits: Vec<&str> = seen.edits.iter().map(|(_, words)| words.as_str()).collect();
    let stop = found.iter().fold(Stop::Complete, |stop, one| stop.and(one.stop()));
    json!({
        "revision": revision, "title": document.title, "html": zopa_report::render_fragment(document),
        "hash": seen.known.hash(), "as_of": seen.known.as_of().to_string(), "edits": edits, "quick": false,
        "stop": stop.word(),
    })
}

/// Sets its flag when it goes.
struct Cancel(Arc<AtomicBool>);

impl Drop for Cancel {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Work that is told of and can be stopped.
struct Watched<'a> {
    talks: &'a Talks,
    job: &'a str,
    cancelled: &'a AtomicBool,
    told: Mutex<Option<Instant>>,
}

impl Control for Watched<'_> {
    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || *self.talks.stopping.borrow()
    }

    fn progress(&self, part: &'static str, done: u64, all: u64) {
        if self.job.is_empty() {
            return;
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if told.is_none_or(|last| now.duration_since(last) >= TELL) {
            *told = Some(now);
            self.talks.tell(Event::Progress { job: self.job.to_string(), part, done, all });
        }
    }
}

/// One more listener, until it goes.
pub struct Listener(pub Arc<Talks>);

impl Listener {
    /// A place among the listeners.
    ///
    /// # Errors
    /// There are [`LISTENERS`] already.
    pub fn new(talks: &Arc<Talks>) -> Result<Self, Refusal> {
        if talks.listeners.fetch_add(1, Ordering::Relaxed) >= LISTENERS {
            talks.listeners.fetch_sub(1, Ordering::Relaxed);
            return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "too many pages listen").help("close some"));
        }
        Ok(Self(talks.clone()))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}
