//! What the API answers.

use crate::answers::{known, unknown};
use crate::edits::{edit_of, is_name, scenario_file};
use crate::login::cookie_of;
use crate::pages::{self, PAGES};
use crate::refusal::Refusal;
use crate::state::{Event, Form, Listener, Question, Talks, page};
use crate::view::Seen;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::response::sse::{self, KeepAlive, Sse};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use zopa_case::{Case, way_out};

/// Bytes of a body.
pub const BODY: usize = 64 << 10;
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Letters of the name of work.
const JOB: usize = 40;

type Answer = Result<Response<Body>, Refusal>;
type TalksState = State<Arc<Talks>>;

/// Text of JSON as an answer.
fn json_answer(text: impl Into<Body>) -> Response<Body> {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    ([kind], text.into()).into_response()
}

/// A whole body, of a stated size and time.
///
/// # Errors
/// It is longer, or slower.
pub async fn body(request: Request) -> Result<Bytes, Refusal> {
    let too_long = || Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body has more than {BODY} bytes"));
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.is_some_and(|length| length.parse::<u64>().is_ok_and(|length| length > BODY as u64)) {
        return Err(too_long());
    }
    match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(request.into_body(), BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(too_long()),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    }
}

/// What a query asks; a key that is not known is refused, so that no wish is passed over in silence.
pub fn asked(query: Option<&str>) -> Result<Question, Refusal> {
    const KEYS: [&str; 18] = [
        "as_of",
        "without",
        "scenario",
        "audience",
        "edit",
        "seed",
        "quick",
        "draws",
        "runs",
        "rounds",
        "protocol",
        "facilitator",
        "strategy",
        "transcript",
        "from",
        "to",
        "package",
        "job",
    ];
    let mut question = Question::default();
    for (key, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if question.asked.take(&key, &value) {
            continue;
        }
        if let Some(taken) = question.settings.take(&key, &value) {
            taken?;
        } else if key == "job" && value.len() <= JOB && value.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
            question.job = value.into_owned();
        } else {
            let shown: String = key.chars().take(40).collect();
            return Err(Refusal::bad(format!("`{shown}` cannot be asked so")).help(way_out(&shown, "key", KEYS)));
        }
    }
    Ok(question)
}

/// `GET /api/answers/{lens}`: the same JSON as the command line's.
pub async fn answer(State(talks): TalksState, Path(lens): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let question = asked(query.as_deref())?;
    if lens == "check" {
        return check(talks, question).await;
    }
    if !known(&lens) {
        return Err(unknown(&lens));
    }
    talks.answer(&lens, Form::Answer, &question).await.map(json_answer)
}

async fn check(talks: Arc<Talks>, question: Question) -> Answer {
    let now = talks.now();
    let text = talks
        .in_background(move |talks| {
            let (case, problems, texts) = match &now.problems {
                Some(unread) => {
                    told_to_all(talks)?;
                    (None, unread.diagnostics.clone(), unread.texts.clone())
                }
                None => {
                    let (_, seen) = talks.seen(&question.asked)?;
                    (Some(seen.known.clone()), seen.known.warnings().to_vec(), seen.known.materials().texts.clone())
                }
            };
            let asked = match &case {
                Some(_) => crate::answers::asked(&talks.seen(&question.asked)?.1, &question.settings),
                None => zopa_wire::Asked::default(),
            };
            Ok(zopa_wire::check_answer(case.as_ref(), &problems, &texts, &asked).to_string())
        })
        .await?;
    Ok(json_answer(text))
}

/// Problems show the files as they are: whoever may not see all of them is told their number alone.
fn told_to_all(talks: &Talks) -> Result<(), Refusal> {
    match &talks.fixed.audience {
        None => Ok(()),
        Some(audience) => {
            let message = format!("the files are broken, and what they say is not for the audience `{audience}`");
            Err(Refusal::new(StatusCode::CONFLICT, message))
        }
    }
}

