//! `Class`, `Classes`: what the lexicon says a word can be.

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// One thing that a word can be.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Class { $($(#[$doc])* $variant,)* }

        impl Class {
            /// Every class.
            pub const ALL: &[Class] = &[$(Class::$variant,)*];

            /// The class as packs name it.
            pub fn name(self) -> &'static str {
                match self { $(Class::$variant => $name,)* }
            }

            /// The class that packs call `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.name() == name)
            }
        }
    };
}

classes! {
    /// A preposition.
    Preposition = "preposition",
    /// A relative pronoun.
    Relative = "relative",
    /// A demonstrative.
    Demonstrative = "demonstrative",
    /// A conjunction.
    Conjunction = "conjunction",
    /// A particle before a verb or clause.
    Particle = "particle",
    /// A word that opens a reported clause.
    Complementizer = "complementizer",
    /// A word that looks like a complementizer and is none.
    NotComplementizer = "not-complementizer",
    /// A negation.
    Negation = "negation",
    /// A word of time.
    Time = "time",
    /// A month.
    Month = "month",
    /// An adverb.
    Adverb = "adverb",
    /// A quantifier.
    Quantifier = "quantifier",
    /// An independent pronoun.
    Pronoun = "pronoun",
    /// An ordinal.
    Ordinal = "ordinal",
    /// A number word.
    NumberWord = "number",
    /// A conjunction that ends a reported clause.
    Breaker = "clause-breaker",
    /// A phrase with which the reporter comments on the words just reported.
    Aside = "aside",
    /// A word that opens an adjunct between cue and content.
    Adjunct = "adjunct-opener",
    /// A verb that reports nothing.
    Verb = "verb",
    /// A verb whose form is a common noun or a name as well.
    WeakVerb = "weak-verb",
    /// An attributive adjective.
    Adjective = "adjective",
    /// An office or profession.
    Role = "role",
    /// A word of honour before a name.
    Honorific = "honorific",
    /// A noun that heads the name of an organisation.
    Organization = "organization",
    /// A noun that heads the name of an outlet.
    Media = "media",
    /// A noun for a document.
    Document = "document",
    /// A noun for a document that binds, such as a law or an agreement.
    Norm = "norm",
    /// Several unnamed people.
    Group = "group",
    /// Somebody unnamed.
    Anonymous = "anonymous",
    /// A noun after which marks hold the title of a work.
    Work = "work",
    /// A noun after which marks hold a name.
    Naming = "naming",
    /// A noun of an act that is the object of a cue.
    Act = "act",
    /// A given name of a man.
    GivenMasculine = "given-masculine",
    /// A given name of a woman.
    GivenFeminine = "given-feminine",
    /// A given name that is an ordinary word as well.
    GivenAmbiguous = "given-ambiguous",
    /// A word inside names.
    NameParticle = "name-particle",
    /// The second half of a compound given name.
    Divine = "divine",
    /// A country or a city.
    Place = "place",
    /// An adjective of a country.
    Nisba = "nisba",
    /// A word or phrase that makes a clause with a cue an attribution of what stands before it.
    As = "as",
    /// One of these that always does, and is no conjunction as well.
    According = "according",
    /// A word after which a verb has no person as its subject.
    Impersonal = "impersonal",
    /// A word before the colon of a list.
    Listing = "listing",
    /// A word that opens a question.
    Question = "question",
    /// A noun that is none of the above and ends a name.
    Common = "common",
    /// A noun that never describes a person, such as a verbal noun.
    Event = "event",
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

impl Classes {
    /// The set of these classes.
    pub const fn of(classes: &[Class]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < classes.len() {
            bits |= 1 << classes[i] as u8;
            i += 1;
        }
        Classes(bits)
    }

    /// The set with `class` as well.
    pub const fn with(self, class: Class) -> Self {
        Classes(self.0 | 1 << class as u8)
    }

    /// The set with everything in `other` as well.
    pub const fn with_all(self, other: Classes) -> Self {
        Classes(self.0 | other.0)
    }

    /// Adds everything in `other`.
    pub fn insert(&mut self, other: Classes) {
        self.0 |= other.0;
    }

    /// Takes everything in `other` out.
    pub fn remove(&mut self, other: Classes) {
        self.0 &= !other.0;
    }

    /// Whether the word can be `class`.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// Whether the word can be one of `classes`.
    pub fn any(self, classes: Classes) -> bool {
        self.0 & classes.0 != 0
    }

    /// Whether everything in `other` is in this set.
    pub fn contains(self, other: Classes) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether nothing is known of the word.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
