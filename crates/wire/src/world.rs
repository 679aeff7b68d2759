//! Where bytes come from: a folder, an archive, a test's memory.

use std::collections::BTreeMap;

/// Names and bytes. A name is a path with `/`, seen from the case (`case.yaml`, `sources/memo.txt`).
///
/// Law: `read` answers alike however often it is asked, and `list` names only what `read` can give.
pub trait World {
    /// The names of all case files: what stands beside the case itself, not in folders below.
    fn list(&self) -> Vec<String>;

    /// The bytes of a name.
    ///
    /// # Errors
    /// Why they cannot be had, in words for the user.
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// A world in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// A world with these files.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { files: files.into_iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())).collect() }
    }

    /// A world with one file called `case.yaml`.
    pub fn one(text: &str) -> Self {
        Self::new([("case.yaml", text)])
    }
}

impl World for Memory {
    fn list(&self) -> Vec<String> {
        self.files.keys().filter(|name| !name.contains('/')).cloned().collect()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.files.get(name).cloned().ok_or_else(|| "there is no such file".to_string())
    }
}
