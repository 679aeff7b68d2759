//! The server asked as a browser would, as a hostile page would, and by a thousand at once.

mod answers;
mod hostile;
mod sockets;

use crate::folder::Folder;
use crate::routes::router;
use crate::server::{Options, start};
use crate::state::Talks;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;
use tower::ServiceExt as _;
use zopa_case::Case;
use zopa_wire::{Memory, Unread};

/// Where the server of the tests listens, or says that it does.
const HOST: &str = "127.0.0.1:8750";

/// A small case with values on both sides, a line, a private entry and a scenario.
const CASE: &str = r#"zopa: 1
case: The mill
as of: 2031-03-01
parties:
  upper: {name: Upper village, role: party, seat: table}
  lower: {name: Lower village, role: party, seat: table}
issues:
  water:
    name: Water
    kind: ladder
    ladder:
      w1: Upper keeps it
      w2: Half and half
      w3: Lower gets it
  road:
    name: Road
    kind: ladder
    ladder:
      r1: Closed
      r2: Open
sources:
  MINUTES: {title: Minutes of the meeting, date: 2031-02-20, grade: A1}
  LETTER: {title: A letter, date: 2031-02-22, grade: B2, marking: upper-confidential}
ledger:
  - {id: up-water, date: 2031-02-20, party: upper, accepts: {water: [w1, w2]}, stated: public, source: MINUTES}
  - {id: low-water, date: 2031-02-20, party: lower, wants: {water: w3}, stated: public, source: MINUTES}
  - {id: up-secret, date: 2031-02-22, party: upper, accepts: {road: r2}, stated: private, source: LETTER, marking: upper-confidential}
lines:
  - {id: up-line, party: upper, kind: red line, never: water = w3, firmness: 0.9, source: MINUTES}
preferences:
  upper:
    scale: 100
    no deal: [20, 40]
    water: {weight: 60, values: {w1: 100, w2: 50, w3: 0}}
    road: {weight: 40, values: {r1: 0, r2: 100}}
  lower:
    scale: 100
    no deal: 30
    water: {weight: 70, values: {w1: 0, w2: 60, w3: 100}}
    road: {weight: 30, values: {r1: 100, r2: 0}}
scenarios:
  no-line:
    name: Without the line
    edits:
      - lift line: up-line
"#;

/// A case in memory that can be saved over.
#[derive(Clone)]
struct Shelf {
    text: Arc<Mutex<String>>,
    saved: Arc<Mutex<Vec<(String, String)>>>,
    reads: Arc<AtomicU64>,
}

impl Shelf {
    fn new(text: &str) -> Self {
        Self { text: Arc::new(Mutex::new(text.into())), saved: Arc::default(), reads: Arc::default() }
    }
}

impl Folder for Shelf {
    fn read(&self) -> Result<Case, Unread> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let text = self.text.lock().unwrap().clone();
        let saved = self.saved.lock().unwrap().clone();
        let files = [("case.yaml", text.as_str())].into_iter();
        zopa_wire::read_case(&Memory::new(files.chain(saved.iter().map(|(name, text)| (name.as_str(), text.as_str())))))
    }

    fn stamp(&self) -> String {
        format!("{}{:?}", self.text.lock().unwrap(), self.saved.lock().unwrap())
    }

    fn save(&self, name: &str, text: &str) -> Result<(), String> {
        let mut saved = self.saved.lock().unwrap();
        if saved.iter().any(|(own, _)| own == name) {
            return Err(format!("`{name}` is there already"));
        }
        saved.push((name.into(), text.into()));
        Ok(())
    }
}

/// A server that is asked without a socket.
struct Asked {
    talks: Arc<Talks>,
    shelf: Shelf,
    // The server lives as long as nobody may stop it.
    _stop: watch::Sender<bool>,
}

impl Asked {
    async fn new(options: Options) -> Self {
        let (stop, stopping) = watch::channel(false);
        let shelf = Shelf::new(CASE);
        let address: SocketAddr = HOST.parse().unwrap();
        let (talks, _) = start(Box::new(shelf.clone()), &options, address, stopping).await.unwrap();
        Self { talks, shelf, _stop: stop }
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        router(self.talks.clone()).oneshot(request).await.unwrap()
    }

    async fn get(&self, address: &str) -> (StatusCode, Value) {
        let response = self.send(asking("GET", address).body(Body::empty()).unwrap()).await;
        read(response).await
    }

    async fn post(&self, address: &str, token: &str, body: &str) -> (StatusCode, Value) {
        let request = asking("POST", address).header("x-zopa-token", token).body(Body::from(body.to_string()));
        read(self.send(request.unwrap()).await).await
    }

    async fn token(&self) -> String {
        self.get("/api/session").await.1["token"].as_str().unwrap().to_string()
    }
}

fn asking(method: &str, address: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(address).header(header::HOST, HOST)
}

async fn text(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn read(response: Response<Body>) -> (StatusCode, Value) {
    let (status, text) = text(response).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Letters of a query's value that stand for themselves; the others by their number.
fn quoted(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
