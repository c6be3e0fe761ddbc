//! Enums that a person writes by name.

/// Declares an enum whose variants have one written name each, used in TOML, JSON, on the
/// command line and in messages.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident ($what:literal) {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $text)] $variant, )+
        }

        impl $name {
            /// All values, in the order in which they are listed to people.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];
            /// The written names of all values, in the order of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$( $text, )+];

            /// The written name.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                match text {
                    $( $text => Ok(Self::$variant), )+
                    _ => Err($crate::Error::invalid_input(format!("unknown {} `{text}`", $what))
                        .hint($crate::project::choice::suggest(text, Self::NAMES))),
                }
            }
        }
    };
}
pub(crate) use choice;

/// Writes a hint for a name that is not in `names`: the nearest one, or all of them.
pub(crate) fn suggest(text: &str, names: &[&str]) -> String {
    let wanted = text.to_lowercase().replace(['_', ' '], "-");
    let nearest = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, name), name))
        .min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, name)) if distance <= 2.max(name.len() / 3) => {
            format!("did you mean `{name}`?")
        }
        _ => format!("use one of: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_names_the_nearest() {
        let names = ["zoom-in", "zoom-out", "pan-left"];
        assert_eq!(suggest("zoomin", &names), "did you mean `zoom-in`?");
        assert_eq!(suggest("Zoom_Out", &names), "did you mean `zoom-out`?");
    }

    #[test]
    fn a_far_miss_lists_all() {
        assert_eq!(suggest("spin", &["fade", "cut"]), "use one of: fade, cut");
    }
}
