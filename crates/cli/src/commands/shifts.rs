//! `zopa shifts`: what would have to change outside the room.

use super::lenses::{asked, options, print_json, threads, warn, write_or_print};
use super::view;
use crate::args::Shifts;
use crate::output::{Fault, Status};
use crate::watch::Watch;
use serde_json::json;
use zopa_case::Case;
use zopa_lens::{Stop, shifts as shifts_lens};
use zopa_report::shifts_document;

/// The two drivers to map, checked.
fn pair(case: &Case, asked: &str) -> Result<(String, String), Fault> {
    let Some((one, two)) = asked.split_once(',').map(|(one, two)| (one.trim(), two.trim())) else {
        return Err(Fault::new(format!("--map `{asked}` names no two drivers")).help("write --map front,arms"));
    };
    let names = || case.draft().drivers.iter().map(|driver| driver.id.value.as_str());
    for name in [one, two] {
        if names().all(|known| known != name) {
            let help = zopa_case::way_out(name, "driver", names());
            return Err(Fault::new(format!("the case has no driver `{name}`")).help(help));
        }
    }
    if one == two {
        return Err(Fault::new(format!("--map names `{one}` twice")).help("name two drivers"));
    }
    Ok((one.to_string(), two.to_string()))
}

/// `zopa shifts`.
pub fn shifts(args: &Shifts) -> Result<Status, Fault> {
    let lens = &args.lens;
    if !(args.share > 0.0 && args.share <= 1.0) {
        return Err(
            Fault::new(format!("--share {} is no share", args.share)).help("write one above 0, to 1, such as 0.5")
        );
    }
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let usual = shifts_lens::Settings::default();
    let settings = shifts_lens::Settings {
        seed: lens.answer.seed,
        draws: lens.answer.draws.unwrap_or(usual.draws),
        rows: args.rows,
        share: args.share,
        map: args.map.as_deref().map(|asked| pair(known, asked)).transpose()?,
        grid: usize::from(args.grid),
        threads: threads(),
        ..usual
    };
    let run = shifts_lens::shifts(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        let mut set = |name: &str, value| asked.settings.insert(name.to_string(), value);
        set("draws", json!(settings.draws));
        set("rows", json!(settings.rows));
        set("share", json!(settings.share));
        set("map", json!(args.map));
        set("grid", json!(settings.grid));
        print_json(zopa_wire::shifts_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        let document = shifts_document(known, &run, &options(&seen, &lens.view));
        write_or_print(&document, args.markdown.as_deref(), lens.html.as_deref(), &lens.page)?;
    }
    let said = run.findings.missing.is_empty() && run.stop == Stop::Complete;
    Ok(if said { Status::Yes } else { Status::CannotSay })
}
