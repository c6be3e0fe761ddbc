//! The voices every account has.

/// A voice and its character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The name to choose it by.
    pub name: &'static str,
    /// Its character in one word.
    pub character: &'static str,
}

const fn voice(name: &'static str, character: &'static str) -> Voice {
    Voice { name, character }
}

/// The prebuilt voices, from the documentation of speech generation; all speak every language.
pub const VOICES: [Voice; 30] = [
    voice("Zephyr", "bright"),
    voice("Puck", "upbeat"),
    voice("Charon", "informative"),
    voice("Kore", "firm"),
    voice("Fenrir", "excitable"),
    voice("Leda", "youthful"),
    voice("Orus", "firm"),
    voice("Aoede", "breezy"),
    voice("Callirrhoe", "easy-going"),
    voice("Autonoe", "bright"),
    voice("Enceladus", "breathy"),
    voice("Iapetus", "clear"),
    voice("Umbriel", "easy-going"),
    voice("Algieba", "smooth"),
    voice("Despina", "smooth"),
    voice("Erinome", "clear"),
    voice("Algenib", "gravelly"),
    voice("Rasalgethi", "informative"),
    voice("Laomedeia", "upbeat"),
    voice("Achernar", "soft"),
    voice("Alnilam", "firm"),
    voice("Schedar", "even"),
    voice("Gacrux", "mature"),
    voice("Pulcherrima", "forward"),
    voice("Achird", "friendly"),
    voice("Zubenelgenubi", "casual"),
    voice("Vindemiatrix", "gentle"),
    voice("Sadachbia", "lively"),
    voice("Sadaltager", "knowledgeable"),
    voice("Sulafat", "warm"),
];

/// How ids of voices begin that a person has made or found in the library.
const OWN_PREFIXES: [&str; 2] = ["voice_", "voicekey_"];

/// The name to send for a voice that was asked for; `None` where there is no such voice. Letters
/// may be of any case.
pub fn voice_name(asked: &str) -> Option<String> {
    let asked = asked.trim();
    let is_own = OWN_PREFIXES.iter().any(|prefix| asked.starts_with(prefix));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if is_own && asked.len() <= 128 && asked.chars().all(is_plain) {
        return Some(asked.to_owned());
    }
    VOICES
        .iter()
        .find(|voice| voice.name.eq_ignore_ascii_case(asked))
        .map(|voice| voice.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_ids_pass() {
        assert_eq!(voice_name("kore").as_deref(), Some("Kore"));
        assert_eq!(voice_name("voice_ab-1").as_deref(), Some("voice_ab-1"));
        assert_eq!(voice_name("voice_\"}"), None);
        assert_eq!(voice_name("Dilnoza"), None);
    }
}
