//! `zopa beliefs`: what is asked of the lens.

use super::lenses::{asked, options, print_json, threads, warn, write_or_print};
use super::view;
use crate::args::Beliefs;
use crate::output::{Fault, Status};
use crate::watch::Watch;
use serde_json::{Value, json};
use zopa_lens::{Stop, beliefs as beliefs_lens};
use zopa_report::beliefs_document;

/// The most draws: each is kept, some kilobytes at fifteen issues.
const DRAWS_MAX: u64 = 1 << 20;

/// A number or `from..to` within bounds.
fn range(name: &str, given: Option<&String>, (least, most): (f64, f64), into: &mut (f64, f64)) -> Result<(), Fault> {
    let Some(text) = given else { return Ok(()) };
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|own| (least..=most).contains(own));
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => {
            *into = (from, to);
            Ok(())
        }
        _ => Err(Fault::new(format!("{name} {text} is no number or range from {least} to {most}"))
            .help("write one number, or two as in 0.02..0.1")),
    }
}

/// `zopa beliefs`.
pub fn beliefs(args: &Beliefs) -> Result<Status, Fault> {
    let lens = &args.lens;
    let mut settings =
        beliefs_lens::Settings { seed: lens.answer.seed, threads: threads(), ..beliefs_lens::Settings::default() };
    settings.draws = lens.answer.draws.unwrap_or(settings.draws).clamp(1, DRAWS_MAX);
    settings.link = beliefs_lens::Link::from_word(&args.link)
        .ok_or_else(|| Fault::new(format!("--link {} is none", args.link)).help("there are logistic and probit"))?;
    range("--scale", args.scale.as_ref(), (0.0, 10.0), &mut settings.scale)?;
    range("--bluff", args.bluff.as_ref(), (0.0, 1.0), &mut settings.bluff)?;
    range("--beta", args.beta.as_ref(), (0.01, 100.0), &mut settings.beta)?;
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let run = beliefs_lens::beliefs(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        let mut set = |name: &str, value: Value| asked.settings.insert(name.to_string(), value);
        set("draws", json!(settings.draws));
        set("link", json!(settings.link.word()));
        set("scale", json!(settings.scale));
        set("bluff", json!(settings.bluff));
        set("beta", json!(settings.beta));
        print_json(zopa_wire::beliefs_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        let document = beliefs_document(known, &run, &options(&seen, &lens.view));
        write_or_print(&document, args.markdown.as_deref(), lens.html.as_deref(), &lens.page)?;
    }
    let said = run.findings.missing.is_empty() && run.stop == Stop::Complete;
    Ok(if said { Status::Yes } else { Status::CannotSay })
}
