//! The pages, in one table: the server's addresses and the front end's menu are made from it.

/// A page of the workbench.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its address.
    pub path: &'static str,
    /// Its name in addresses of the API.
    pub name: &'static str,
    /// As shown in the menu.
    pub title: &'static str,
    /// The lens that it shows; `brief` for several.
    pub lens: &'static str,
}

/// Every page that shows an answer.
pub const PAGES: &[Page] = &[
    Page { path: "/", name: "overview", title: "Overview", lens: "brief" },
    Page { path: "/positions", name: "positions", title: "Positions", lens: "gaps" },
    Page { path: "/settlement", name: "settlement", title: "Settlement", lens: "settlement" },
    Page { path: "/package", name: "package", title: "Package", lens: "package" },
    Page { path: "/blockers", name: "blockers", title: "Blockers", lens: "blockers" },
    Page { path: "/roadmap", name: "roadmap", title: "Roadmap", lens: "roadmap" },
    Page { path: "/stability", name: "stability", title: "Stability", lens: "stability" },
    Page { path: "/rounds", name: "rounds", title: "Rounds", lens: "rounds" },
    Page { path: "/beliefs", name: "beliefs", title: "Beliefs", lens: "beliefs" },
    Page { path: "/probes", name: "probes", title: "Probes", lens: "probes" },
    Page { path: "/shifts", name: "shifts", title: "Shifts", lens: "shifts" },
    Page { path: "/sources", name: "sources", title: "Sources", lens: "gaps" },
];

/// The question that a page answers, in the lens' own words.
pub fn question(page: &Page) -> &'static str {
    match page.name {
        "overview" => "Where do the talks stand?",
        "package" => "What would one package mean: who said what of it, what does it cross, who is short?",
        "sources" => "What does each source carry, and what falls with it?",
        _ => zopa_lens::LENSES.iter().find(|lens| lens.name == page.lens).map_or("", |lens| lens.question),
    }
}
