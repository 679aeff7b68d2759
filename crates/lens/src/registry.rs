//! The lenses, in one table: command line, menus and method pages are made from it.

/// A lens as others show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LensInfo {
    /// Its name: the command, the key in answers, the method page.
    pub name: &'static str,
    /// The question it answers.
    pub question: &'static str,
}

/// Every lens there is.
pub const LENSES: &[LensInfo] = &[
    LensInfo {
        name: "gaps",
        question: "Who stands where on the record, what could be said jointly, and what is bracketed by whom?",
    },
    LensInfo {
        name: "settlement",
        question: "Is there a zone of possible agreement, what is in it, and on what does that hang?",
    },
    LensInfo { name: "blockers", question: "Why is there no deal, and what is the least that would open one?" },
    LensInfo {
        name: "roadmap",
        question: "In which order could it be done, where does the order lock, and would each step hold?",
    },
    LensInfo {
        name: "stability",
        question: "Which situations beside the table hold, by whose counter-move, and what would make a wanted one hold?",
    },
    LensInfo {
        name: "rounds",
        question: "What do further rounds of talks come to if each side plays so and so, and on what does that hang?",
    },
    LensInfo {
        name: "beliefs",
        question: "What have the talks revealed of what each side wants, and by which offer or answer?",
    },
    LensInfo {
        name: "probes",
        question: "What to float next, to whom and on which track, and what would each answer teach?",
    },
    LensInfo {
        name: "shifts",
        question: "What would have to change outside the room for there to be a zone, and which assumptions decide?",
    },
    LensInfo { name: "diff", question: "Who moved towards whom between two days, and what was only learned?" },
];
