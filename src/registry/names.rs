//! `NameIndex`: finds registry entities by the folded words of a name or of a role.

use super::{Entity, Registry};
use crate::fold::Folding;
use crate::pack::manifest::{Gender, Manifest, Number};
use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use std::sync::Arc;

/// A registry entity as the annotator needs it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id.
    pub id: Arc<str>,
    /// Its canonical name.
    pub name: Arc<str>,
    /// Its kind.
    pub kind: crate::annotate::SpeakerKind,
    /// Its gender.
    pub gender: Gender,
    /// Folded words of the canonical name.
    pub words: Vec<Box<str>>,
    /// Whether it is an outlet.
    pub outlet: bool,
}

/// The names and roles of the registry, folded as one pack folds words.
#[derive(Debug, Default)]
pub struct NameIndex {
    known: Vec<Known>,
    /// First word of a name → the other words and the entity.
    names: HashMap<Box<str>, Vec<Tail>>,
    /// Spelling key of a name of two words or more → its words and whose it is.
    spellings: HashMap<Box<str>, Vec<Tail>>,
    /// Forms that mean one entity where nothing else is said.
    shorts: HashMap<Box<str>, Vec<u32>>,
    /// Spelling keys of short forms, with the form.
    short_spellings: HashMap<Box<str>, Vec<(u32, Box<str>)>>,
    /// Words of a role without articles → who held it, and when.
    roles: HashMap<Box<str>, Vec<Holder>>,
    same: Vec<(char, char)>,
    weak: HashSet<char>,
    article: Option<Box<str>>,
}

/// Words of a name (after its first, or all of them), and whose name it is.
type Tail = (Vec<Box<str>>, u32);

#[derive(Clone, Copy, Debug)]
struct Holder {
    entity: u32,
    from: Option<Date>,
    to: Option<Date>,
}

impl NameIndex {
    /// Indexes the registry for a pack.
    pub fn new(registry: &Registry, manifest: &Manifest, folding: &Folding) -> Self {
        let fold_word = |c: char| folding.fold_char(c);
        let mut index = NameIndex {
            same: manifest
                .transliteration
                .same
                .iter()
                .flat_map(|class| {
                    let mut letters = class.chars().filter_map(fold_word);
                    let first = letters.next();
                    letters.filter_map(move |c| Some((c, first?))).collect::<Vec<_>>()
                })
                .collect(),
            weak: manifest.transliteration.weak.chars().filter_map(fold_word).collect(),
            article: manifest.proclitics.article.first().map(|a| folding.fold(a).into()),
            ..NameIndex::default()
        };
        index.people(registry, folding, feminine_ending(manifest));
        index.organizations(registry, folding);
        index.places(registry, folding);
        index.outlets(registry, folding);
        index
    }

