//! `names!`: enums whose values are published by name, with what each means.

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type { $($(#[doc = $vdoc])+ $variant,)* }

        impl $type {
            /// Every value.
            pub const ALL: &[$type] = &[$($type::$variant,)*];

            /// The value as published.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// What the value means.
            pub fn meaning(self) -> &'static str {
                match self { $($type::$variant => concat!($($vdoc),+).trim_ascii(),)* }
            }

            /// The value published as `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == name)
            }
        }
    };
}
pub(crate) use names;
