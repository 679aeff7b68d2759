//! Cases of the catalog for benchmarks, their files in memory.

use std::path::PathBuf;
use zopa_wire::Memory;

/// A case of the catalog, its files in memory.
pub fn catalog(name: &str) -> Memory {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalog").join(name);
    let mut files: Vec<(String, String)> = Vec::new();
    for (folder, prefix) in [(folder.clone(), ""), (folder.join("sources"), "sources/")] {
        for entry in std::fs::read_dir(folder).expect("catalog") {
            let path = entry.expect("entry").path();
            if path.is_file() {
                let name = path.file_name().and_then(|name| name.to_str()).expect("name");
                files.push((format!("{prefix}{name}"), std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}