    fn people(&mut self, registry: &Registry, folding: &Folding, feminine: &str) {
        for person in &registry.people {
            let Some(entity) = registry.entity(&person.id) else { continue };
            let id = self.entity(entity, folding);
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                self.name(&words(name, folding), id);
            }
            for short in &person.short {
                let words = words(short, folding);
                if let [word] = &words[..] {
                    let key = self.spelling(word);
                    if key.chars().count() >= 3 {
                        let spelled = self.short_spellings.entry(key.into()).or_default();
                        spelled.push((id, word.clone()));
                    }
                }
                push(&mut self.shorts, words.join(" "), id);
            }
            for role in &person.roles {
                let holder = Holder {
                    entity: id,
                    from: role.from.as_deref().and_then(|d| partial_date(d, false)),
                    to: role.to.as_deref().and_then(|d| partial_date(d, true)),
                };
                for title in titles(registry, role, person.gender, feminine) {
                    let key = self.role_key(&words(&title, folding));
                    let holders = self.roles.entry(key.into()).or_default();
                    if !holders.iter().any(|h| h.entity == id && h.from == holder.from) {
                        holders.push(holder);
                    }
                }
            }
        }
    }

    fn organizations(&mut self, registry: &Registry, folding: &Folding) {
        for organization in &registry.organizations {
            let Some(entity) = registry.entity(&organization.id) else { continue };
            let id = self.entity(entity, folding);
            for name in std::iter::once(&organization.name).chain(&organization.aliases) {
                self.name(&words(name, folding), id);
            }
        }
    }

    /// Outlets speak too; names that are everyday words are left out.
    fn outlets(&mut self, registry: &Registry, folding: &Folding) {
        for outlet in &registry.outlets {
            let Some(entity) = registry.entity(&format!("outlet-{}", outlet.id)) else { continue };
            let id = self.entity(entity, folding);
            self.known[id as usize].outlet = true;
            let name = (!outlet.ambiguous_name).then_some(&outlet.name);
            for name in name.into_iter().chain(&outlet.aliases) {
                self.name(&words(name, folding), id);
            }
        }
    }

    fn places(&mut self, registry: &Registry, folding: &Folding) {
        for place in &registry.places {
            let code = place.id.to_lowercase();
            if let Some(entity) = registry.entity(&format!("place-{code}")) {
                let id = self.entity(entity, folding);
                for name in std::iter::once(&place.name).chain(&place.aliases) {
                    self.name(&words(name, folding), id);
                }
            }
            if let (Some(capital), Some(entity)) = (&place.capital, registry.entity(&format!("capital-{code}"))) {
                let id = self.entity(entity, folding);
                for name in std::iter::once(capital).chain(&place.capital_aliases) {
                    self.name(&words(name, folding), id);
                }
            }
        }
    }

    fn entity(&mut self, entity: &Entity, folding: &Folding) -> u32 {
        self.known.push(Known {
            id: entity.id.as_str().into(),
            name: entity.name.as_str().into(),
            kind: entity.kind,
            gender: entity.gender,
            words: words(&entity.name, folding),
            outlet: false,
        });
        self.known.len() as u32 - 1
    }

    fn name(&mut self, words: &[Box<str>], id: u32) {
        let Some((first, rest)) = words.split_first() else { return };
        let names = self.names.entry(first.clone()).or_default();
        // The first entity with a name keeps it: people, then organisations, places and outlets.
        if !names.iter().any(|(r, _)| r == rest) {
            names.push((rest.to_vec(), id));
        }
        if words.len() > 1 && self.known[id as usize].kind == crate::annotate::SpeakerKind::Person {
            let key = words.iter().map(|w| self.spelling(w)).collect::<Vec<_>>().join(" ");
            self.spellings.entry(key.into()).or_default().push((words.to_vec(), id));
        }
    }

    /// The consonants of a folded word, with letters that stand for each other made equal. Two spellings of one foreign
    /// name have the same key: the rule that replaces lists of spellings.
    pub fn spelling(&self, word: &str) -> String {
        let mut key = String::new();
        for (i, c) in word.chars().enumerate() {
            if self.weak.contains(&c) {
                if i == 0 {
                    key.push('*');
                }
                continue;
            }
            key.push(self.same.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to));
        }
        key
    }

    /// The words of a role without articles, joined.
    fn role_key<S: AsRef<str>>(&self, words: &[S]) -> String {
        let bare = |w: &str| {
            self.article.as_deref().and_then(|a| w.strip_prefix(a)).filter(|r| !r.is_empty()).unwrap_or(w).to_string()
        };
        words.iter().map(|w| bare(w.as_ref())).collect::<Vec<_>>().join(" ")
    }

    /// The entity at `id`.
    pub fn known(&self, id: u32) -> &Known {
        &self.known[id as usize]
    }

    /// The longest name that begins with the words that `next` gives: the entity and how many words it covers.
    pub fn longest<'w>(&self, next: impl Fn(usize) -> Option<&'w str>) -> Option<(u32, usize)> {
        let names = self.names.get(next(0)?)?;
        names
            .iter()
            .filter(|(rest, _)| rest.iter().enumerate().all(|(i, word)| next(i + 1) == Some(word)))
            .map(|(rest, id)| (*id, rest.len() + 1))
            .max_by_key(|&(_, length)| length)
    }

    /// The entity whose full name these folded words are, letter by letter or by the rule of spellings.
    pub fn full<S: AsRef<str>>(&self, words: &[S]) -> Option<u32> {
        let next = |i: usize| words.get(i).map(|w| w.as_ref());
        if let Some((id, length)) = self.longest(next)
            && length == words.len()
        {
            return Some(id);
        }
        if words.len() < 2 {
            return None;
        }
        let key = words.iter().map(|w| self.spelling(w.as_ref())).collect::<Vec<_>>().join(" ");
        let close = |name: &[Box<str>]| name.iter().zip(words).all(|(a, b)| self.close(a, b.as_ref(), 5));
        let mut fitting = self.spellings.get(key.as_str())?.iter().filter(|(name, _)| close(name)).map(|&(_, id)| id);
        let first = fitting.next()?;
        fitting.all(|id| id == first).then_some(first)
    }

    /// The people whom a short form means, letter by letter or by the rule of spellings. Native names, which carry the
    /// article, have one spelling.
    pub fn short<S: AsRef<str>>(&self, words: &[S]) -> Vec<u32> {
        let joined = words.iter().map(|w| w.as_ref()).collect::<Vec<_>>().join(" ");
        if let Some(found) = self.shorts.get(joined.as_str()) {
            return found.clone();
        }
        let [word] = words else { return Vec::new() };
        let word = word.as_ref();
        if self.article.as_deref().is_some_and(|article| word.starts_with(article)) {
            return Vec::new();
        }
        let spelled = self.short_spellings.get(self.spelling(word).as_str());
        spelled.into_iter().flatten().filter(|(_, form)| self.close(form, word, 7)).map(|(id, _)| *id).collect()
    }

    /// Whether two words with one spelling key are spellings of one name: they differ in consonants alone, or they have
    /// `long` letters or more without the article and the same end. Short names with other vowels are mostly other names.
    fn close(&self, a: &str, b: &str, long: usize) -> bool {
        let bare = |word| self.article.as_deref().and_then(|article| str::strip_prefix(word, article)).unwrap_or(word);
        let (a, b) = (bare(a), bare(b));
        let (m, n) = (a.chars().count(), b.chars().count());
        let weak = |c: char| self.weak.contains(&c);
        let consonants = m == n && a.chars().zip(b.chars()).all(|(x, y)| x == y || !weak(x) && !weak(y));
        consonants || m.min(n) >= long && m.abs_diff(n) <= 2 && a.chars().next_back() == b.chars().next_back()
    }

    /// Whether a folded word is, letter by letter, a short form of somebody.
    pub fn is_short(&self, word: &str) -> bool {
        self.shorts.contains_key(word)
    }

    /// Who held the role that these folded words name, on `date`; without a date only a role that one person held.
    pub fn holder<S: AsRef<str>>(&self, words: &[S], date: Option<Date>) -> Option<u32> {
        let holders = self.roles.get(self.role_key(words).as_str())?;
        let mut fitting = holders.iter().filter(|h| match date {
            Some(date) => h.from.is_none_or(|from| from <= date) && h.to.is_none_or(|to| date <= to),
            None => true,
        });
        let first = fitting.next()?.entity;
        fitting.all(|h| h.entity == first).then_some(first)
    }

    /// Whether this person held the role that these folded words name, at any time.
    pub fn holds<S: AsRef<str>>(&self, words: &[S], id: u32) -> bool {
        self.roles.get(self.role_key(words).as_str()).is_some_and(|holders| holders.iter().any(|h| h.entity == id))
    }

    /// Whether these folded words name a role that the registry knows.
    pub fn is_role<S: AsRef<str>>(&self, words: &[S]) -> bool {
        self.roles.contains_key(self.role_key(words).as_str())
    }
}

