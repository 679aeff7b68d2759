//! A case: what was said and assumed, checked, with every name resolved. Immutable.

use crate::date::DateSpan;
use crate::diagnostic::Diagnostic;
use crate::draft::{Choose, Draft, Form, Grade, IssueKind, LineKind, Marking, Reading, Role, Seat, Stance, Stated};
use crate::ids::{EntryId, IssueId, LineId, PartyId, SourceId};
use crate::node::Node;
use crate::quantity::{Number, Quantity};
use crate::rule::{Rule, RuleText};
use crate::span::{FileId, Texts};
use crate::table::Table;
use crate::trim::Trimmed;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a case was read from: the texts of its files, and the stored texts of its sources by file
/// name (`Err` says why one could not be had), and which files are full tables.
#[derive(Clone, Debug, Default)]
pub struct Materials {
    /// The case's own files, for excerpts.
    pub texts: Texts,
    /// The stored texts of sources.
    pub documents: BTreeMap<String, Result<String, String>>,
    /// The files that preferences name as tables, by name, among the texts.
    pub tables: BTreeMap<String, Result<FileId, String>>,
}

/// A checked case.
#[derive(Clone, Debug)]
pub struct Case {
    pub(crate) tree: Arc<Node>,
    pub(crate) materials: Arc<Materials>,
    pub(crate) trimmed: Trimmed,
    pub(crate) draft: Arc<Draft>,
    pub(crate) hash: String,
    pub(crate) parties: Vec<Party>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) sources: Vec<Source>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) lines: Vec<Line>,
    pub(crate) packages: Vec<Package>,
    pub(crate) logic: Vec<Logic>,
    pub(crate) tables: Vec<Option<Arc<Table>>>,
    pub(crate) rules: Arc<BTreeMap<String, Rule>>,
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Case {
    /// The title.
    pub fn title(&self) -> &str {
        &self.draft.case
    }

    /// The day up to which the record counts.
    pub fn as_of(&self) -> Date {
        self.draft.as_of.last
    }

    /// SHA-256 of the canonical form after overlays and of the values of full tables, in hexadecimal. Comments,
    /// order of keys within a record, quoting, layout, and order of rows and columns do not change it.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The parts as written, for those that no table here resolves.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The tree the case was checked from, after overlays.
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// What the case was read from.
    pub fn materials(&self) -> &Materials {
        &self.materials
    }

    /// Remarks that travel with every answer.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The parties, in file order; [`PartyId`] is the index.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The issues, in file order; [`IssueId`] is the index.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The sources, in file order; [`SourceId`] is the index.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The ledger, in file order; [`EntryId`] is the index.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The lines, in file order; [`LineId`] is the index.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The packages, in file order.
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// The rules every package must keep.
    pub fn logic(&self) -> &[Logic] {
        &self.logic
    }

    /// The full table of a party's preferences: the value of every package. `None` where the party's values are
    /// given by issue, or not at all.
    pub fn table(&self, party: PartyId) -> Option<&Arc<Table>> {
        self.tables.get(party.index())?.as_ref()
    }

    /// A rule of the draft with its names resolved. `None` for a rule of another case.
    pub fn rule(&self, text: &RuleText) -> Option<&Rule> {
        self.rules.get(&text.text.value)
    }

    /// The party of that id in the file.
    pub fn party_named(&self, name: &str) -> Option<PartyId> {
        self.parties.iter().position(|party| party.name == name).map(PartyId::new)
    }

    /// By issue, the outcome that a package of the case fixes; `None` where it says nothing, or leaves a choice.
    pub fn fixed(&self, package: &Package) -> Vec<Option<usize>> {
        let of = |issue: IssueId| {
            let term = package.terms.iter().find(|term| term.issue == issue)?;
            match (term.outcomes.as_slice(), term.options.as_slice()) {
                ([outcome], []) => Some(*outcome),
                ([], options) => self.issue(issue).outcomes.iter().position(|outcome| outcome.0 == options),
                _ => None,
            }
        };
        self.issue_ids().map(of).collect()
    }

    /// The outcomes of a package of the case by issue, if it fixes one on every issue.
    pub fn whole(&self, package: &Package) -> Option<Vec<usize>> {
        self.fixed(package).into_iter().collect()
    }

    /// A party by id.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.parties[id.index()]
    }

    /// An issue by id.
    pub fn issue(&self, id: IssueId) -> &Issue {
        &self.issues[id.index()]
    }

    /// A source by id.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// An entry by id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()]
    }

    /// A line by id.
    pub fn line(&self, id: LineId) -> &Line {
        &self.lines[id.index()]
    }

    /// Ids of all issues.
    pub fn issue_ids(&self) -> impl Iterator<Item = IssueId> + use<> {
        (0..self.issues.len()).map(IssueId::new)
    }

    /// Ids of all parties.
    pub fn party_ids(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.parties.len()).map(PartyId::new)
    }
}

