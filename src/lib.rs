//! Who said what, in which outlet, on which day: quotations and their speakers from Arabic news.
//!
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod annotate;
pub mod article;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod error;
pub mod explain;
pub mod export;
pub mod fold;
#[cfg(feature = "polars")]
pub mod frame;
pub mod pack;
pub mod page;
mod phrase;
pub mod read;
pub mod registry;
pub mod release;
pub mod score;
pub mod show;
pub mod span;
pub mod stats;
pub mod survey;
pub mod table;
pub mod token;
mod vocabulary;