fn push(map: &mut HashMap<Box<str>, Vec<u32>>, key: String, id: u32) {
    let list = map.entry(key.into()).or_default();
    if !list.contains(&id) {
        list.push(id);
    }
}

/// The folded words of a name.
pub(crate) fn words(name: &str, folding: &Folding) -> Vec<Box<str>> {
    name.split_whitespace().map(|w| folding.fold(w).into_boxed_str()).filter(|w| !w.is_empty()).collect()
}

/// A date of which day or month may be missing; `end` asks for the last day that it can mean.
fn partial_date(text: &str, end: bool) -> Option<Date> {
    let mut parts = text.split('-').map(str::parse::<i16>);
    let year = parts.next()?.ok()?;
    let month = parts.next().and_then(|m| m.ok()).map(|m| m as i8);
    let day = parts.next().and_then(|d| d.ok()).map(|d| d as i8);
    let first = Date::new(year, month.unwrap_or(if end { 12 } else { 1 }), day.unwrap_or(1)).ok()?;
    Some(if end && day.is_none() { first.last_of_month() } else { first })
}

/// The letters that make the adjective of a place feminine.
fn feminine_ending(manifest: &Manifest) -> &str {
    let cells = manifest.paradigm.iter().filter(|p| p.name == "nisba").flat_map(|p| &p.cells);
    let singular = cells.filter(|c| c.gender == Gender::Feminine && c.number == Number::Singular);
    singular.map(|c| c.suffix.as_str()).next().unwrap_or_default()
}

