//! The texts that a release was made from, handed out by the ids of their documents.

use crate::error::Result;
use crate::read::{self, Record, Records};
use std::collections::HashMap;
use std::path::PathBuf;

/// The texts of some inputs.
pub(super) struct Texts {
    records: Records,
    /// Texts that came before they were asked for.
    early: HashMap<String, String>,
}

impl Texts {
    /// Opens the inputs as an export does.
    pub(super) fn open(inputs: &[PathBuf]) -> Result<Self> {
        Ok(Texts { records: read::open(inputs, read::Options::default())?, early: HashMap::new() })
    }

    /// The text of a document; `None` where the inputs do not hold it. Of several records of one id the first counts.
    pub(super) fn take(&mut self, id: &str) -> Result<Option<String>> {
        if let Some(text) = self.early.remove(id) {
            return Ok(Some(text));
        }
        for record in self.records.by_ref() {
            match record? {
                Record::Document(document) if document.id == id => return Ok(Some(document.text)),
                Record::Document(document) => drop(self.early.entry(document.id).or_insert(document.text)),
                Record::Reject(_) => {}
            }
        }
        Ok(None)
    }
}
