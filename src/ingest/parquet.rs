//! Apache Parquet: rows to one JSON object each.
//!
//! Owns the choice of columns and the spelling of their values. Row groups are read one after another
//! and only the columns that have a role. Compiled with the feature `parquet`; without it, opening a
//! file says how to get it.

use super::fields::Fields;
use super::raw::{Limits, Problem, Raw};
use crate::error::{Error, Result};
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
    Err(Error::input(path, reason))
}

#[cfg(feature = "parquet")]
pub(crate) use enabled::open;

#[cfg(feature = "parquet")]
mod enabled {
    use super::*;
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
            Field::Byte(number) => Value::from(*number),
            Field::Short(number) => Value::from(*number),
            Field::Int(number) => Value::from(*number),
            Field::Long(number) => Value::from(*number),
            Field::UByte(number) => Value::from(*number),
            Field::UShort(number) => Value::from(*number),
            Field::UInt(number) => Value::from(*number),
            Field::ULong(number) => Value::from(*number),
            Field::Double(number) => Value::from(*number),
            Field::Null => Value::Null,
            // Present, but nothing that an article's field can be.
            _ => Value::Bool(false),
        }
    }

    fn moment(timestamp: std::result::Result<Timestamp, jiff::Error>) -> Value {
        timestamp.map_or(Value::Null, |timestamp| Value::String(timestamp.to_string()))
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use super::*;
    use crate::ingest::fields::Role;
    use ::parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;
    use proptest::prelude::*;
    use std::sync::Arc;

    const SCHEMA: &str = "message m { required int64 id; optional binary text (UTF8); required binary views;
        required int64 date (TIMESTAMP(MILLIS,true)); }";

    /// Two row groups of two rows each, in a compression.
    fn file(compression: &str) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let properties = WriterProperties::builder().set_compression(compression.parse().unwrap()).build();
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
        for group in 0..2 {
            let mut rows = writer.next_row_group().unwrap();
            let mut column = rows.next_column().unwrap().unwrap();
            column.typed::<Int64Type>().write_batch(&[group, group + 10], None, None).unwrap();
            column.close().unwrap();
            let mut column = rows.next_column().unwrap().unwrap();
            column
                .typed::<ByteArrayType>()
                .write_batch(&[ByteArray::from("a \"text\"")], Some(&[1, 0]), None)
                .unwrap();
            column.close().unwrap();
            let mut column = rows.next_column().unwrap().unwrap();
            let bytes = ByteArray::from(vec![0xff]);
            column.typed::<ByteArrayType>().write_batch(&[bytes.clone(), bytes], None, None).unwrap();
            column.close().unwrap();
            let mut column = rows.next_column().unwrap().unwrap();
            column.typed::<Int64Type>().write_batch(&[0, 1_714_557_600_000], None, None).unwrap();
            column.close().unwrap();
            rows.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(bytes: &[u8], fields: &Fields) -> Result<Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let limits = Limits { record: 1 << 20, ..Limits::default() };
        let told = open(file.path(), fields, limits)?.map(|row| match row {
            Ok(raw) => format!("{} {}", raw.record, String::from_utf8(raw.bytes).unwrap()),
            Err(problem) => format!("{} ! {}", problem.record, problem.reason),
        });
        Ok(told.take(100).collect())
    }

    #[test]
    fn rows_of_all_groups_become_objects() {
        for compression in ["UNCOMPRESSED", "SNAPPY", "GZIP(6)", "ZSTD(1)", "LZ4_RAW", "BROTLI(1)"] {
            assert_eq!(
                read(&file(compression), &Fields::default()).unwrap(),
                [
                    r#"1 {"date":"1970-01-01T00:00:00Z","id":0,"text":"a \"text\""}"#,
                    r#"2 {"date":"2024-05-01T10:00:00Z","id":10,"text":null}"#,
                    r#"3 {"date":"1970-01-01T00:00:00Z","id":1,"text":"a \"text\""}"#,
                    r#"4 {"date":"2024-05-01T10:00:00Z","id":11,"text":null}"#,
                ],
                "{compression}"
            );
        }
    }

    #[test]
    fn a_missing_column_is_told() {
        let mut fields = Fields::default();
        fields.set(Role::Text, "words");
        let error = read(&file("SNAPPY"), &fields).unwrap_err().to_string();
        assert!(
            error.ends_with("no column words among: id, text, views, date; name it with --text-field"),
            "{error}"
        );
        assert!(read(b"PAR1 no", &Fields::default()).unwrap_err().to_string().contains("broken Parquet"));
    }

    proptest! {
        #[test]
        fn a_damaged_file_ends(at in 0usize..1000, bytes in proptest::collection::vec(any::<u8>(), 1..4)) {
            let mut file = file("SNAPPY");
            let at = at % (file.len() - bytes.len());
            file[at..at + bytes.len()].copy_from_slice(&bytes);
            let _ = read(&file, &Fields::default());
        }
    }
}
