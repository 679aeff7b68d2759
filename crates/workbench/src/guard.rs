//! What every request passes: whom it names, where it comes from, how long it is; and what every answer carries.

use crate::login::cookie_of;
use crate::refusal::Refusal;
use crate::state::Talks;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;
use std::sync::Arc;

/// Bytes of an address with its query.
pub const ADDRESS: usize = 16 << 10;
/// The header with the token of the page, asked for wherever something is not only read.
pub const TOKEN: &str = "x-zopa-token";

/// What every answer carries: nothing is loaded from elsewhere, nothing frames the page, nothing is guessed or told.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Lets through what may be asked, and adds those of [`HEADERS`] that the answer does not have already.
pub async fn guard(State(talks): State<Arc<Talks>>, request: Request, next: Next) -> Response<Body> {
    let mut response = match check(&talks, &request) {
        Ok(()) => next.run(request).await,
        Err(Refused::Refusal(refusal)) => refusal.response(),
        Err(Refused::ToLogin) => to("/login"),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Leads on to an address.
pub fn to(address: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(address));
    response
}

enum Refused {
    Refusal(Refusal),
    ToLogin,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

fn check(talks: &Talks, request: &Request) -> Result<(), Refused> {
    let (headers, path) = (request.headers(), request.uri().path());
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) {
        (Some(host), None) => host,
        _ => return Err(Refusal::bad("the request does not name one host").into()),
    };
    // An address that names a host itself must name the same one.
    let named = request.uri().authority().is_none_or(|authority| authority.as_str() == host);
    if !named || !talks.access.answers_to(host) {
        let message = "this server does not answer to that host";
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, message)
            .help("open the address that `zopa serve` printed; `--name NAME` adds another")
            .into());
    }
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > ADDRESS) {
        let message = format!("the address has more than {ADDRESS} bytes");
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, message).help("save the edits as a scenario").into());
    }
    own_site(request.method(), path, headers, host)?;
    if talks.access.locked() && path != "/login" && !path.starts_with("/assets/") {
        let cookie = cookie_of(headers);
        if talks.access.token_of(cookie.as_deref()).is_none() {
            if path.starts_with("/api/") || *request.method() != Method::GET {
                return Err(Refusal::new(StatusCode::UNAUTHORIZED, "no session").help("log in at /login").into());
            }
            return Err(Refused::ToLogin);
        }
    }
    let cookie = cookie_of(headers);
    if !is_safe(request.method()) && path != "/login" {
        let given = headers.get(TOKEN).and_then(|token| token.to_str().ok()).unwrap_or_default();
        let token = talks.access.token_of(cookie.as_deref()).unwrap_or_default();
        if token.is_empty() || !crate::access::same(given, &token) {
            return Err(Refusal::new(StatusCode::FORBIDDEN, "the page's token is missing or old")
                .help(format!("send the token of /api/session as {TOKEN}"))
                .into());
        }
    }
    Ok(())
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses what another site's page asks for; opening a page by a link is no such thing.
fn own_site(method: &Method, path: &str, headers: &HeaderMap, host: &str) -> Result<(), Refusal> {
    let foreign = || {
        Err(Refusal::new(StatusCode::FORBIDDEN, "another site asks for this").help("open the page in a tab of its own"))
    };
    if let Some(origin) = headers.get(header::ORIGIN) {
        let own = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")));
        if own != Some(host) {
            return foreign();
        }
    }
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match word("sec-fetch-site") {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => {
            let opened = *method == Method::GET
                && word("sec-fetch-mode") == Some("navigate")
                && word("sec-fetch-dest") == Some("document")
                && !path.starts_with("/api/");
            if opened { Ok(()) } else { foreign() }
        }
    }
}
