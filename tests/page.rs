//! Pages of all constructions: dates, outlets, furniture, offsets.
#![allow(clippy::unwrap_used)]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use qawl::article::{Article, DateSource, OutletSource, ParagraphKind};
use qawl::diagnostic::DiagnosticCode;
use qawl::document::{Document, Metadata};
use qawl::fold::{Folding, Orthography};
use qawl::page::{self, PageRules};
use qawl::registry::outlets::Outlets;
use std::sync::LazyLock;

const PAGE: &str = include_str!("../src/lang/ar/page.toml");

const OUTLETS: &str = r#"
[[outlet]]
id = "herald"
name = "المنادي"
name_en = "The Herald"
aliases = ["المنادي نت"]
domains = ["herald.example"]
country = "EG"
kind = "newspaper"

[[outlet]]
id = "echo"
name = "صدى المدينة"
name_en = "City Echo"
country = "EG"
kind = "broadcaster"

[[outlet]]
id = "wire"
name = "وكالة البرق"
name_en = "Wire"
aliases = ["البرق", "ب ر ق"]
country = "FR"
kind = "agency"
"#;

static FOLDING: LazyLock<Folding> = LazyLock::new(|| {
    Folding::new(&Orthography {
        strip: vec![('\u{64b}', '\u{65f}'), ('\u{640}', '\u{640}'), ('\u{200b}', '\u{200f}'), ('\u{202a}', '\u{202e}')],
        fold: vec![("أإآٱ".into(), 'ا'), ("ى".into(), 'ي'), ("ة".into(), 'ه')],
        ..Orthography::default()
    })
});
static RULES: LazyLock<PageRules> = LazyLock::new(|| PageRules::parse(PAGE, &FOLDING).unwrap());
static REGISTRY: LazyLock<Outlets> = LazyLock::new(|| Outlets::parse(OUTLETS, &FOLDING).unwrap());

/// Two sentences that can only be running text.
const LEDE: &str = "افتتح رئيس البلدية سامي منصور صباح أمس الجسر الجديد الذي يربط ضفتي النهر، وذلك بعد ثلاثة أعوام من العمل المتواصل فيه.";
const MORE: &str = "وقال منصور للحاضرين إن الجسر \"هدية لأهل المدينة\"، مضيفا أن العمل في الطريق المؤدي إليه سينتهي قبل حلول الصيف المقبل.";

fn read(text: &str) -> Article {
    read_with(text, Metadata::default())
}

fn read_with(text: &str, metadata: Metadata) -> Article {
    let article = page::read(Document { text: text.into(), metadata, ..Document::default() }, &RULES, &REGISTRY);
    covered(&article);
    article
}

/// Paragraphs stand in order, do not overlap and hold every character that is not white space.
fn covered(article: &Article) {
    let mut end = 0;
    for paragraph in &article.paragraphs {
        let range = paragraph.span.range();
        assert!(end <= range.start && range.start < range.end);
        assert!(article.text[end..range.start].trim().is_empty(), "lost: {:?}", &article.text[end..range.start]);
        end = range.end;
    }
    assert!(article.text[end..].trim().is_empty(), "lost: {:?}", &article.text[end..]);
}

fn kinds(article: &Article) -> Vec<(ParagraphKind, &str)> {
    article.paragraphs.iter().map(|p| (p.kind, p.span.of(&article.text))).collect()
}

fn of_kind(article: &Article, kind: ParagraphKind) -> Vec<&str> {
    kinds(article).into_iter().filter(|(k, _)| *k == kind).map(|(_, text)| text).collect()
}

const MARCH: Date = date(2024, 3, 5);

#[test]
fn every_example_of_the_pack_holds() {
    let checks = page::check(PAGE, &FOLDING).unwrap();
    let failures: Vec<_> = checks.iter().filter(|check| !check.holds()).collect();
    assert!(!checks.is_empty() && failures.is_empty(), "{failures:#?}");
}

#[test]
fn rules_without_reason_or_example_are_refused() {
    let entry = "[[furniture]]\nid = 'a'\nwhy = 'x'\nmatch = 'line'\neffect = 'line'\nforms = ['b']\nexample = []\n";
    assert!(PageRules::parse(entry, &FOLDING).is_err());
    assert!(PageRules::parse("nonsense = 1", &FOLDING).is_err());
    let template = PAGE.replace("weekdays = [", "templates = [\"{day} {moon}\"]\nweekdays = [");
    assert!(PageRules::parse(&template, &FOLDING).unwrap_err().to_string().contains("{moon}"));
    let group = PAGE.replace("(?P<hour>", "(?P<our>");
    assert!(PageRules::parse(&group, &FOLDING).unwrap_err().to_string().contains("`hour`"));
    let expression = PAGE.replace("(?P<hour>", "(?P<hour");
    assert!(PageRules::parse(&expression, &FOLDING).is_err());
}