/// A party.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its id in the file.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// What it is to the talks.
    pub roles: Vec<Role>,
    /// Where it sits.
    pub seat: Seat,
    /// Whom it stands behind.
    pub backs: Vec<PartyId>,
}

/// An issue with its options and the outcomes a package can take on it.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its id in the file.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// ladder, menu or number.
    pub kind: IssueKind,
    /// How many options a package takes.
    pub choose: Choose,
    /// Whose yes it needs.
    pub consent: Vec<PartyId>,
    /// The issue it was split from.
    pub part_of: Option<IssueId>,
    /// Whether it is shown first.
    pub core: bool,
    /// The options, lowest first on ladders and numbers.
    pub options: Vec<Opt>,
    /// What a package can take: for `choose: one` the options themselves.
    pub outcomes: Vec<Outcome>,
    /// Whose order the options follow.
    pub order: Order,
    /// Unit of a number issue.
    pub unit: Option<String>,
}

impl Issue {
    /// The outcome that is this one option alone.
    pub fn single(&self, option: usize) -> Option<usize> {
        self.outcomes.iter().position(|outcome| outcome.0 == [option])
    }

    /// An outcome in words: `t4`, `h1 + h2`, `c2 then c3`.
    pub fn outcome_name(&self, outcome: usize) -> String {
        let names: Vec<&str> = self
            .outcomes
            .get(outcome)
            .iter()
            .flat_map(|outcome| &outcome.0)
            .map(|option| self.options[*option].name.as_str())
            .collect();
        names.join(if self.choose == Choose::Sequence { " then " } else { " + " })
    }
}

/// An option of an issue.
#[derive(Clone, Debug)]
pub struct Opt {
    /// Its id in the file; a value of a number issue without a mark is its number.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Whose option it is; none: the compiler's wording.
    pub sources: Vec<SourceId>,
    /// Its value on a number issue.
    pub value: Option<Number>,
}

/// What a package takes on an issue: one option, several together (rising), or several in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome(pub Vec<usize>);

/// Whose order the options of an issue follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Something anybody can check, in words.
    Measure(String),
    /// Parties' own orders: for each, the options lowest first.
    Parties(Vec<(PartyId, Vec<usize>)>),
    /// Numbers.
    Numbers,
    /// Only the compiler's.
    Compiler,
    /// None: a menu, or options that can be combined.
    Unordered,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id in the file.
    pub name: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// When it was published.
    pub date: DateSpan,
    /// Admiralty grade.
    pub grade: Grade,
    /// Addresses.
    pub urls: Vec<String>,
    /// Who may see it.
    pub marking: Marking,
    /// A remark.
    pub note: Option<String>,
}

/// A condition: the rule, and its text as written.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The rule.
    pub rule: Rule,
    /// As written.
    pub text: String,
}

/// A stance on options of one issue.
#[derive(Clone, Debug)]
pub struct StanceOn {
    /// What is done.
    pub stance: Stance,
    /// The issue.
    pub issue: IssueId,
    /// The options, rising.
    pub options: Vec<usize>,
    /// Outcomes named as such (`c2 then c3`), rising.
    pub outcomes: Vec<usize>,
}

