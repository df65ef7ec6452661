//! Rows of a record batch as JSON objects, keys in the order of the columns.

use super::day_of;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// One row, to be serialized.
#[derive(Debug)]
pub struct JsonRow<'b> {
    batch: &'b RecordBatch,
    row: usize,
}

/// The rows of `batch` in order. Days are `YYYY-MM-DD`, moments ISO 8601 in UTC.
pub fn json_rows(batch: &RecordBatch) -> impl Iterator<Item = JsonRow<'_>> {
    (0..batch.num_rows()).map(move |row| JsonRow::new(batch, row))
}

impl<'b> JsonRow<'b> {
    /// One row of `batch`, by its number.
    pub fn new(batch: &'b RecordBatch, row: usize) -> Self {
        JsonRow { batch, row }
    }
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema = self.batch.schema_ref();
        let mut map = serializer.serialize_map(Some(self.batch.num_columns()))?;
        for (field, array) in schema.fields().iter().zip(self.batch.columns()) {
            map.serialize_entry(field.name(), &json_value(array.as_ref(), self.row))?;
        }
        map.end()
    }
}

/// One value; null where there is none, and for types that no table has.
pub(crate) fn json_value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float32 => shortest(array.as_primitive::<Float32Type>().value(row)).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Date32 => day_of(array.as_primitive::<Date32Type>().value(row)).map(|day| day.to_string()).into(),
        DataType::Timestamp(_, _) => {
            let moment = Timestamp::from_microsecond(array.as_primitive::<TimestampMicrosecondType>().value(row));
            moment.ok().map(|moment| moment.to_string()).into()
        }
        DataType::List(_) => {
            let list = array.as_list::<i32>().value(row);
            (0..list.len()).map(|index| json_value(list.as_ref(), index)).collect::<Vec<_>>().into()
        }
        // No table has a column of another type.
        _ => Value::Null,
    }
}

/// A number of 32 bits as the shortest decimal that means it, instead of all the digits of its 64 bits.
fn shortest(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(number.into())
}
