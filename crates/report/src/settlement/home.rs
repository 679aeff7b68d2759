//! What ratifiers let through.

use super::say::Say;
use crate::document::Document;

/// The section on ratifiers; nothing where the case has none.
pub(super) fn at_home(_: &Say<'_>, _: &mut Document) {}
