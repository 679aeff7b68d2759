//! Case files: from bytes to a checked case, with every problem told in one go.

use crate::text::{decode_utf8, read_text};
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;
use zopa_case::decode::{Reader, Value as _};
use zopa_case::draft::FurtherRounds;
use zopa_case::{At, Case, Diagnostic, FileId, Kind, Materials, Node, Severity, Span, Texts, limits};
use zopa_lens::rounds::check_further;

/// Why a case could not be read: the problems, and the texts they point into.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The problems, errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub texts: Texts,
}

/// Reads and checks a case: every `*.yaml`, `*.yml` and `*.json` file that the world lists, `case.yaml`
/// first, then by name; their parts are joined. Texts that sources name are read for checking quotes, and tables that preferences
/// name for the values in them.
///
/// # Errors
/// Every problem of the case. Files with broken syntax are told together with each other; what the
/// case means is checked once all files can be read.
pub fn read_case(world: &dyn World) -> Result<Case, Unread> {
    let mut reading = Reading { world, texts: Texts::default(), diagnostics: Vec::new(), bytes: 0 };
    let tree = reading.files();
    if reading.diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(Unread { diagnostics: reading.diagnostics, texts: reading.texts });
    }
    let documents = reading.documents(&tree);
    let tables = reading.tables(&tree);
    let materials = Arc::new(Materials { texts: reading.texts, documents, tables });
    // What further rounds are assumed to be is said in the words of the lens `rounds`, which `case` does not know.
    let further = tree.get("rounds").and_then(|node| FurtherRounds::read(node, &mut Reader::default()));
    let words = further.map(|own| check_further(&own)).unwrap_or_default();
    let built = match Case::build(tree, materials.clone()) {
        Ok(case) if words.is_empty() => return Ok(case),
        Ok(case) => case.warnings().to_vec(),
        Err(diagnostics) => diagnostics,
    };
    let mut diagnostics: Vec<Diagnostic> = built.into_iter().chain(words).collect();
    diagnostics.sort_by_key(Diagnostic::span);
    Err(Unread { diagnostics, texts: materials.texts.clone() })
}

struct Reading<'a> {
    world: &'a dyn World,
    texts: Texts,
    diagnostics: Vec<Diagnostic>,
    bytes: usize,
}

