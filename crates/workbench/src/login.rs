//! The login beyond loopback: a plain form, a session's cookie.

use crate::access::{SESSION, same};
use crate::guard::to;
use crate::refusal::Refusal;
use crate::server::Peer;
use crate::state::Talks;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The session's cookie.
const COOKIE: &str = "zopa";

/// The value of the session's cookie.
pub fn cookie_of(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_string())
}

/// `GET /login`.
pub async fn form(State(talks): State<Arc<Talks>>) -> Response<Body> {
    if !talks.access.locked() {
        return to("/");
    }
    page(&talks, StatusCode::OK, "")
}

fn page(talks: &Talks, status: StatusCode, said: &str) -> Response<Body> {
    let said = if said.is_empty() { String::new() } else { format!("<p role=\"alert\" class=\"caution\">{said}</p>") };
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>zopa: log in</title>\n\
         <link rel=\"icon\" href=\"/assets/icon.svg\">\n<link rel=\"stylesheet\" href=\"/assets/report.css\">\n\
         <link rel=\"stylesheet\" href=\"/assets/app.css\">\n</head>\n<body class=\"login\">\n<main>\n<h1>zopa</h1>\n{said}\n\
         <form method=\"post\" action=\"/login\">\n<input type=\"hidden\" name=\"token\" value=\"{}\">\n\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required autofocus>\n\
         <button>Log in</button>\n</form>\n</main>\n</body>\n</html>\n",
        talks.access.token
    );
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Without any referrer a browser does not say either which site a form is sent from.
    let referrer = (header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    (status, [kind, referrer], html).into_response()
}

/// `POST /login`: the password and the form's token.
pub async fn log_in(State(talks): State<Arc<Talks>>, request: Request) -> Result<Response<Body>, Refusal> {
    if !talks.access.locked() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no login here"));
    }
    let from = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let body = crate::api::body(request).await?;
    let field = |name: &str| {
        form_urlencoded::parse(&body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    if !same(&field("token"), &talks.access.token) {
        return Ok(page(&talks, StatusCode::FORBIDDEN, "The form was old; try again."));
    }
    if let Some(wait) = talks.access.must_wait(from) {
        let mut response = page(&talks, StatusCode::TOO_MANY_REQUESTS, "Too many tries; wait a minute.");
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        return Ok(response);
    }
    let password = field("password");
    let right = talks.clone().in_background(move |talks| Ok(talks.access.is_password(from, &password))).await?;
    if !right {
        return Ok(page(&talks, StatusCode::FORBIDDEN, "That is not the password."));
    }
    let broken = |message: String| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message);
    let cookie = talks.access.open().map_err(broken)?;
    let text = format!("{COOKIE}={cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}", SESSION.as_secs());
    let mut response = to("/");
    let value = HeaderValue::from_str(&text).map_err(|error| broken(error.to_string()))?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

/// `POST /api/logout`: ends the session.
pub async fn log_out(State(talks): State<Arc<Talks>>, request: Request) -> Response<Body> {
    if let Some(cookie) = cookie_of(request.headers()) {
        talks.access.close(&cookie);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    let gone = HeaderValue::from_static("zopa=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
    response.headers_mut().insert(header::SET_COOKIE, gone);
    response
}
