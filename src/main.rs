//! Runs the command line and turns its outcome into an exit code.
#![forbid(unsafe_code)]

mod cli;
mod report;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
