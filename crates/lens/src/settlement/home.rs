//! Two levels: what ratifiers let through.

/// A ratifier.
#[derive(Clone, Debug)]
pub struct Home {}
