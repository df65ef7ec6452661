//! dev
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use qawl::annotate::Annotator;
use qawl::document::Document;
use qawl::span::CharIndex;
use serde_json::json;
fn main() {
    let annotator = Annotator::bundled().unwrap_or_else(|e| {
        println!("{e}");
        std::process::exit(1)
    });
    let t = std::time::Instant::now();
    let mut n = 0;
    let input = std::io::read_to_string(std::io::stdin()).unwrap();
    let mut docs = std::fs::File::create(std::env::args().nth(1).unwrap_or("/tmp/qawl/docs.jsonl".into())).unwrap();
    for line in input.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut d = Document {
            id: v["id"].as_str().unwrap().into(),
            text: v["text"].as_str().unwrap().into(),
            ..Default::default()
        };
        d.metadata.date = v["date"].as_str().map(str::to_string);
        n += d.text.len();
        let a = annotator.article(d);
        let ann = annotator.annotate(&a);
        let ix = CharIndex::new(&a.text);
        let c = |s: qawl::span::Span| (ix.char_at(s.start), ix.char_at(s.end));
        for q in &ann.attributions {
            let f = q.content[0];
            let l = *q.content.last().unwrap();
            println!(
                "{}",
                json!({"doc_id": a.id, "quote_type": q.kind.name(), "quote_start": c(f).0, "quote_end": c(l).1,
              "quote": q.content.iter().map(|s| s.of(&a.text)).collect::<Vec<_>>().join(" … "),
              "speaker": q.speaker.as_ref().ok().map(|s| s.name.to_string()), "speaker_id": q.speaker.as_ref().ok().and_then(|s| s.registry_id.as_ref().map(|i| i.to_string())),
              "kind": q.speaker.as_ref().ok().map(|s| s.kind.name()), "role": q.speaker.as_ref().ok().and_then(|s| s.role.clone()),
              "speaker_rule": q.speaker.as_ref().ok().map(|s| s.rule.name()),
              "unresolved": q.speaker.as_ref().err().map(|s| s.name()),
              "speaker_mention": q.source.map(|s| s.of(&a.text)), "speaker_start": q.source.map(|s| c(s).0), "speaker_end": q.source.map(|s| c(s).1),
              "via": q.via.map(|s| s.of(&a.text)),
              "cue": q.cue.as_ref().map(|s| s.span.of(&a.text)), "cue_lemma": q.cue.as_ref().map(|s| s.lemma.to_string()),
              "cue_start": q.cue.as_ref().map(|s| c(s.span).0), "cue_end": q.cue.as_ref().map(|s| c(s.span).1),
              "marked": q.marked.iter().map(|s| json!({"start": c(*s).0, "end": c(*s).1})).collect::<Vec<_>>(),
              "rule": &*q.rule, "context": q.context.of(&a.text), "other": null})
            );
        }
        for m in &ann.other_marks {
            use std::io::Write;
            writeln!(docs, "{}", json!({"other": m.span.of(&a.text), "reason": m.reason.name(), "doc_id": a.id}))
                .unwrap();
        }
        {
            use std::io::Write;
            writeln!(
                docs,
                "{}",
                json!({"doc_id": a.id, "outlet": a.outlet, "date": a.date.map(|d| d.to_string()), "title": a.title})
            )
            .unwrap();
        }
    }
    eprintln!("{} bytes {:?}", n, t.elapsed());
}
