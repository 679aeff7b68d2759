//! Requests that nobody of good will makes.

use super::{Asked, HOST, asking, quoted, read, text};
use crate::server::Options;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use std::net::IpAddr;

async fn status(server: &Asked, request: axum::http::request::Builder) -> StatusCode {
    server.send(request.body(Body::empty()).unwrap()).await.status()
}

#[tokio::test]
async fn foreign_hosts_are_refused() {
    let server = Asked::new(Options::default()).await;
    for host in ["evil.example", "evil.example:8750", "127.0.0.1:8751", "127.0.0.1.evil.example:8750", ""] {
        let request = Request::get("/api/case").header(header::HOST, host);
        assert_eq!(status(&server, request).await, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    assert_eq!(status(&server, Request::get("/api/case")).await, StatusCode::BAD_REQUEST);
    let two = Request::get("/api/case").header(header::HOST, HOST).header(header::HOST, "evil.example");
    assert_eq!(status(&server, two).await, StatusCode::BAD_REQUEST);
    let inside = Request::get("http://evil.example/api/case").header(header::HOST, HOST);
    assert_eq!(status(&server, inside).await, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn other_sites_pages_are_refused() {
    let server = Asked::new(Options::default()).await;
    let token = server.token().await;
    for site in ["cross-site", "same-site"] {
        let request = asking("GET", "/api/case").header("sec-fetch-site", site).header("sec-fetch-mode", "cors");
        assert_eq!(status(&server, request).await, StatusCode::FORBIDDEN);
        let opened = |address, kind| {
            let request = asking("GET", address).header("sec-fetch-site", site);
            request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", kind)
        };
        assert_eq!(status(&server, opened("/positions", "document")).await, StatusCode::OK);
        assert_eq!(status(&server, opened("/positions", "iframe")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(&server, opened("/api/case", "document")).await, StatusCode::FORBIDDEN);
    }
    for origin in ["http://evil.example", "null", "http://127.0.0.1:8751", "file://"] {
        let read = asking("GET", "/api/case").header(header::ORIGIN, origin);
        assert_eq!(status(&server, read).await, StatusCode::FORBIDDEN, "{origin}");
        let write = asking("POST", "/api/scenarios").header(header::ORIGIN, origin).header("x-zopa-token", &token);
        assert_eq!(status(&server, write).await, StatusCode::FORBIDDEN, "{origin}");
    }
    let body = json!({"name": "mine", "edits": [{"lift line": "up-line"}]}).to_string();
    for token in ["", "0000", &"0".repeat(64)] {
        assert_eq!(server.post("/api/scenarios", token, &body).await.0, StatusCode::FORBIDDEN);
    }
    assert!(server.shelf.saved.lock().unwrap().is_empty());
}

#[tokio::test]
async fn paths_lead_nowhere_but_to_pages() {
    let server = Asked::new(Options::default()).await;
    let paths = [
        "/../Cargo.toml",
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/app.js/..",
        "//etc/passwd",
        "/assets/",
        "/sources/a/b",
        "/case.yaml",
        "/assets/%00",
        "/api/",
        "/api/sources/..%2Fcase.yaml",
        "/api/sources/",
        "/api/pages/..%2f..%2f",
        "/api/answers/nothing",
    ];
    for path in paths {
        let response = server.send(asking("GET", path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let (status, answer) = read(response).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {answer}");
        assert!(answer["error"].is_string(), "{path}");
    }
    let request = asking("DELETE", "/api/case").header("x-zopa-token", server.token().await);
    assert_eq!(status(&server, request).await, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn oversized_and_malformed_requests_get_clear_errors() {
    let server = Asked::new(Options::default()).await;
    let long = format!("/api/case?edit={}", "a".repeat(17 << 10));
    assert_eq!(status(&server, asking("GET", &long)).await, StatusCode::URI_TOO_LONG);
    let token = server.token().await;
    let (large, answer) = server.post("/api/scenarios", &token, &"[".repeat(70_000)).await;
    assert_eq!(large, StatusCode::PAYLOAD_TOO_LARGE, "{answer}");
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    for body in
        ["", "{", "[]", "null", "\u{0}", r#"{"name": "mine"}"#, r#"{"name": "mine", "edits": [1]}"#, deep.as_str()]
    {
        let (status, answer) = server.post("/api/scenarios", &token, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
        assert!(answer["error"].as_str().is_some_and(|error| !error.is_empty()));
    }
    let deep_edit = format!("{}1{}", r#"{"add line": ["#.to_string() + &"[".repeat(100), "]".repeat(101) + "}");
    let edits = [
        "",
        "{}",
        "[]",
        "1",
        "\"lift line\"",
        r#"{"lift line": "nothing"}"#,
        r#"{"drop table": 1}"#,
        r#"{"set": "a.b"}"#,
        r#"{"set": "preferences.upper.no deal", "to": "much"}"#,
        r#"{"set": "case", "to": "Another"}"#,
        r#"{"lift line": "up-line", "without source": "MINUTES"}"#,
        r#"{"as of": "2031-13-01"}"#,
        deep_edit.as_str(),
        r#"{"add line": {"id": "x", "party": "upper", "kind": "red line", "never": "water = w9"}}"#,
    ];
    for edit in edits {
        let (status, answer) = server.get(&format!("/api/answers/gaps?edit={}", quoted(edit))).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{edit}: {answer}");
        assert!(answer["error"].as_str().is_some_and(|error| !error.is_empty()), "{edit}");
    }
    let many = "&scenario=no-line".repeat(201);
    let queries = [
        "draws=0",
        "draws=-1",
        "draws=99999999999",
        "draws=x",
        "runs=1000001",
        "rounds=0",
        "seed=",
        "as_of=2031",
        "as_of=x",
        "without=NOTHING",
        "scenario=nothing",
        "audience=nobody",
        "job=a%20b",
        "nothing=1",
        "%ff=1",
        many.as_str(),
    ];
    for query in queries {
        let (status, answer) = server.get(&format!("/api/answers/settlement?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}: {answer}");
    }
    for query in ["protocol=none", "facilitator=none", "strategy=nobody%3Dlinear", "strategy=nonsense"] {
        let (status, answer) = server.get(&format!("/api/answers/rounds?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}: {answer}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_the_page_to_itself() {
    let server = Asked::new(Options::default()).await;
    for address in ["/", "/assets/app.js", "/api/case", "/nothing"] {
        let response = server.send(asking("GET", address).body(Body::empty()).unwrap()).await;
        let headers = response.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self'"));
        assert_eq!(headers["x-frame-options"], "DENY");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert!(headers.contains_key("cache-control") && !headers.contains_key("access-control-allow-origin"));
    }
}

async fn log_in(server: &Asked, password: &str) -> (StatusCode, Option<String>) {
    let token = &server.talks.access.token;
    let body = format!("token={token}&password={}", quoted(password));
    let request = asking("POST", "/login").header(header::ORIGIN, format!("http://{HOST}")).body(Body::from(body));
    let response = server.send(request.unwrap()).await;
    let cookie = response.headers().get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_string());
    (response.status(), cookie)
}

#[tokio::test]
async fn beyond_loopback_nothing_is_told_without_the_password() {
    let password = Some("correct horse".to_string());
    let server = Asked::new(Options { password, ..Options::default() }).await;
    for address in ["/api/case", "/api/answers/gaps", "/api/events", "/api/session", "/api/openapi.json"] {
        assert_eq!(status(&server, asking("GET", address)).await, StatusCode::UNAUTHORIZED, "{address}");
    }
    let response = server.send(asking("GET", "/positions").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (response.status(), &response.headers()["location"]),
        (StatusCode::SEE_OTHER, &"/login".parse().unwrap())
    );
    let form = server.send(asking("GET", "/login").body(Body::empty()).unwrap()).await;
    // With no referrer at all the form's own origin would come as `null`.
    assert_eq!(form.headers()["referrer-policy"], "same-origin");
    let (_, form) = text(server.send(asking("GET", "/login").body(Body::empty()).unwrap()).await).await;
    assert!(form.contains("type=\"password\"") && !form.contains("mill"));
    assert_eq!(log_in(&server, "wrong").await, (StatusCode::FORBIDDEN, None));
    let (status_, cookie) = log_in(&server, "correct horse").await;
    let cookie = cookie.unwrap();
    assert_eq!(status_, StatusCode::SEE_OTHER);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let pair = cookie.split(';').next().unwrap().to_string();
    let with = |method, address| asking(method, address).header(header::COOKIE, &pair);
    let (told, session) = read(server.send(with("GET", "/api/session").body(Body::empty()).unwrap()).await).await;
    assert_eq!(told, StatusCode::OK);
    // The token is the session's own: that of the login form does not do.
    let token = session["token"].as_str().unwrap();
    assert_ne!(token, server.talks.access.token);
    let form_token = with("POST", "/api/logout").header("x-zopa-token", &server.talks.access.token);
    assert_eq!(status(&server, form_token).await, StatusCode::FORBIDDEN);
    assert_eq!(
        status(&server, with("POST", "/api/logout").header("x-zopa-token", token)).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(status(&server, with("GET", "/api/case")).await, StatusCode::UNAUTHORIZED);
    for _ in 0..5 {
        log_in(&server, "wrong").await;
    }
    assert_eq!(log_in(&server, "correct horse").await.0, StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn beyond_loopback_only_with_a_password() {
    let host: IpAddr = "0.0.0.0".parse().unwrap();
    let options = Options { host, ..Options::default() };
    let served = crate::serve(super::Shelf::new(super::CASE), &options, &crate::Stop::new(), |_| panic!("it listens"));
    assert_eq!(served, Err("beyond loopback a password is needed".into()));
}
