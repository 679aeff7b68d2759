//! What is assumed of probes: shares, costs, and what the decision goes by.

use super::Checker;

impl Checker<'_> {
    pub(super) fn probing(&mut self) {
        let draft = self.draft;
        for track in draft.rounds.iter().flat_map(|rounds| &rounds.tracks) {
            if let Some(leaks) = &track.leaks {
                self.share("the chance of a leak", leaks);
            }
        }
        let Some(own) = &draft.probes else { return };
        self.source_ids(&own.source);
        self.marking(own.marking.as_ref());
        if let Some(word) =
            own.decision.as_ref().filter(|word| !["agreement", "welfare"].contains(&word.value.as_str()))
        {
            self.party_id(word);
        }
        let shares = [
            ("the share of errors", &own.errors),
            ("the share of bluffs", &own.bluff),
            ("the share of silence", &own.silent_yes),
            ("the share of silence", &own.silent_no),
            ("the chance of a leak", &own.leaks),
        ];
        for (what, share) in shares {
            if let Some(share) = share {
                self.share(what, share);
            }
        }
        for cost in [&own.failed, &own.anchoring, &own.leak].into_iter().flatten() {
            self.not_negative("the cost", cost);
        }
    }
}
