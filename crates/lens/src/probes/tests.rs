//! The lens on small cases.
