//! Why a request is not answered, said in one form.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;
use zopa_case::{Diagnostic, Span, Texts};

/// A request that is not answered: status, what is wrong, the way out.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// What is wrong.
    pub message: String,
    /// The way out; may be empty.
    pub help: String,
}

impl Refusal {
    /// A refusal in one sentence.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), help: String::new() }
    }

    /// A request that cannot be understood.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// What is wrong with an overlay.
    pub fn problems(problems: &[Diagnostic], texts: &Texts) -> Self {
        let Some(first) = problems.first() else { return Self::bad("the case cannot be made so") };
        let place = if first.span() == Span::default() {
            String::new()
        } else {
            let (line, column) = texts.line_column(first.span());
            format!("{}:{line}:{column}: ", texts.name(first.span().file))
        };
        let refusal = Self::bad(format!("{place}{}", first.message));
        refusal.help(first.help.clone().unwrap_or_default())
    }

    /// As an answer.
    pub fn response(&self) -> Response<Body> {
        let text = json!({"error": self.message, "help": self.help}).to_string();
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

impl axum::response::IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        self.response()
    }
}
