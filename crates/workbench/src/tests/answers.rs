//! Answers, overlays, saves and scenarios.

use super::{Asked, CASE, asking, quoted, read, text};
use crate::openapi;
use crate::pages::PAGES;
use crate::routes::ROUTES;
use crate::server::Options;
use crate::view::View;
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn every_lens_answers_in_the_contract_s_form() {
    let server = Asked::new(Options::default()).await;
    let lenses = zopa_lens::LENSES.iter().map(|lens| lens.name).chain(["brief"]);
    for lens in lenses {
        let days = if lens == "diff" { "&from=2031-02-01" } else { "" };
        let (status, answer) = server.get(&format!("/api/answers/{lens}?draws=64&runs=32{days}")).await;
        assert_eq!(status, StatusCode::OK, "{lens}: {answer}");
        assert_eq!((&answer["zopa"], &answer["lens"]), (&json!(1), &json!(lens)));
        for key in ["case", "settings", "seed", "stop", "arithmetic", "findings", "basis", "warnings"] {
            assert!(answer.get(key).is_some(), "{lens} has no {key}");
        }
    }
    let (_, check) = server.get("/api/answers/check").await;
    assert_eq!(check["findings"]["valid"], true);
}

#[tokio::test]
async fn an_answer_is_that_of_the_lens_itself() {
    let server = Asked::new(Options::default()).await;
    let (_, answer) = server.get("/api/answers/settlement?draws=128&seed=7").await;
    let case = zopa_wire::read_case(&zopa_wire::Memory::one(CASE)).unwrap().known().unwrap();
    let settings = zopa_lens::settlement::Settings { seed: 7, draws: 128, ..Default::default() };
    let run = zopa_lens::settlement::settlement(&case, &settings, &zopa_lens::Unwatched);
    assert_eq!(answer["findings"], zopa_wire::settlement_answer(&case, &run, &Default::default())["findings"]);
    assert_eq!(answer["case"]["hash"], case.hash());
}

#[tokio::test]
async fn every_page_is_a_fragment_without_script_or_style() {
    let server = Asked::new(Options::default()).await;
    for page in PAGES {
        let (status, answer) = server.get(&format!("/api/pages/{}?draws=64&runs=32", page.name)).await;
        assert_eq!(status, StatusCode::OK, "{}: {answer}", page.name);
        let html = answer["html"].as_str().unwrap();
        assert!(html.contains("<main>"), "{}", page.name);
        for word in ["<script", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!html.contains(word), "{} has {word}", page.name);
        }
        let index = server.send(asking("GET", page.path).body(Body::empty()).unwrap()).await;
        let (status, html) = text(index).await;
        assert!(status == StatusCode::OK && html.contains("/assets/app.js"), "{}", page.path);
    }
    let (_, source) = server.get("/api/sources/MINUTES").await;
    assert!(source["html"].as_str().unwrap().contains("up-line"));
}