#[test]
fn metadata_dates_in_all_formats() {
    for stated in [
        "2024-03-05",
        "2024-03-05 02:53:56",
        "2024-03-05T01:00:00+03:00",
        "Tue, 05 Mar 2024 23:30:00 +0200",
        "20240305101500",
        "الثلاثاء 5 مارس 2024",
        "05 مارس 2024 - 04:32 ص",
        "05/03/2024",
        "5 آذار ٢٠٢٤",
        "2024-03-05 | 14:05",
        "05.03.2024 | 17:56 GMT",
        "March 5, 2024",
        "5 مارس/آذار 2024",
    ] {
        let article = read_with(LEDE, Metadata { date: Some(stated.into()), ..Metadata::default() });
        assert_eq!(article.date, Some(MARCH), "{stated}");
        assert_eq!(article.date_source, Some(DateSource::Metadata));
        assert!(article.diagnostics.is_empty());
    }
    let moment = |stated: &str| {
        let article = read_with(LEDE, Metadata { date: Some(stated.into()), ..Metadata::default() });
        article.published_at.map(|at| at.to_string())
    };
    assert_eq!(moment("2024-03-05T01:00:00+03:00").as_deref(), Some("2024-03-04T22:00:00Z"));
    assert_eq!(moment("05.03.2024 | 17:56 GMT").as_deref(), Some("2024-03-05T17:56:00Z"));
    assert_eq!(moment("2024-03-05 02:53:56"), None);
}

#[test]
fn an_unreadable_date_is_a_diagnostic_and_the_page_is_asked() {
    let text = format!("نُشر في: 05/03/2024\n{LEDE}");
    let article = read_with(&text, Metadata { date: Some("غدا".into()), ..Metadata::default() });
    assert_eq!(article.diagnostics[0].code, DiagnosticCode::UnreadableDate);
    assert_eq!((article.date, article.date_source), (Some(MARCH), Some(DateSource::PageHeader)));
}

#[test]
fn the_address_dates_a_page_before_the_page_itself() {
    let text = format!("آخر تحديث: 6 مارس 2024\n{LEDE}");
    let url = Some("https://www.herald.example/2024/03/05/bridge".into());
    let article = read_with(&text, Metadata { url, ..Metadata::default() });
    assert_eq!((article.date, article.date_source), (Some(MARCH), Some(DateSource::Url)));
    assert_eq!((article.outlet.as_deref(), article.outlet_source), (Some("المنادي"), Some(OutletSource::Url)));
}

#[test]
fn publication_goes_before_update_and_events_are_no_dates() {
    let article =
        read(&format!("افتتاح الجسر الجديد في المدينة\nآخر تحديث: 6 مارس 2024\nتاريخ النشر: 5 مارس 2024\n{LEDE}"));
    assert_eq!(article.date, Some(MARCH));
    let article = read(&format!(
        "افتتاح الجسر الجديد في المدينة\n{LEDE}\nوكان الجسر القديم قد انهار يوم الثلاثاء 5 مارس 2024 بعد فيضان."
    ));
    assert_eq!(article.date, None);
}

#[test]
fn datelines_give_date_agency_and_outlet() {
    let article = read(&format!("القاهرة 5-3-2024 (البرق) - {LEDE}\n{MORE}"));
    assert_eq!((article.date, article.date_source), (Some(MARCH), Some(DateSource::Dateline)));
    assert_eq!(article.credit.as_deref(), Some("وكالة البرق"));
    assert_eq!(article.outlet, None);
    for dateline in ["القاهرة - المنادي: ", "المنادي – وكالات: ", "القاهرة، مصر (المنادي) -- ", "القاهرة – «المنادي»: "]
    {
        let article = read(&format!("{dateline}{LEDE}\n{MORE}"));
        assert_eq!((article.outlet.as_deref(), article.outlet_source), (Some("المنادي"), Some(OutletSource::Page)));
    }
    let article = read(&format!("ذكرت \"المنادي\" أن {LEDE}"));
    assert_eq!(article.outlet, None);
}