/// `GET /api/pages/{page}`: a page as a fragment of HTML.
pub async fn fragment(State(talks): TalksState, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let question = asked(query.as_deref())?;
    let Some(page) = PAGES.iter().find(|page| page.name == name) else {
        let help = way_out(&name, "page", PAGES.iter().map(|page| page.name));
        return Err(Refusal::new(StatusCode::NOT_FOUND, format!("there is no page `{name}`")).help(help));
    };
    let form = if page.name == "sources" { Form::Sources } else { Form::Page };
    talks.answer(page.lens, form, &question).await.map(json_answer)
}

/// `GET /api/sources/{source}`: one source with its stored text, as a fragment of HTML.
pub async fn source(State(talks): TalksState, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let question = asked(query.as_deref())?;
    let text = talks
        .in_background(move |talks| {
            let (revision, seen) = talks.seen(&question.asked)?;
            let Some(document) = zopa_report::source_document(&seen.known, &name) else {
                let help = way_out(&name, "source", seen.known.sources().iter().map(|own| own.name.as_str()));
                return Err(Refusal::new(StatusCode::NOT_FOUND, format!("no source `{name}` counts here")).help(help));
            };
            Ok(page(revision, &seen, &document, &[]).to_string())
        })
        .await?;
    Ok(json_answer(text))
}

/// `GET /api/case`: what the case is made of, what can be edited, and what is wrong with its files.
pub async fn case(State(talks): TalksState, RawQuery(query): RawQuery) -> Answer {
    let question = asked(query.as_deref())?;
    let now = talks.now();
    let text = talks
        .in_background(move |talks| {
            let pages: Vec<Value> = PAGES
                .iter()
                .map(|page| json!({"path": page.path, "name": page.name, "title": page.title, "lens": page.lens, "question": pages::question(page)}))
                .collect();
            let problems = now.problems.as_ref().map(|unread| match &talks.fixed.audience {
                None => zopa_report::render_plain(&unread.diagnostics, &unread.texts),
                Some(_) => format!("{} in the case's files", counted(unread.diagnostics.len(), "problem", "problems")),
            });
            let mut value = json!({
                "revision": now.revision, "problems": problems, "pages": pages, "fixed": {"audience": talks.fixed.audience},
                "protocols": words_of(zopa_lens::rounds::PROTOCOLS),
                "facilitators": words_of(zopa_lens::rounds::FACILITATORS), "case": Value::Null,
            });
            if now.case.is_some() {
                let (_, seen) = talks.seen(&question.asked)?;
                value["case"] = described(&seen);
            }
            Ok(value.to_string())
        })
        .await?;
    Ok(json_answer(text))
}

