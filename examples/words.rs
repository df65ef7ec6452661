//! dev
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use qawl::annotate::Annotator;
use qawl::pack::class::Class;
fn main() {
    let annotator = Annotator::bundled().unwrap();
    let pack = &annotator.packs().list()[0];
    for w in std::env::args().skip(1).flat_map(|a| a.split_whitespace().map(str::to_string).collect::<Vec<_>>()) {
        let f = pack.folding.fold(&w);
        let a = pack.lexicon.analyze(&f);
        println!(
            "{w} {f}: {:?} cue={:?} noun={:?} conj={} prep={} def={} pron={:?}",
            Class::ALL.iter().filter(|c| a.is(**c)).map(|c| c.name()).collect::<Vec<_>>(),
            a.cue.map(|c| (pack.lexicon.cues[c.entry as usize].lemma.to_string(), c.tense)),
            a.noun.map(|n| pack.lexicon.nouns[n as usize].stem.to_string()),
            a.conjunction,
            a.preposition,
            a.definite,
            a.pronoun.is_some()
        );
    }
}
