//! What is entered, and what would have to be.

use super::ensemble::Prepared;
use super::findings::PartyValues;
use super::words::party_title;
use zopa_case::PartyId;

/// Warns of what names events.
pub(super) fn left_out(prepared: &Prepared<'_>, warnings: &mut Vec<String>) {
    if !prepared.game.left_out.is_empty() {
        warnings.push(format!(
            "counted only where they hold whatever the events, since they name some: {}",
            prepared.game.left_out.join(", ")
        ));
    }
}

/// Parties with values, and those whose yes is needed, with what is entered.
pub(super) fn parties(prepared: &Prepared<'_>) -> Vec<PartyValues> {
    let game = &prepared.game;
    let case = game.case;
    let of = |party: PartyId| {
        let consents = game.consenting.contains(&party);
        let known = case.draft().preferences.get(&case.party(party).name);
        (consents || known.is_some()).then(|| PartyValues {
            party: party.index(),
            consents,
            scale: known.map(|known| zopa_case::decode::Word::word(&known.scale.value).to_string()),
            no_deal: known.and_then(|known| known.no_deal.as_ref()).map(ToString::to_string),
            missing: game.draws.missing(party),
            best: None,
            worst: None,
            best_in_zone: None,
            worst_in_zone: None,
            closes_alone: None,
        })
    };
    case.party_ids().filter_map(of).collect()
}

/// What would have to be known before a zone can be spoken of.
pub(super) fn not_said(prepared: &Prepared<'_>) -> Vec<String> {
    let game = &prepared.game;
    let case = game.case;
    let mut said = Vec::new();
    for party in &game.consenting {
        let title = party_title(case, party.index());
        let missing = game.draws.missing(*party);
        let known = case.draft().preferences.get(&case.party(*party).name);
        match known {
            None => said.push(format!("{title}: no values are entered")),
            Some(_) if !missing.is_empty() => said.push(format!("{title}: {}", missing.join("; "))),
            Some(known) if known.no_deal.is_none() => said.push(format!("{title}: no no-deal value is entered")),
            Some(_) => {}
        }
    }
    said
}
