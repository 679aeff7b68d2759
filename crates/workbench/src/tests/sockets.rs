//! Over real sockets: a thousand at once, a save that is noticed, slow and broken clients, and the end.

use super::{CASE, Shelf};
use crate::server::{Options, Stop, serve};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A server on a port of its own; it is stopped when this goes.
struct Served {
    host: String,
    shelf: Shelf,
    stop: Stop,
    thread: Option<JoinHandle<Result<(), String>>>,
}

impl Served {
    fn new() -> Self {
        let (shelf, stop) = (Shelf::new(CASE), Stop::new());
        let (tell, told) = mpsc::channel();
        let (own_shelf, own_stop) = (shelf.clone(), stop.clone());
        let thread = std::thread::spawn(move || {
            serve(own_shelf, &Options::default(), &own_stop, |address| tell.send(address.to_string()).unwrap())
        });
        let address = told.recv_timeout(Duration::from_secs(20)).unwrap();
        let host = address.trim_start_matches("http://").trim_end_matches('/').to_string();
        Self { host, shelf, stop, thread: Some(thread) }
    }

    fn end(&mut self) -> Result<(), String> {
        self.stop.stop();
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end().ok();
    }
}

/// Sends bytes as they are and reads all that comes back.
async fn raw(host: &str, request: &str) -> String {
    let mut stream = loop {
        match TcpStream::connect(host).await {
            Ok(stream) => break stream,
            // This process may have no more files open than so many.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let mut answer = Vec::new();
    // A server that has refused may close before all was sent.
    stream.write_all(request.as_bytes()).await.ok();
    stream.read_to_end(&mut answer).await.ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(host: &str, address: &str) -> String {
    format!("GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_at_once_are_all_answered() {
    let mut served = Served::new();
    let addresses = [
        "/",
        "/assets/app.js",
        "/api/case",
        "/api/answers/gaps",
        "/api/pages/settlement?draws=64",
        "/nothing",
        "/api/pages/overview?draws=32",
    ];
    let asked: Vec<_> = (0..1_000)
        .map(|at| {
            let (host, address) = (served.host.clone(), addresses[at % addresses.len()]);
            tokio::spawn(async move { (address, raw(&host, &get(&host, address)).await) })
        })
        .collect();
    for answer in asked {
        let (address, answer) = answer.await.unwrap();
        let expected = if address == "/nothing" { "HTTP/1.1 404" } else { "HTTP/1.1 200" };
        assert!(answer.starts_with(expected), "{address}: {}", answer.get(..200).unwrap_or(&answer));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        assert_eq!(length.parse::<usize>().unwrap(), body.len(), "{address}");
    }
    assert_eq!(served.end(), Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_clients_are_told_or_dropped() {
    let served = Served::new();
    let host = &served.host;
    let heads =
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(5_000));
    for request in
        ["nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}", "GET  /  HTTP/1.1\r\n\r\n", heads.as_str()]
    {
        let answer = raw_closed(host, request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    // Length and chunks at once are a way to smuggle a second request.
    let smuggled = format!(
        "POST /api/scenarios HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/case HTTP/1.1\r\nHost: {host}\r\n\r\n"
    );
    let answer = raw_closed(host, &smuggled).await;
    assert!(!answer.contains("The mill"), "{answer}");
    // It still answers.
    assert!(raw(host, &get(host, "/api/case")).await.contains("The mill"));
}

/// Sends, says that nothing more comes, and reads for a moment.
async fn raw_closed(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(request.as_bytes()).await.ok();
    stream.shutdown().await.ok();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await.ok();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_is_noticed_and_told() {
    let mut served = Served::new();
    let host = served.host.clone();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    stream.write_all(get(&host, "/api/events").as_bytes()).await.unwrap();
    *served.shelf.text.lock().unwrap() = CASE.replace("The mill", "The new mill");
    let (mut heard, mut part) = (String::new(), [0u8; 1024]);
    let begun = Instant::now();
    while !heard.contains("\"revision\":2") {
        assert!(begun.elapsed() < Duration::from_secs(10), "{heard}");
        if let Ok(Ok(length)) = tokio::time::timeout(Duration::from_secs(1), stream.read(&mut part)).await {
            heard.push_str(&String::from_utf8_lossy(&part[..length]));
        }
    }
    assert!(raw(&host, &get(&host, "/api/case")).await.contains("The new mill"));
    // A page that listens does not keep the server from ending.
    let ending = Instant::now();
    assert_eq!(served.end(), Ok(()));
    assert!(ending.elapsed() < Duration::from_secs(8));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_is_stopped_when_its_asker_goes() {
    let mut served = Served::new();
    let host = served.host.clone();
    // Far more runs than could be made while this test lasts.
    let long = get(&host, "/api/answers/rounds?runs=1000000&rounds=60000");
    let mut stream = TcpStream::connect(&host).await.unwrap();
    stream.write_all(long.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begun = Instant::now();
    assert!(raw(&host, &get(&host, "/api/answers/gaps")).await.starts_with("HTTP/1.1 200"));
    assert_eq!(served.end(), Ok(()));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
