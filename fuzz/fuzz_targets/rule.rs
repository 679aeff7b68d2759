//! A text as a rule: its tree, or the bytes at fault and a way out; never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zopa_case::rule;

fuzz_target!(|text: &str| {
    if let Err(error) = rule::parse(text) {
        assert!(text.get(error.start..error.end).is_some(), "{error:?}");
        assert!(!error.message.is_empty() && !error.help.is_empty(), "{error:?}");
    }
});
