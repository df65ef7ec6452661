//! The language packs that travel in the program: one test for every example, and one for every check over a whole
//! pack. `qawl check` does the same and shows the places.
#![allow(clippy::unwrap_used)]

use libtest_mimic::{Arguments, Failed, Trial};
use qawl::annotate::Annotator;
use qawl::pack::{self, Check, Finding, Level};
use std::fmt::Write;

fn main() {
    let arguments = Arguments::from_args();
    let checks = pack::check(&Annotator::bundled().unwrap());
    let trials = checks.into_iter().map(|check| Trial::test(check.id.clone(), move || outcome(&check)));
    libtest_mimic::run(&arguments, trials.collect()).exit()
}

fn outcome(check: &Check) -> Result<(), Failed> {
    if check.holds() {
        Ok(())
    } else {
        Err(check.findings.iter().filter(|f| f.level == Level::Fault).map(shown).collect::<String>().into())
    }
}

fn shown(finding: &Finding) -> String {
    let mut text = format!("{finding}\n");
    for (label, words) in &finding.details {
        writeln!(text, "    {label}: {words}").unwrap();
    }
    text
}
