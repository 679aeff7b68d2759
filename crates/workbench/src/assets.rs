//! The front end, embedded: built by `crates/workbench/web/build`, which the checks of every change run again.

use sha2::{Digest as _, Sha256};
use std::sync::OnceLock;

/// A file of the front end.
pub struct Asset {
    /// Its address.
    pub path: &'static str,
    /// What it is.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// Every file of the front end but its first page.
pub const ASSETS: &[Asset] = &[
    Asset {
        path: "/assets/app.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../web/dist/assets/app.js"),
    },
    Asset {
        path: "/assets/app.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../web/dist/assets/app.css"),
    },
    Asset { path: "/assets/icon.svg", kind: "image/svg+xml", bytes: include_bytes!("../web/dist/assets/icon.svg") },
];

/// The first page, for every address of a page.
pub const INDEX: &[u8] = include_bytes!("../web/dist/index.html");

/// The style of documents, the same as of the pages that `--html` writes.
pub const REPORT_STYLE: &str = "/assets/report.css";

/// A mark of bytes: the same bytes have the same.
pub fn mark(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// The mark of everything embedded, for browsers to ask whether it has changed.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut all = INDEX.to_vec();
        ASSETS.iter().for_each(|asset| all.extend_from_slice(asset.bytes));
        all.extend_from_slice(zopa_report::page_style().as_bytes());
        mark(&all)
    })
}
