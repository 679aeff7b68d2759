//! Listening, watching the files, and stopping.

use crate::access::Access;
use crate::folder::Folder;
use crate::routes::router;
use crate::state::Talks;
use crate::view::View;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt as _;

/// Connections at once; further ones wait to be taken.
const CONNECTIONS: usize = 512;
/// How long the head of a request may take to come, and how long an idle connection stays.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Bytes of a request's head.
const HEAD: usize = 64 << 10;
/// How often the files are looked at; a change is read once they have stayed the same for as long.
const LOOK: Duration = Duration::from_millis(250);
/// How long answers may take to end once the server is to stop.
const ENDING: Duration = Duration::from_secs(3);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on. Beyond loopback only with a password.
    pub host: IpAddr,
    /// The port; 0: any that is free.
    pub port: u16,
    /// Further names that the server may be asked by.
    pub names: Vec<String>,
    /// The password, or its Argon2 hash.
    pub password: Option<String>,
    /// How the case is seen.
    pub view: View,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            names: Vec::new(),
            password: None,
            view: View::default(),
        }
    }
}

/// Stops a server from anywhere, such as a handler of Ctrl-C.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    /// Nothing is stopped yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::channel(false).0))
    }

    /// The server is to end: answers under way are given a moment, work is stopped.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}

/// The address that a request came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Serves the page of a case until `stop`. `ready` is told the address of the page once it can be opened.
///
/// # Errors
/// An address that cannot be listened on, one beyond loopback without a password, a password that cannot be used, or a view
/// that the case does not know. A case that is broken is no error: the page shows its problems until they are mended.
pub fn serve(folder: impl Folder, options: &Options, stop: &Stop, ready: impl FnOnce(&str)) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| format!("the server cannot be started: {error}"))?;
    let served = runtime.block_on(run(Box::new(folder), options, stop, ready));
    // Work that was told to stop does so at its next step.
    runtime.shutdown_timeout(ENDING);
    served
}

async fn run(folder: Box<dyn Folder>, options: &Options, stop: &Stop, ready: impl FnOnce(&str)) -> Result<(), String> {
    if !options.host.is_loopback() && options.password.is_none() {
        return Err("beyond loopback a password is needed".into());
    }
    let asked = SocketAddr::new(options.host, options.port);
    let listener =
        TcpListener::bind(asked).await.map_err(|error| format!("`{asked}` cannot be listened on: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (talks, stamp) = start(folder, options, address, stop.0.subscribe()).await?;
    tokio::spawn(look(talks.clone(), stamp));
    ready(&format!("http://{address}/"));
    listen(listener, talks, stop.0.subscribe()).await;
    Ok(())
}

/// What the server knows at first, and the stamp of the files that were read.
///
/// # Errors
/// The password, or the view.
pub async fn start(
    folder: Box<dyn Folder>,
    options: &Options,
    address: SocketAddr,
    stopping: watch::Receiver<bool>,
) -> Result<(Arc<Talks>, String), String> {
    let access = Access::new(address, options.names.clone(), options.password.as_deref())?;
    let talks = Arc::new(Talks::new(folder, options.view.clone(), access, stopping));
    let reading = talks.clone();
    let stamp = tokio::task::spawn_blocking(move || reading.reload()).await.map_err(|error| error.to_string())?;
    if talks.now().case.is_some() {
        talks.seen(&Default::default()).map_err(|refusal| match refusal.help.as_str() {
            "" => refusal.message,
            help => format!("{}; {help}", refusal.message),
        })?;
    }
    Ok((talks, stamp))
}

/// Reads the case again when its files have changed since they had the stamp `read`, and then stayed the same for a moment.
async fn look(talks: Arc<Talks>, mut read: String) {
    let mut last = read.clone();
    while !*talks.stopping.borrow() {
        tokio::time::sleep(LOOK).await;
        let looking = talks.clone();
        let Ok(now) = tokio::task::spawn_blocking(move || looking.folder.stamp()).await else { return };
        if now != read && now == last {
            let reading = talks.clone();
            let Ok(again) = tokio::task::spawn_blocking(move || reading.reload()).await else { return };
            last.clone_from(&again);
            read = again;
        } else {
            last = now;
        }
    }
}

async fn listen(listener: TcpListener, talks: Arc<Talks>, mut stopping: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let ending = GracefulShutdown::new();
    let service = router(talks);
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        match taken {
            Ok((stream, from)) => answer(stream, from, service.clone(), &ending, place),
            // No more files can be open, or the other side is gone: both pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    // Connections that do not end in time are dropped with the runtime.
    tokio::time::timeout(ENDING, ending.shutdown()).await.ok();
}

fn answer(
    stream: TcpStream,
    from: SocketAddr,
    service: axum::Router,
    ending: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    // Small answers go at once; where the system does not take this they go a little later.
    stream.set_nodelay(true).ok();
    let service = service.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(from.ip()));
        request.map(axum::body::Body::new)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = ending.watch(connection);
    tokio::spawn(async move {
        // What goes wrong on a connection is the other side's to see.
        connection.await.ok();
        drop(place);
    });
}
