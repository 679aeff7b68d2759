//! Tables of runs, written where they are asked for.

use crate::args::Tables;
use crate::disk::write_whole;
use crate::output::Fault;
use std::path::Path;
use zopa_wire::Table;

/// Says before any work is done what could not be written after it.
///
/// # Errors
/// Parquet is asked for of a build without it.
pub fn check(tables: &Tables) -> Result<(), Fault> {
    if tables.parquet.is_some() && !cfg!(feature = "parquet") {
        return Err(Fault::new("this build of zopa writes no Parquet")
            .help("build it with `cargo build -p zopa --release --features parquet`, or take --csv FILE"));
    }
    Ok(())
}

/// Writes a table as asked; it is made only where it is.
///
/// # Errors
/// A place cannot be written.
pub fn write(tables: &Tables, table: impl FnOnce() -> Table) -> Result<(), Fault> {
    if tables.csv.is_none() && tables.parquet.is_none() {
        return Ok(());
    }
    let table = table();
    if let Some(file) = &tables.csv {
        write_whole(file, &table.csv())?;
    }
    if let Some(file) = &tables.parquet {
        parquet(file, &table)?;
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn parquet(file: &Path, table: &Table) -> Result<(), Fault> {
    let fault = |error: String| Fault::new(format!("`{}` cannot be written: {error}", file.display()));
    let to = std::fs::File::create(file).map_err(|error| fault(error.to_string()))?;
    zopa_wire::write_parquet(table, std::io::BufWriter::new(to)).map_err(fault)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Path, _: &Table) -> Result<(), Fault> {
    check(&Tables { csv: None, parquet: Some(std::path::PathBuf::new()) })
}