#[test]
fn outlets_of_all_places() {
    let outlet = |text: String| read(&text).outlet;
    let herald = Some("المنادي".to_string());
    let title = "افتتاح الجسر الجديد في المدينة";
    assert_eq!(outlet(format!("المنادي - {title}\n{title}\n{LEDE}")), herald);
    assert_eq!(outlet(format!("https://m.herald.example/p/1\n{title}\n{LEDE}")), herald);
    assert_eq!(outlet(format!("{title}\nبقلم: سامي، المنادي\n{LEDE}")), herald);
    assert_eq!(
        outlet(format!("{title}\n{LEDE}\nوأوضح في حديث لـ\"المنادي\" أن العمل سيستمر بعد ذلك في الطريق الموازي.")),
        herald
    );
    assert_eq!(
        outlet(format!("{title}\n{LEDE}\nوأوضح في حديث لصحيفة \"المنادي\" أن العمل سيستمر بعد ذلك في الطريق الموازي.")),
        None
    );
    let echo = Some("صدى المدينة".to_string());
    assert_eq!(outlet(format!("{title}\n{LEDE}\nالمصدر: صدى المدينة + وكالات")), echo);
    assert_eq!(outlet(format!("{title}\n{LEDE}\nالمصادر:\nصدى المدينة\nشارك القصة")), echo);
    // A newspaper alone in the line of sources is what is quoted.
    let article = read(&format!("{title}\n{LEDE}\nالمصدر: المنادي"));
    assert_eq!((article.outlet, article.credit), (None, herald));
    // Names that the registry does not know are taken as printed.
    assert_eq!(outlet(format!("صحيفة الجسر الأخضر (تجربة)\n{title}\n{LEDE}")).as_deref(), Some("صحيفة الجسر الأخضر"));
    assert_eq!(outlet(format!("{title}\nالقاهرة: «الجسر الأخضر»\n{LEDE}")).as_deref(), Some("الجسر الأخضر"));
}

#[test]
fn credits_of_agencies() {
    let credit = |text: String| read(&text).credit;
    let wire = Some("وكالة البرق".to_string());
    assert_eq!(credit(format!("{LEDE}\n{MORE} (ب.ر.ق)")), wire);
    assert_eq!(credit(format!("{LEDE}\n{MORE}\n[ب ر ق - وكالات]")), wire);
    assert_eq!(credit(format!("{LEDE}\n{MORE}")), None);
}

#[test]
fn furniture_around_an_article() {
    let article = read(&format!(
        "Skip to main content\nالقائمة الرئيسية\nالرئيسية / محليات\nافتتاح الجسر الجديد في المدينة\nالثلاثاء 5 مارس 2024\n\
         بقلم: سامي منصور\nجانب من الافتتاح - البرق\n{LEDE}\nأعوام من العمل\n{MORE}\n\
         اقرأ أيضا\nأسعار الخضر ترتفع\nمواعيد القطارات\n{MORE}\nالتعليقات (2)\nعلي: قال جدي \"الصبر مفتاح الفرج\"\nاترك تعليقا"
    ));
    use ParagraphKind::*;
    let found: Vec<ParagraphKind> = article.paragraphs.iter().map(|p| p.kind).collect();
    assert_eq!(
        found,
        [
            Furniture, Furniture, Furniture, Title, Furniture, Furniture, Furniture, Body, Heading, Body, Furniture,
            Furniture, Furniture, Body, Furniture, Furniture, Furniture
        ]
    );
    assert_eq!(article.title.as_deref(), Some("افتتاح الجسر الجديد في المدينة"));
    assert_eq!(article.byline.as_deref(), Some("سامي منصور"));
}

#[test]
fn headlines_above_the_headline_stay_searchable() {
    let article = read(&format!("رئيس البلدية: الجسر \"هدية لأهل المدينة\"\nافتتاح الجسر الجديد في المدينة\n{LEDE}"));
    assert_eq!(article.title.as_deref(), Some("افتتاح الجسر الجديد في المدينة"));
    assert_eq!(of_kind(&article, ParagraphKind::Heading), ["رئيس البلدية: الجسر \"هدية لأهل المدينة\""]);
}

#[test]
fn running_text_from_the_first_line_has_no_headline() {
    let article = read(&format!("{LEDE}\n{MORE}"));
    assert_eq!((article.title, article.title_span), (None, None));
    assert!(article.paragraphs.iter().all(|p| p.kind == ParagraphKind::Body));
}

#[test]
fn a_stated_headline_is_found_in_the_text_white_space_aside() {
    let metadata = || Metadata { title: Some("افتتاح  الجسر الجديد".into()), ..Metadata::default() };
    let article = read_with(&format!("أخبار المدينة كل يوم هنا\nافتتاح الجسر\u{a0}الجديد\n{LEDE}"), metadata());
    assert_eq!(article.title.as_deref(), Some("افتتاح  الجسر الجديد"));
    assert_eq!(article.title_span.unwrap().of(&article.text), "افتتاح الجسر\u{a0}الجديد");
    let article = read_with(&format!("قائمة محليات افتتاح الجسر الجديد {LEDE} {MORE}"), metadata());
    assert_eq!(article.title_span.unwrap().of(&article.text), "افتتاح الجسر الجديد");
    assert_eq!(read_with(&format!("{LEDE}\n{MORE}"), metadata()).title_span, None);
}

