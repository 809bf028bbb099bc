//! Apache Parquet: rows to one JSON object each.
//!
//! Owns the choice of columns and the spelling of their values. Row groups are read one after another
//! and only the columns that have a role. Compiled with the feature `parquet`; without it, opening a
//! file says how to get it.

use super::fields::Fields;
use super::raw::{Limits, Problem, Raw};
use crate::error::Result;
use std::path::Path;

/// A stream of records.
pub(crate) type Rows = Box<dyn Iterator<Item = Result<Raw, Problem>> + Send>;

/// Opens the file at `path`; it must be a plain file, because its index is at the end.
///
/// Errors: it cannot be opened, it is no Parquet, no column has an article's text.
#[cfg(not(feature = "parquet"))]
pub(crate) fn open(path: &Path, _fields: &Fields, _limits: Limits) -> Result<Rows> {
    let reason =
        "this build does not read Parquet; get one that does: cargo install wiretrace --features parquet";
    Err(crate::error::Error::input(path, reason))
}

#[cfg(feature = "parquet")]
pub(crate) use enabled::open;

#[cfg(feature = "parquet")]
mod enabled {
    use super::*;
    use crate::error::Error;
    use crate::ingest::fields::{ROLES, Role};
    use crate::ingest::raw::Kind;
    use crate::ingest::window::size;
    use jiff::{SignedDuration, Timestamp, civil};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::reader::{ReaderIter, TreeBuilder};
    use parquet::record::{Field, Row};
    use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type};
    use serde_json::{Map, Value};
    use std::fs::File;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;

    /// Rows decoded at a time; a row is an article, so this bounds memory.
    const BATCH: usize = 256;

    /// Opens the file at `path`.
    pub(crate) fn open(path: &Path, fields: &Fields, limits: Limits) -> Result<Rows> {
        let file = File::open(path).map_err(|error| Error::io(path, error))?;
        let broken = |reason: String| Error::input(path, reason);
        let reader = guarded(|| SerializedFileReader::new(file)).map_err(broken)?;
        let columns = columns(reader.metadata().file_metadata().schema(), fields).map_err(broken)?;
        Ok(Box::new(Groups { reader, columns, limits, next_group: 0, rows: None, record: 0 }))
    }

    struct Groups {
        reader: SerializedFileReader<File>,
        columns: SchemaDescPtr,
        limits: Limits,
        next_group: usize,
        rows: Option<ReaderIter>,
        record: u64,
    }

    impl Groups {
        fn row(&mut self) -> Option<Result<Row, String>> {
            loop {
                if let Some(rows) = &mut self.rows {
                    match guarded(|| rows.next().transpose()) {
                        Ok(Some(row)) => return Some(Ok(row)),
                        Ok(None) => self.rows = None,
                        Err(reason) => {
                            self.rows = None;
                            return Some(Err(reason));
                        }
                    }
                }
                let group = self.next_group;
                if group >= self.reader.num_row_groups() {
                    return None;
                }
                self.next_group += 1;
                let (reader, columns) = (&self.reader, self.columns.clone());
                let open = || {
                    let group = reader.get_row_group(group)?;
                    TreeBuilder::new().with_batch_size(BATCH).as_iter(columns, &*group)
                };
                match guarded(open) {
                    Ok(rows) => self.rows = Some(rows),
                    Err(reason) => return Some(Err(reason)),
                }
            }
        }
    }

    impl Iterator for Groups {
        type Item = Result<Raw, Problem>;

        fn next(&mut self) -> Option<Self::Item> {
            let row = self.row()?;
            self.record += 1;
            let skipped = |reason| Problem::skipped(self.record, reason);
            Some(
                row.map_err(|reason| skipped(format!("{reason}; the rest of its row group is lost")))
                    .and_then(|row| {
                        let object: Map<String, Value> =
                            row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect();
                        let bytes = Value::Object(object).to_string().into_bytes();
                        if bytes.len() > self.limits.record {
                            return Err(skipped(format!("larger than {}", size(self.limits.record))));
                        }
                        let record = self.record;
                        Ok(Raw {
                            kind: Kind::Json,
                            record,
                            bytes,
                            url: None,
                            seen: None,
                            charset: None,
                            original: None,
                        })
                    }),
            )
        }
    }

    /// Runs a piece of the Parquet decoder, which may panic on damaged files.
    fn guarded<T>(run: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, String> {
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(result) => result.map_err(|error| format!("broken Parquet: {error}")),
            Err(_) => Err("broken Parquet".to_owned()),
        }
    }

    /// The columns that have a role; those of the user must be there.
    fn columns(schema: &Type, fields: &Fields) -> Result<SchemaDescPtr, String> {
        let has_role =
            |column: &&Arc<Type>| column.is_primitive() && fields.role(column.name().as_bytes()).is_some();
        let columns: Vec<Arc<Type>> = schema.get_fields().iter().filter(has_role).cloned().collect();
        const ALL: [Role; ROLES] = [Role::Text, Role::Id, Role::Title, Role::Url, Role::Date, Role::Lang];
        for role in ALL.into_iter().filter(|&role| role == Role::Text || fields.is_named(role)) {
            let is_there =
                |column: &Arc<Type>| fields.role(column.name().as_bytes()).is_some_and(|(r, _)| r == role);
            if !columns.iter().any(is_there) {
                let names: Vec<&str> =
                    schema.get_fields().iter().take(20).map(|column| column.name()).collect();
                let way_out = if role == Role::Text { "; name it with --text-field" } else { "" };
                let sought = fields.names(role).join(", ");
                return Err(format!("no column {sought} among: {}{way_out}", names.join(", ")));
            }
        }
        let projected = Type::group_type_builder(schema.name())
            .with_fields(columns)
            .build()
            .map_err(|error| format!("broken Parquet: {error}"))?;
        Ok(Arc::new(SchemaDescriptor::new(Arc::new(projected))))
    }

    fn value(field: &Field) -> Value {
        match field {
            Field::Str(text) => Value::String(text.clone()),
            // Files by older writers leave out that a column of bytes is text.
            Field::Bytes(bytes) => {
                bytes.as_utf8().map_or(Value::Bool(false), |text| Value::String(text.to_owned()))
            }
            Field::TimestampMillis(millis) => moment(Timestamp::from_millisecond(*millis)),
            Field::TimestampMicros(micros) => moment(Timestamp::from_microsecond(*micros)),
            Field::Date(days) => {
                let date =
                    civil::date(1970, 1, 1).checked_add(SignedDuration::from_hours(24 * i64::from(*days)));
                date.map_or(Value::Null, |date| Value::String(date.to_string()))
            }
            other => other.to_json_value(),
        }
    }

    fn moment(timestamp: std::result::Result<Timestamp, jiff::Error>) -> Value {
        timestamp.map_or(Value::Null, |timestamp| Value::String(timestamp.to_string()))
    }
}
