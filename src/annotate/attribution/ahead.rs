//! What lies ahead of an item in its paragraph, so that patterns are only tried where all that they need can follow.

use crate::annotate::item::{ItemKind, Items};
use crate::pack::pattern::{Pattern, SlotKind};

/// For each item, whether marks, a complementizer and a colon stand at it or behind it in its paragraph.
pub(super) struct Ahead(Vec<Landmarks>);

#[derive(Clone, Copy, Debug, Default)]
struct Landmarks {
    quote: bool,
    that: bool,
    colon: bool,
}

impl Ahead {
    pub(super) fn new(items: &Items<'_>) -> Self {
        let mut ahead = vec![Landmarks::default(); items.len() + 1];
        for i in (0..items.len()).rev() {
            let after = ahead[i + 1];
            ahead[i] = match items.kind(i) {
                Some(ItemKind::Break) => Landmarks::default(),
                Some(ItemKind::Quote(_)) => Landmarks { quote: true, ..after },
                Some(ItemKind::Word) => Landmarks { that: after.that || items.is_that(i), ..after },
                _ => Landmarks { colon: after.colon || items.is_colon(i), ..after },
            };
        }
        Ahead(ahead)
    }

    /// Whether everything that a pattern must find behind its cue, which ends at item `from`, stands there.
    pub(super) fn allows(&self, pattern: &Pattern, from: usize) -> bool {
        let here = self.0.get(from).copied().unwrap_or_default();
        pattern.after.iter().filter(|slot| !slot.optional).all(|slot| match slot.kind {
            SlotKind::Quote | SlotKind::Speech => here.quote,
            SlotKind::That => here.that,
            SlotKind::Colon => here.colon,
            _ => true,
        })
    }
}