/// Words that a setting may be, with what each means.
fn words_of(entries: &[zopa_lens::rounds::Entry]) -> Value {
    Value::Array(entries.iter().map(|own| json!({"word": own.word, "about": own.about})).collect())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Outcomes of an issue told one by one at most: more are no menu.
const OUTCOMES: usize = 200;

/// What the audience may see of a case: names and what can be edited.
fn described(seen: &Seen) -> Value {
    let base = &seen.base;
    let party = |id: zopa_case::PartyId| base.party(id).title.as_str();
    let list = |values: Vec<Value>| Value::Array(values);
    let sources = |ids: &[zopa_case::SourceId]| ids.iter().map(|id| base.source(*id).name.as_str()).collect::<Vec<_>>();
    let mut days: Vec<String> = base.entries().iter().map(|entry| entry.date.last.to_string()).collect();
    days.extend(base.sources().iter().map(|source| source.date.last.to_string()));
    days.extend(base.draft().sessions.iter().map(|session| session.date.value.last.to_string()));
    days.push(seen.files.as_of().to_string());
    days.sort();
    days.dedup();
    let sessions = base.draft().sessions.iter().map(|session| {
        json!({"id": session.id.value, "title": zopa_case::draft::title(&session.id, &session.name), "day": session.date.value.last.to_string()})
    });
    json!({
        "title": base.title(), "hash": seen.known.hash(), "as_of": seen.known.as_of().to_string(),
        "own_as_of": seen.files.as_of().to_string(), "days": days, "sessions": list(sessions.collect()),
        "parties": list(base.parties().iter().map(|own| json!({"id": own.name, "title": own.title})).collect()),
        "issues": list(base.issues().iter().map(|own| json!({
            "id": own.name, "title": own.title,
            "outcomes": (own.outcomes.len() <= OUTCOMES).then(|| (0..own.outcomes.len()).map(|at| own.outcome_name(at)).collect::<Vec<_>>()),
            "options": own.options.iter().map(|option| json!({"id": option.name, "text": option.text})).collect::<Vec<_>>(),
        })).collect()),
        "packages": list(base.packages().iter().map(|own| {
            let fixed = base.fixed(own).into_iter().zip(base.issues());
            let terms: serde_json::Map<String, Value> =
                fixed.filter_map(|(at, issue)| Some((issue.name.clone(), json!(issue.outcome_name(at?))))).collect();
            json!({"id": own.name, "title": own.title, "terms": terms})
        }).collect()),
        "lines": list(base.lines().iter().map(|own| json!({
            "id": own.name, "party": party(own.party), "rule": own.text,
            "firmness": own.firmness.as_ref().map(ToString::to_string), "sources": sources(&own.sources),
        })).collect()),
        "sources": list(base.sources().iter().map(|own| json!({
            "id": own.name, "grade": own.grade.to_string(), "title": own.title, "date": own.date.to_string(),
        })).collect()),
        "entries": list(base.entries().iter().map(|own| json!({
            "id": own.name, "party": party(own.party), "date": own.date.to_string(), "sources": sources(&own.sources),
        })).collect()),
        "quantities": list(base.quantities().into_iter().map(|(path, value)| json!({"path": path, "value": value})).collect()),
        "scenarios": list(scenarios(base, seen.view.audience.as_deref())),
        "rounds": assumed(base),
        "edits": seen.edits.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(),
        "view": {
            "as_of": seen.view.as_of, "without": seen.view.without, "scenario": seen.view.scenario,
            "audience": seen.view.audience,
        },
    })
}

/// What the case assumes of further rounds.
fn assumed(base: &Case) -> Value {
    let own = zopa_lens::rounds::Settings::assumed(base).unwrap_or_default();
    json!({"protocol": own.protocol, "facilitator": own.facilitator, "rounds": own.rounds})
}

/// The scenarios that the audience may see, by name and title.
fn scenarios(base: &Case, audience: Option<&str>) -> Vec<Value> {
    let default = base.draft().marking.as_ref();
    let seen = base.draft().scenarios.iter().filter(|(_, scenario)| {
        let marking = scenario.marking.as_ref().or(default).map(|marking| marking.value.clone()).unwrap_or_default();
        marking.seen_by(audience)
    });
    seen.map(|(id, scenario)| {
        let title = scenario.name.as_ref().map_or(id.value.as_str(), |name| name.value.as_str());
        json!({"id": id.value, "title": title, "edits": scenario.edits.len()})
    })
    .collect()
}

/// `GET /api/session`: the page's token.
pub async fn session(State(talks): TalksState, headers: HeaderMap) -> Answer {
    let token = talks.access.token_of(cookie_of(&headers).as_deref());
    let token = token.ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "no session"))?;
    Ok(json_answer(json!({"token": token, "password": talks.access.locked()}).to_string()))
}

/// `GET /api/openapi.json`.
pub async fn openapi() -> Answer {
    Ok(json_answer(crate::openapi::document().to_string()))
}

/// A scenario that is written: its name, title and edits, checked on the case.
struct Written {
    name: String,
    text: String,
}