/// An entry of the ledger.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, given or made of party, issue and date.
    pub name: String,
    /// When it was said.
    pub date: DateSpan,
    /// Who said it.
    pub party: PartyId,
    /// The stances.
    pub stances: Vec<StanceOn>,
    /// A position that no option expresses, with its issue.
    pub off_ladder: Option<(IssueId, String)>,
    /// Whom it stands behind in this, on which issue, and how far.
    pub backs: Option<(PartyId, Option<IssueId>, Option<String>)>,
    /// The condition of the stances.
    pub condition: Option<Condition>,
    /// How it came to be known.
    pub stated: Stated,
    /// The speaker.
    pub by: Option<String>,
    /// The party through which it is known.
    pub via: Option<PartyId>,
    /// How firmly the source puts it.
    pub hedge: Option<String>,
    /// The sources.
    pub sources: Vec<SourceId>,
    /// Words of a source.
    pub quote: Option<String>,
    /// Options that the analyst reads into the source, by issue.
    pub our_reading: Vec<(IssueId, usize)>,
    /// Entries that this one replaces.
    pub replaces: Vec<EntryId>,
    /// Entries beside which it stands.
    pub stands_beside: Vec<EntryId>,
    /// Entries that it contradicts.
    pub disputes: Vec<EntryId>,
    /// A remark.
    pub note: Option<String>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a source was taken away and others are left.
    pub weaker: bool,
}

impl Entry {
    /// Whether these are the party's own words, not somebody's account of them.
    pub fn own(&self) -> bool {
        matches!(self.stated, Stated::Public | Stated::Private) && self.via.is_none()
    }

    /// The issues it says something about, each once.
    pub fn issues(&self) -> Vec<IssueId> {
        let mut issues: Vec<IssueId> = self.stances.iter().map(|stance| stance.issue).collect();
        issues.extend(self.off_ladder.iter().map(|(issue, _)| *issue));
        issues.extend(self.backs.iter().filter_map(|(_, issue, _)| *issue));
        issues.sort();
        issues.dedup();
        issues
    }
}

/// A red line or bottom line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id in the file.
    pub name: String,
    /// Whose.
    pub party: PartyId,
    /// red or bottom.
    pub kind: LineKind,
    /// Holds where a package crosses it.
    pub crossing: Rule,
    /// As written: `never ..` or `always ..`.
    pub text: String,
    /// In force while this holds.
    pub condition: Option<Condition>,
    /// P(the line is real), where entered.
    pub firmness: Option<Quantity>,
    /// Where it comes from.
    pub origin: Option<String>,
    /// Who reads it into the source.
    pub reading: Reading,
    /// Never offered as an opening.
    pub not_for_trade: bool,
    /// The sources.
    pub sources: Vec<SourceId>,
    /// Words of a source.
    pub quote: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a source was taken away and others are left.
    pub weaker: bool,
}

/// What a package says on an issue: these options (alternatives where a package takes one).
#[derive(Clone, Debug)]
pub struct Term {
    /// The issue.
    pub issue: IssueId,
    /// The options, rising.
    pub options: Vec<usize>,
    /// Outcomes named as such, rising.
    pub outcomes: Vec<usize>,
}

/// A draft or offer as a whole.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its id in the file.
    pub name: String,
    /// Title as shown.
    pub title: String,
    /// When it was given.
    pub date: DateSpan,
    /// Whose.
    pub by: Vec<PartyId>,
    /// To whom.
    pub to: Vec<PartyId>,
    /// In what form.
    pub form: Option<Form>,
    /// How it came to be known.
    pub stated: Stated,
    /// Its terms.
    pub terms: Vec<Term>,
    /// The sources.
    pub sources: Vec<SourceId>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a source was taken away and others are left.
    pub weaker: bool,
}

/// A rule every package must keep.
#[derive(Clone, Debug)]
pub struct Logic {
    /// Its id.
    pub name: String,
    /// The rule.
    pub rule: Rule,
    /// As written.
    pub text: String,
    /// The sources, if any.
    pub sources: Vec<SourceId>,
    /// Who may see it.
    pub marking: Marking,
}
