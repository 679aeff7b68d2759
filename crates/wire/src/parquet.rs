//! Tables as Parquet files (Apache Parquet format 2.6): one row group for every 2^17 rows, no compression, words by
//! dictionary. Exact numbers become doubles: the nearest one.

use crate::tables::{Cells, Table};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

/// Rows of one group.
const GROUP: usize = 1 << 17;

/// Writes a table as a Parquet file. Words are UTF-8, whole numbers 64 bits without sign; every column may lack values.
///
/// # Errors
/// What the writer, or what it writes to, says.
pub fn write_parquet<W: Write + Send>(table: &Table, to: W) -> Result<(), String> {
    write(table, to).map_err(|error| error.to_string())
}

fn write<W: Write + Send>(table: &Table, to: W) -> Result<(), ParquetError> {
    let fields = table.columns().iter().map(|column| {
        let (physical, logical) = match &column.cells {
            Cells::Words(..) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Cells::Whole(_) => (Physical::INT64, Some(LogicalType::integer(64, false))),
            Cells::Real(_) | Cells::Exact(_) => (Physical::DOUBLE, None),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    });
    let schema = Type::group_type_builder("runs").with_fields(fields.collect::<Result<Vec<_>, _>>()?).build()?;
    let program = concat!("zopa ", env!("CARGO_PKG_VERSION")).to_string();
    let properties = WriterProperties::builder().set_created_by(program).build();
    let mut file = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties))?;
    let rows = table.rows();
    for from in (0..rows).step_by(GROUP) {
        let mut group = file.next_row_group()?;
        let range = from..rows.min(from + GROUP);
        for column in table.columns() {
            column_of(&column.cells, range.clone(), &mut group)?;
        }
        group.close()?;
    }
    file.close().map(|_| ())
}

fn column_of<W: Write + Send>(
    cells: &Cells,
    rows: Range<usize>,
    group: &mut SerializedRowGroupWriter<'_, W>,
) -> Result<(), ParquetError> {
    match cells {
        Cells::Words(words, of) => {
            let word = |at: &Option<u32>| Some(ByteArray::from(words.get((*at)? as usize)?.as_str()));
            put::<ByteArrayType, W>(of[rows].iter().map(word), group)
        }
        // 64 bits without sign are kept as the same bits.
        Cells::Whole(of) => put::<Int64Type, W>(of[rows].iter().map(|own| own.map(u64::cast_signed)), group),
        Cells::Real(of) => put::<DoubleType, W>(of[rows].iter().copied(), group),
        Cells::Exact(of) => put::<DoubleType, W>(of[rows].iter().map(|own| own.map(|own| own.to_f64())), group),
    }
}

fn put<T: DataType, W: Write + Send>(
    cells: impl Iterator<Item = Option<T::T>>,
    group: &mut SerializedRowGroupWriter<'_, W>,
) -> Result<(), ParquetError> {
    let (mut values, mut there) = (Vec::new(), Vec::new());
    for cell in cells {
        there.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".into()));
    };
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}