/// `POST /api/scenario`: the edits as the text of a scenario's file, to be kept by whoever asked.
pub async fn scenario(State(talks): TalksState, request: Request) -> Answer {
    let bytes = body(request).await?;
    let written = talks.in_background(move |talks| write(talks, &bytes)).await?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/yaml"));
    Ok(([kind], written.text).into_response())
}

/// `POST /api/scenarios`: writes the edits as a new file beside the case.
pub async fn save_scenario(State(talks): TalksState, request: Request) -> Answer {
    if let Some(audience) = &talks.fixed.audience {
        let message = format!("this page is for the audience `{audience}` and writes nothing");
        return Err(Refusal::new(StatusCode::FORBIDDEN, message));
    }
    let bytes = body(request).await?;
    let file = talks
        .in_background(move |talks| {
            let written = write(talks, &bytes)?;
            let file = format!("scenario-{}.yaml", written.name);
            let conflict = |problem: String| Refusal::new(StatusCode::CONFLICT, problem).help("choose another name");
            talks.folder.save(&file, &written.text).map_err(conflict)?;
            Ok(file)
        })
        .await?;
    Ok((StatusCode::CREATED, json_answer(json!({"file": file}).to_string())).into_response())
}

fn write(talks: &Talks, bytes: &[u8]) -> Result<Written, Refusal> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        Refusal::bad(format!("the body is not JSON: {error}")).help("send {\"name\": .., \"edits\": [..]}")
    })?;
    let name = value.get("name").and_then(Value::as_str).unwrap_or_default().to_string();
    if !is_name(&name) {
        return Err(Refusal::bad(
            "a scenario's name is of small letters, digits and hyphens, and begins with a letter",
        )
        .help("such as `guarantee-first`"));
    }
    let title = value.get("title").and_then(Value::as_str).unwrap_or_default().trim();
    let edits = value.get("edits").and_then(Value::as_array).filter(|edits| !edits.is_empty());
    let edits = edits.ok_or_else(|| Refusal::bad("there is nothing to save").help("make an edit first"))?;
    if edits.len() > crate::edits::EDITS {
        return Err(Refusal::bad(format!("more than {} edits at once", crate::edits::EDITS)));
    }
    // The edits are tried on the case before anything is written.
    let asked = crate::view::Asked { edits: edits.iter().map(Value::to_string).collect(), ..Default::default() };
    let (_, seen) = talks.seen(&asked)?;
    if seen.files.draft().scenarios.get(&name).is_some() {
        return Err(
            Refusal::new(StatusCode::CONFLICT, format!("the case has a scenario `{name}`")).help("choose another name")
        );
    }
    let edits = edits.iter().map(edit_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Written { text: scenario_file(&name, title, &edits), name })
}

/// `GET /api/events`: told when the case was read again, and how work goes on.
pub async fn events(State(talks): TalksState) -> Answer {
    let listener = Listener::new(&talks)?;
    let heard = talks.events.subscribe();
    let stopping = talks.stopping.clone();
    let first = Some(talks.now().revision);
    let stream = futures_util::stream::unfold(
        (listener, heard, stopping, first),
        |(listener, mut heard, mut stopping, first)| async move {
            if let Some(revision) = first {
                // So that a page that was away learns what it missed.
                let event = sse::Event::default().event("refreshed").data(json!({"revision": revision}).to_string());
                return Some((Ok::<_, Infallible>(event), (listener, heard, stopping, None)));
            }
            loop {
                let event = tokio::select! {
                    event = heard.recv() => event,
                    _ = stopping.wait_for(|stop| *stop) => return None,
                };
                let event = match event {
                    Ok(Event::Refreshed { revision }) => {
                        sse::Event::default().event("refreshed").data(json!({"revision": revision}).to_string())
                    }
                    Ok(Event::Progress { job, part, done, all }) => sse::Event::default()
                        .event("progress")
                        .data(json!({"job": job, "part": part, "done": done, "all": all}).to_string()),
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => continue,
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
                };
                return Some((Ok(event), (listener, heard, stopping, None)));
            }
        },
    );
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response())
}