/// Every way in which a role is printed. An adjective may agree with the head or with the noun before it, so both
/// genders are made.
fn titles(registry: &Registry, role: &super::Role, gender: Gender, feminine: &str) -> Vec<String> {
    let mut out: Vec<String> = role.title.iter().cloned().collect();
    let Some(office) = role.office.as_ref().and_then(|o| registry.offices.get(o)) else { return out };
    let templates = if gender == Gender::Feminine { &office.titles_f } else { &office.titles };
    let place = role.of.as_ref().and_then(|of| registry.places.iter().find(|p| p.id == *of));
    for template in templates {
        match place {
            None if !template.contains('{') => out.push(template.clone()),
            None => {}
            Some(place) => {
                if template.contains("{nisba}") {
                    for nisba in &place.nisba {
                        out.push(template.replace("{nisba}", nisba));
                        out.push(template.replace("{nisba}", &format!("{nisba}{feminine}")));
                    }
                } else if template.contains("{place}") {
                    for name in std::iter::once(&place.name).chain(&place.aliases) {
                        out.push(template.replace("{place}", name));
                    }
                } else if template.contains("{capital}") {
                    out.extend(place.capital.iter().map(|c| template.replace("{capital}", c)));
                } else {
                    out.push(template.clone());
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::annotate::Annotator;

    #[test]
    fn the_rule_of_spellings_joins_spellings_and_no_other_names() {
        let annotator = Annotator::bundled().unwrap();
        let pack = &annotator.packs().list()[0];
        let fold = |words: &str| words.split(' ').map(|w| pack.folding.fold(w)).collect::<Vec<_>>();
        let short = |word: &str| pack.names.short(&fold(word)).len();
        assert_eq!([short("نتانياهو"), short("جيبس")], [1, 1]);
        assert_eq!([short("الشروق"), short("صالح"), short("جانيت"), short("هيلر")], [0, 0, 0, 0]);
        assert!(pack.names.full(&fold("سيرجي لافروف")).is_some());
        assert!(pack.names.full(&fold("محمود عباس")).is_some());
        assert!(pack.names.full(&fold("محمد عباس")).is_none());
    }
}