#[tokio::test]
async fn an_edit_changes_the_answer_and_not_the_case() {
    let server = Asked::new(Options::default()).await;
    let (_, before) = server.get("/api/answers/settlement?draws=64").await;
    let edit = quoted(r#"{"lift line": "up-line"}"#);
    let (_, after) = server.get(&format!("/api/answers/settlement?draws=64&edit={edit}")).await;
    assert_ne!(before["findings"]["admissible"], after["findings"]["admissible"]);
    assert_ne!(before["case"]["hash"], after["case"]["hash"]);
    // The same edit as the case's own scenario.
    let (_, scenario) = server.get("/api/answers/settlement?draws=64&scenario=no-line").await;
    assert_eq!(scenario["findings"], after["findings"]);
    let set = quoted(r#"{"set": "preferences.lower.no deal", "to": 75}"#);
    let (_, page) = server.get(&format!("/api/pages/settlement?draws=64&edit={edit}&edit={set}")).await;
    let words = [
        "The line up-line of Upper village is lifted: never water = w3.",
        "Preferences.lower.no deal is 75; it was 30.",
    ];
    assert_eq!(page["edits"], json!(words));
    let (_, again) = server.get("/api/answers/settlement?draws=64").await;
    assert_eq!(before, again);
    assert_eq!(*server.shelf.text.lock().unwrap(), CASE);
}

#[tokio::test]
async fn a_quick_answer_says_so_and_is_that_of_few_draws() {
    let server = Asked::new(Options::default()).await;
    let (_, quick) = server.get("/api/pages/settlement?quick=1").await;
    let (_, few) = server.get("/api/pages/settlement?draws=256").await;
    let (_, full) = server.get("/api/pages/settlement").await;
    assert_eq!((&quick["quick"], &few["quick"], &full["quick"]), (&json!(true), &json!(false), &json!(false)));
    // As many draws, of which fewer are looked at closely.
    let zone = |page: &serde_json::Value| {
        let html = page["html"].as_str().unwrap();
        html[html.find("Is there a zone").unwrap()..].chars().take(600).collect::<String>()
    };
    assert_eq!(zone(&quick), zone(&few));
    assert_ne!(quick["html"], full["html"]);
    for page in ["overview", "blockers"] {
        let (_, quick) = server.get(&format!("/api/pages/{page}?quick=1")).await;
        assert_eq!(quick["quick"], true, "{page}");
    }
    // What draws no more than that in full is answered in full at once.
    let (_, exact) = server.get("/api/pages/positions?quick=1").await;
    assert_eq!(exact["quick"], false);
}

#[tokio::test]
async fn every_quantity_that_is_offered_can_be_set() {
    let server = Asked::new(Options::default()).await;
    let (_, told) = server.get("/api/case").await;
    let quantities = told["case"]["quantities"].as_array().unwrap();
    assert!(quantities.len() > 10, "{quantities:?}");
    for own in quantities {
        let value: serde_json::Value = serde_json::from_str(own["value"].as_str().unwrap()).unwrap();
        let edit = quoted(&json!({"set": own["path"], "to": value}).to_string());
        let (status, answer) = server.get(&format!("/api/case?edit={edit}")).await;
        assert_eq!(status, StatusCode::OK, "{own}: {answer}");
        assert_eq!(answer["case"]["hash"], told["case"]["hash"], "{own}");
    }
}

#[tokio::test]
async fn a_broken_save_keeps_the_last_good_case_and_tells_the_problems() {
    let server = Asked::new(Options::default()).await;
    let (_, good) = server.get("/api/pages/overview?draws=64").await;
    *server.shelf.text.lock().unwrap() = CASE.replace("water = w3", "water = w9");
    server.talks.reload();
    let (_, told) = server.get("/api/case").await;
    assert!(told["problems"].as_str().unwrap().contains("w9"), "{told}");
    let (status, still) = server.get("/api/pages/overview?draws=64").await;
    assert_eq!((status, &still["html"]), (StatusCode::OK, &good["html"]));
    let (_, check) = server.get("/api/answers/check").await;
    assert_eq!(check["findings"]["valid"], false);
    *server.shelf.text.lock().unwrap() = CASE.replace("The mill", "The new mill");
    server.talks.reload();
    let (_, told) = server.get("/api/case").await;
    assert!(told["problems"].is_null() && told["case"]["title"] == "The new mill", "{told}");
}

#[tokio::test]
async fn an_audience_sees_its_part_and_nothing_of_a_broken_save() {
    let view = View { audience: Some("public".into()), ..View::default() };
    let server = Asked::new(Options { view, ..Options::default() }).await;
    for address in ["/api/case", "/api/pages/sources", "/api/pages/overview?draws=64", "/api/answers/gaps"] {
        let (status, answer) = server.get(address).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!answer.to_string().contains("LETTER") && !answer.to_string().contains("up-secret"), "{address}");
    }
    let (status, _) = server.get("/api/case?audience=internal").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    for edit in [r#"{"without entry": "up-secret"}"#, r#"{"without source": "LETTER"}"#] {
        let (status, _) = server.get(&format!("/api/case?edit={}", quoted(edit))).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
    *server.shelf.text.lock().unwrap() = CASE.replace("id: up-secret", "nonsense: up-secret");
    server.talks.reload();
    let (_, told) = server.get("/api/case").await;
    assert!(!told.to_string().contains("up-secret"), "{told}");
    let token = server.token().await;
    let body = json!({"name": "mine", "edits": [{"lift line": "up-line"}]}).to_string();
    assert_eq!(server.post("/api/scenarios", &token, &body).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_scenario_is_written_once_and_can_be_asked_for() {
    let server = Asked::new(Options::default()).await;
    let token = server.token().await;
    let edits = json!([{"lift line": "up-line"}, {"set": "preferences.lower.no deal", "to": [30, 45]}]);
    let body = json!({"name": "mine", "title": "No line: \"what if\"", "edits": edits}).to_string();
    let (status, file) = server.post("/api/scenario", &token, &body).await;
    assert!(status == StatusCode::OK && file.as_str().unwrap().contains("lift line: up-line"), "{file}");
    assert!(server.shelf.saved.lock().unwrap().is_empty());
    assert_eq!(
        server.post("/api/scenarios", &token, &body).await,
        (StatusCode::CREATED, json!({"file": "scenario-mine.yaml"}))
    );
    assert_eq!(server.post("/api/scenarios", &token, &body).await.0, StatusCode::CONFLICT);
    server.talks.reload();
    assert!(server.talks.now().problems.is_none());
    let (_, named) = server.get("/api/answers/gaps?scenario=mine").await;
    let edits: Vec<String> =
        edits.as_array().unwrap().iter().map(|edit| format!("&edit={}", quoted(&edit.to_string()))).collect();
    let (_, given) = server.get(&format!("/api/answers/gaps?{}", edits.concat())).await;
    assert_eq!(named["case"]["hash"], given["case"]["hash"]);
    for name in ["no-line", "../mine", "Mine", "", "a b"] {
        let body = json!({"name": name, "edits": [{"lift line": "up-line"}]}).to_string();
        assert!(server.post("/api/scenarios", &token, &body).await.0.is_client_error(), "{name}");
    }
    assert_eq!(server.shelf.saved.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_many_ask_for_is_worked_out_once_and_listeners_hear_of_it() {
    let server = Asked::new(Options::default()).await;
    let mut events = server.send(asking("GET", "/api/events").body(Body::empty()).unwrap()).await.into_body();
    let ask = || server.get("/api/pages/settlement?draws=256&job=one");
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert!(one == two && two == three);
    server.talks.reload();
    let mut heard = String::new();
    while !heard.contains("\"revision\":2") {
        let frame = tokio::time::timeout(Duration::from_secs(5), events.frame()).await.unwrap().unwrap().unwrap();
        heard.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
    }
    assert_eq!(
        heard.matches("\"job\":\"one\",\"part\"").count().min(1),
        heard.matches("event: progress").count().min(1)
    );
}

#[tokio::test]
async fn the_document_tells_every_address_and_every_key() {
    let document = openapi::document();
    let told: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, own)| own.as_object().unwrap().keys().map(move |method| (path.clone(), method.clone())))
        .collect();
    let known: BTreeSet<(String, String)> = ROUTES.iter().map(|own| (own.path.into(), own.method.into())).collect();
    assert_eq!(told, known);
    // Every key of a query that is told is taken, and no other.
    let server = Asked::new(Options::default()).await;
    let parameters = document["paths"]["/api/answers/{lens}"]["get"]["parameters"].as_array().unwrap().clone();
    for own in parameters.iter().filter(|own| own["in"] == "query") {
        let name = own["name"].as_str().unwrap();
        let value = match name {
            "as_of" | "from" | "to" => "2031-03-01",
            "without" => "MINUTES",
            "scenario" => "no-line",
            "audience" => "public",
            "edit" => "%7B%22lift+line%22%3A%22up-line%22%7D",
            "protocol" => "single-text",
            "facilitator" => "annealing",
            "strategy" => "upper%3Dlinear",
            "quick" => "1",
            _ => "5",
        };
        let (status, answer) = server.get(&format!("/api/answers/rounds?runs=4&{name}={value}")).await;
        assert_eq!(status, StatusCode::OK, "{name}: {answer}");
    }
    let (status, refused) = server.get("/api/answers/gaps?drws=5").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(refused["help"], "did you mean `draws`?");
    // Everything that is referred to is there.
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn files_are_kept_and_asked_after() {
    let server = Asked::new(Options::default()).await;
    let response = server.send(asking("GET", "/assets/app.js").body(Body::empty()).unwrap()).await;
    let mark = response.headers()["etag"].clone();
    let again = asking("GET", "/assets/app.js").header("if-none-match", mark).body(Body::empty()).unwrap();
    assert_eq!(server.send(again).await.status(), StatusCode::NOT_MODIFIED);
    let (status, _) = read(server.send(asking("GET", "/assets/report.css").body(Body::empty()).unwrap()).await).await;
    assert_eq!(status, StatusCode::OK);
}
