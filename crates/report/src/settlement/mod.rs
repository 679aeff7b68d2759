//! The findings of the lens `settlement` in words, tables and pictures.
//!
//! A share is always told as a share of draws of what was entered, with its interval; "not enough information" is an
//! answer like any other.

mod answer;
mod assumptions;
mod home;
mod moves;
mod packages;
pub(crate) mod say;

use crate::brief::{BriefOptions, page};
use crate::document::Document;
use say::Say;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::settlement::Settlement;

pub(crate) use answer::zone;
pub(crate) use packages::spread;

/// The findings of the lens `settlement`: the answer first, then what each side can get, the packages worth looking
/// at, what decides, and what cannot be said.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn settlement_document(case: &Case, run: &Run<Settlement>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "settlement", options, |ledger, document| {
        let say = Say::new(ledger, &run.findings);
        document.blocks.extend(zone(ledger, run));
        answer::parties(&say, document);
        packages::candidates(&say, document);
        packages::points(&say, document);
        packages::efficient(&say, document);
        assumptions::decides(&say, document);
        assumptions::curves(&say, document);
        moves::trades(&say, document);
        moves::texts(&say, document);
        moves::adjusted_winner(&say, document);
        moves::risk_limits(&say, document);
        moves::leverage(&say, document);
        home::at_home(&say, document);
        answer::not_said(&say, document);
    })
}
