//! The addresses, in one table, and the router made of it.

use crate::assets::{ASSETS, INDEX, REPORT_STYLE, version};
use crate::guard::guard;
use crate::pages::PAGES;
use crate::refusal::Refusal;
use crate::state::Talks;
use crate::{api, login};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::response::IntoResponse as _;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// An address of the API: path, method, how it is answered, and what the OpenAPI document says of it.
pub struct Route {
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The method, in small letters.
    pub method: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// The kind of what is answered.
    pub gives: &'static str,
    router: fn() -> MethodRouter<Arc<Talks>>,
}

const JSON: &str = "application/json";

/// Every address that is answered, but for pages and files of the front end.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/answers/{lens}",
        method: "get",
        about: "The findings of a lens, of `brief` or of `check`: the same JSON as the command line's.",
        gives: JSON,
        router: || get(api::answer),
    },
    Route {
        path: "/api/pages/{page}",
        method: "get",
        about: "A page as a fragment of HTML, with what the frame around it must know.",
        gives: JSON,
        router: || get(api::fragment),
    },
    Route {
        path: "/api/sources/{source}",
        method: "get",
        about: "One source with what rests on it and its stored text, as a fragment of HTML.",
        gives: JSON,
        router: || get(api::source),
    },
    Route {
        path: "/api/case",
        method: "get",
        about: "What the case is made of, what can be edited, and what is wrong with its files.",
        gives: JSON,
        router: || get(api::case),
    },
    Route {
        path: "/api/events",
        method: "get",
        about: "Server-sent events: `refreshed` when the files were read again, `progress` of work with a `job`.",
        gives: "text/event-stream",
        router: || get(api::events),
    },
    Route {
        path: "/api/session",
        method: "get",
        about: "The token that requests which do not only read must carry.",
        gives: JSON,
        router: || get(api::session),
    },
    Route {
        path: "/api/openapi.json",
        method: "get",
        about: "This document.",
        gives: JSON,
        router: || get(api::openapi),
    },
    Route {
        path: "/api/scenario",
        method: "post",
        about: "Edits as the text of a scenario's file; nothing is written.",
        gives: "application/yaml",
        router: || post(api::scenario),
    },
    Route {
        path: "/api/scenarios",
        method: "post",
        about: "Writes edits as a scenario in a new file beside the case.",
        gives: JSON,
        router: || post(api::save_scenario),
    },
    Route {
        path: "/api/logout",
        method: "post",
        about: "Ends the session.",
        gives: "",
        router: || post(login::log_out),
    },
];

/// The router with everything a request passes.
pub fn router(talks: Arc<Talks>) -> Router {
    let mut router: Router<Arc<Talks>> = Router::new();
    for route in ROUTES {
        router = router.route(route.path, (route.router)());
    }
    for page in PAGES {
        router = router.route(page.path, get(index));
    }
    router = router.route("/sources/{source}", get(index)).route("/login", get(login::form).post(login::log_in));
    for asset in ASSETS {
        router = router.route(asset.path, get(move |headers: HeaderMap| kept(&headers, asset.kind, asset.bytes)));
    }
    let style = |headers: HeaderMap| kept(&headers, "text/css; charset=utf-8", zopa_report::page_style().as_bytes());
    router
        .route(REPORT_STYLE, get(style))
        .fallback(nothing)
        .method_not_allowed_fallback(no_method)
        .layer(axum::middleware::from_fn_with_state(talks.clone(), guard))
        .with_state(talks)
}

async fn index(headers: HeaderMap) -> Response<Body> {
    kept(&headers, "text/html; charset=utf-8", INDEX).await
}

/// A file that browsers keep and ask after.
fn kept(headers: &HeaderMap, kind: &'static str, bytes: &'static [u8]) -> std::future::Ready<Response<Body>> {
    let version = version();
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|mark| mark.to_str().ok());
    let mut response = if asked == Some(version) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ETAG, HeaderValue::from_static(version));
    std::future::ready(response)
}

async fn nothing(uri: Uri) -> Refusal {
    let shown: String = uri.path().chars().take(80).collect();
    Refusal::new(StatusCode::NOT_FOUND, format!("there is nothing at `{shown}`"))
        .help("pages are linked from `/`, the API is told at `/api/openapi.json`")
}

async fn no_method(method: Method, uri: Uri) -> Refusal {
    let shown: String = uri.path().chars().take(80).collect();
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, format!("`{shown}` does not take {method}"))
}