impl Reading<'_> {
    fn files(&mut self) -> Node {
        let ends = [".yaml", ".yml", ".json"];
        let mut names: Vec<String> =
            self.world.list().into_iter().filter(|name| ends.iter().any(|end| name.ends_with(end))).collect();
        names.sort_by_key(|name| (!name.starts_with("case."), name.clone()));
        if names.is_empty() {
            let file = self.texts.add("case.yaml", "");
            self.error(
                file,
                "no-case",
                "there is no case file here",
                "a case is a YAML file, or a folder with a case.yaml; `zopa new DIR` writes one",
            );
        }
        if names.len() > limits::FILES {
            let file = self.texts.add(names[limits::FILES].clone(), "");
            let message = format!("the folder has {} case files; the limit is {}", names.len(), limits::FILES);
            self.error(file, "limit-files", &message, "join some of them");
            names.truncate(limits::FILES);
        }
        let mut parts: Vec<(At<String>, Node)> = Vec::new();
        let mut whole = Span::default();
        for name in names {
            let Some((file, text)) = self.text(&name) else { continue };
            match read_text(file, &text) {
                Ok(node) => {
                    if parts.is_empty() {
                        whole = node.span.part(0, 0);
                    }
                    self.join(&mut parts, node, file);
                }
                Err(problems) => self.diagnostics.extend(problems),
            }
        }
        if parts.is_empty() && self.diagnostics.is_empty() {
            let name = self.texts.name(FileId(0)).to_string();
            self.error(
                FileId(0),
                "no-case",
                &format!("`{name}` has nothing in it"),
                "begin with `zopa: 1`, `case:`, `as of:`, `parties:` and `issues:`; `zopa new DIR` writes a case to change",
            );
        }
        Node { span: whole, kind: Kind::Map(parts) }
    }

    fn error(&mut self, file: FileId, code: &'static str, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::error(code, Span::new(file, 0, 0), message).help(help));
    }

    fn text(&mut self, name: &str) -> Option<(FileId, String)> {
        let bytes = match self.world.read(name) {
            Ok(bytes) => bytes,
            Err(reason) => {
                let file = self.texts.add(name, "");
                self.error(
                    file,
                    "unreadable",
                    &format!("`{name}` cannot be read: {reason}"),
                    "check the name and the permissions",
                );
                return None;
            }
        };
        self.bytes += bytes.len();
        if self.bytes > limits::CASE_BYTES {
            let file = self.texts.add(name, "");
            let message = format!("the files of the case have more than {} bytes together", limits::CASE_BYTES);
            self.error(file, "limit-bytes", &message, "leave long texts out of the case");
            return None;
        }
        let next = FileId(self.texts.files().count() as u32);
        match decode_utf8(name, next, &bytes) {
            Ok(text) => Some((self.texts.add(name, text.clone()), text)),
            Err(problem) => {
                self.texts.add(name, String::from_utf8_lossy(&bytes[..bytes.len().min(limits::FILE_BYTES)]));
                self.diagnostics.push(problem);
                None
            }
        }
    }

    /// Adds a file's parts to those of the files before it.
    fn join(&mut self, parts: &mut Vec<(At<String>, Node)>, node: Node, file: FileId) {
        let pairs = match node.kind {
            Kind::Map(pairs) => pairs,
            Kind::Empty => return,
            _ => {
                let name = self.texts.name(file).to_string();
                self.diagnostics.push(
                    Diagnostic::error("wrong-kind", node.span, format!("`{name}` is not a map of parts"))
                        .help("begin with a key such as `ledger:` and put the items under it"),
                );
                return;
            }
        };
        for (key, value) in pairs {
            let Some((first, known)) = parts.iter_mut().find(|(known, _)| known.value == key.value) else {
                parts.push((key, value));
                continue;
            };
            match (&mut known.kind, value.kind) {
                (Kind::List(items), Kind::List(more)) => items.extend(more),
                (Kind::Map(items), Kind::Map(more)) => items.extend(more),
                (Kind::Empty, kind) => *known = Node { span: value.span, kind },
                (_, Kind::Empty) => {}
                _ => self.diagnostics.push(
                    Diagnostic::error(
                        "doubled-key",
                        key.span,
                        format!("`{}` stands in two files and cannot be joined", key.value),
                    )
                    .also(first.span, "first here")
                    .help("only lists and maps are joined; keep one of the two"),
                ),
            }
        }
    }

    /// The texts that sources name.
    fn documents(&mut self, tree: &Node) -> BTreeMap<String, Result<String, String>> {
        let mut documents = BTreeMap::new();
        let Some(Node { kind: Kind::Map(sources), .. }) = tree.get("sources") else { return documents };
        for (_, source) in sources {
            let Some(Node { kind: Kind::Scalar { text: name, .. }, .. }) = source.get("text") else { continue };
            if documents.contains_key(name) {
                continue;
            }
            let text = if !inside(name) {
                Err(OUTSIDE.to_string())
            } else {
                self.world.read(name).and_then(|bytes| {
                    self.bytes += bytes.len();
                    match bytes.len() {
                        _ if self.bytes > limits::CASE_BYTES => {
                            Err(format!("the case has more than {} bytes", limits::CASE_BYTES))
                        }
                        long if long > limits::FILE_BYTES => {
                            Err(format!("it has more than {} bytes", limits::FILE_BYTES))
                        }
                        _ => String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_string()),
                    }
                })
            };
            documents.insert(name.clone(), text);
        }
        documents
    }

    /// The tables that preferences name.
    fn tables(&mut self, tree: &Node) -> BTreeMap<String, Result<FileId, String>> {
        let mut tables = BTreeMap::new();
        let mut bytes = 0;
        let Some(Node { kind: Kind::Map(parties), .. }) = tree.get("preferences") else { return tables };
        for (_, preferences) in parties {
            let Some(Node { kind: Kind::Scalar { text: name, .. }, .. }) = preferences.get("table") else { continue };
            if tables.contains_key(name) {
                continue;
            }
            let text = if inside(name) { self.world.read(name) } else { Err(OUTSIDE.to_string()) };
            let text = text.and_then(|text| {
                bytes += text.len();
                if bytes > limits::TABLE_BYTES {
                    return Err(format!("the tables of the case have more than {} bytes", limits::TABLE_BYTES));
                }
                String::from_utf8(text).map_err(|_| "it is not UTF-8 text".to_string())
            });
            tables.insert(name.clone(), text.map(|text| self.texts.add(name, text)));
        }
        tables
    }
}

/// Why a name that leads elsewhere is not read.
const OUTSIDE: &str = "it lies outside the case";

/// Whether a name lies in the case's folder or below.
fn inside(name: &str) -> bool {
    // A second letter `:` makes a drive on some machines.
    !name.starts_with('/')
        && !name.contains('\\')
        && name.as_bytes().get(1) != Some(&b':')
        && name.split('/').all(|part| !part.is_empty() && part != "..")
}
