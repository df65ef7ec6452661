//! A table of a release, walked through row by row.

use super::Release;
use crate::error::{Error, Result};
use crate::table::{JsonRow, Table};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use arrow_array::{Array, RecordBatch};

/// A place in a table. After the last row, and after an error, every value is `None`.
pub(crate) struct Cursor<'r> {
    batches: Box<dyn Iterator<Item = Result<RecordBatch>> + 'r>,
    batch: Option<RecordBatch>,
    row: usize,
    error: Option<Error>,
}

impl<'r> Cursor<'r> {
    /// The first row of a table.
    pub(crate) fn new(release: &'r Release, table: Table) -> Self {
        let mut cursor = Cursor { batches: Box::new(release.read(table, &[])), batch: None, row: 0, error: None };
        cursor.load();
        cursor
    }

    /// Whether there is no row here.
    pub(crate) fn is_done(&self) -> bool {
        self.batch.is_none()
    }

    /// Goes to the next row.
    pub(crate) fn advance(&mut self) {
        self.row += 1;
        if self.batch.as_ref().is_some_and(|batch| self.row >= batch.num_rows()) {
            self.load();
        }
    }

    /// The text in a column.
    pub(crate) fn text(&self, column: &str) -> Option<&str> {
        self.value(column)?.as_string_opt::<i32>().map(|values| values.value(self.row))
    }

    /// The number in a column.
    pub(crate) fn int(&self, column: &str) -> Option<i32> {
        self.value(column)?.as_primitive_opt::<Int32Type>().map(|values| values.value(self.row))
    }

    /// The day in a column, as days since 1970-01-01.
    pub(crate) fn day(&self, column: &str) -> Option<i32> {
        self.value(column)?.as_primitive_opt::<Date32Type>().map(|values| values.value(self.row))
    }

    /// The row as an object with a value for every column.
    pub(crate) fn row(&self) -> Option<JsonRow<'_>> {
        Some(JsonRow::new(self.batch.as_ref()?, self.row))
    }

    /// Why the walk ended early, if it did.
    pub(crate) fn into_error(self) -> Option<Error> {
        self.error
    }

    fn value(&self, column: &str) -> Option<&dyn Array> {
        let array = self.batch.as_ref()?.column_by_name(column)?;
        array.is_valid(self.row).then_some(array.as_ref())
    }

    fn load(&mut self) {
        self.row = 0;
        self.batch = None;
        while self.batch.is_none() && self.error.is_none() {
            match self.batches.next() {
                Some(Ok(batch)) if batch.num_rows() == 0 => {}
                Some(Ok(batch)) => self.batch = Some(batch),
                Some(Err(error)) => self.error = Some(error),
                None => return,
            }
        }
    }
}