#[test]
fn a_page_on_one_line() {
    let article = read(&format!(
        "Stories 12 خبر محليات رياضة تاريخ النشر: 05.03.2024 | 17:56 GMT الجسر الجديد يربط ضفتي النهر أعلن رئيس البلدية \
         افتتاحه. {LEDE} إقرأ المزيد أسعار الخضر ترتفع في أسواق المدينة وأضاف أن الطريق قريب. {MORE} {MORE} {MORE} \
         المصدر: صدى المدينة إقرأ المزيد مواعيد القطارات تتغير التعليقات"
    ));
    assert_eq!(article.date, Some(MARCH));
    assert_eq!(article.published_at.unwrap().to_string(), "2024-03-05T17:56:00Z");
    assert_eq!(article.title.as_deref(), Some("الجسر الجديد يربط ضفتي النهر"));
    assert_eq!(article.outlet.as_deref(), Some("صدى المدينة"));
    let furniture = of_kind(&article, ParagraphKind::Furniture);
    assert!(furniture[1].starts_with("إقرأ المزيد") && furniture[1].ends_with("أسواق المدينة"), "{furniture:?}");
    assert!(furniture[2].starts_with("المصدر"));
    assert!(of_kind(&article, ParagraphKind::Body)[1].starts_with("وأضاف"));
}

#[test]
fn a_page_whose_parts_stand_far_apart_on_one_line() {
    let gap = "           ";
    let article = read(&format!(
        "{gap}المنادي - محليات - افتتاح الجسر الجديد{gap}الرئيسية{gap}محليات \t\t  رياضة{gap}آخر تحديث: 5 مارس 2024\
         {gap}افتتاح الجسر الجديد{gap}{LEDE}{gap}{MORE}{gap}"
    ));
    assert_eq!(article.title.as_deref(), Some("افتتاح الجسر الجديد"));
    assert_eq!(article.outlet.as_deref(), Some("المنادي"));
    assert_eq!(article.date, Some(MARCH));
    assert_eq!(of_kind(&article, ParagraphKind::Body), [LEDE, MORE]);
}

#[test]
fn without_rules_every_line_is_running_text() {
    let text = "The mayor opened the bridge.\nRead more\nShare".to_string();
    let url = Some("https://herald.example/2024/03/05/a".to_string());
    let document = Document { text, metadata: Metadata { url, ..Metadata::default() }, ..Document::default() };
    let article = page::read(document, &PageRules::default(), &REGISTRY);
    assert!(article.paragraphs.iter().all(|p| p.kind == ParagraphKind::Body));
    assert_eq!((article.date, article.title.clone()), (Some(MARCH), None));
    assert_eq!(article.language, "und");
    covered(&article);
}

#[test]
fn hostile_input_takes_linear_time() {
    let million = 1_000_000;
    for unit in [
        "إقرأ المزيد ",
        "المصدر: . ",
        "   ",
        " \u{a0} ",
        "لـ«المنادي» ",
        "مراسل المنادي ",
        "5/3/2024 ",
        "https://a.example ",
        "(",
        "\u{64b}",
        "أ",
        "قال ",
        "- ",
        "شارك القصة\n",
        "التعليقات\n",
        "\n",
        "إعلان ",
        "\u{640}",
        "علمت ",
        ". إقرأ المزيد ",
        "1 ",
        "1/",
        "2024-",
        "12:30 ",
        "#جسر ",
        "a@b.",
        "(أ) ",
        "1 2 3\n",
        "© 2024\n",
    ] {
        let text = unit.repeat(million / unit.len());
        let start = std::time::Instant::now();
        read(&text);
        assert!(start.elapsed().as_secs() < 5, "{unit:?}: {:?}", start.elapsed());
    }
}

proptest! {
    // The same cases in every run.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_covered(text in "\\PC{0,400}") {
        read(&text);
    }

    #[test]
    fn any_page_is_covered(parts in proptest::collection::vec(prop_oneof![
        Just("تاريخ النشر: "), Just("05.03.2024"), Just(" | "), Just("GMT"), Just("المنادي"), Just(" - "), Just("لـ«"), Just("»"),
        Just("\n"), Just("     "), Just("إقرأ المزيد "), Just("المصدر: "), Just(". "), Just("قال "), Just("\u{202e}"), Just("\u{64b}"),
        Just("اقرأ أيضا"), Just("التعليقات"), Just("(ب ر ق)"), Just("بقلم: "), Just("https://herald.example/"), Just("إعلان "), Just(LEDE), Just(MORE),
    ], 0..60), title in proptest::option::of("[ا-ي ]{0,20}")) {
        read_with(&parts.concat(), Metadata { title, ..Metadata::default() });
    }
}
