//! The languages that the speech models speak.

use reelcraft_core::Language;

/// A language that speech models speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpokenLanguage {
    /// Its tag without script and region, `uz`.
    pub tag: &'static str,
    /// The tag that names it to the model, `uz-UZ`.
    pub code: &'static str,
    /// The least of the models that speaks it.
    since: Since,
}

/// Which models speak a language; those further down speak those above as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Since {
    /// All, also those before 3.8.
    Earlier,
    /// 3.8 Flash-Lite.
    Lite,
    /// 3.8 Flash.
    Flash,
}

use Since::{Earlier, Flash, Lite};

const fn spoken(tag: &'static str, code: &'static str, since: Since) -> SpokenLanguage {
    SpokenLanguage { tag, code, since }
}

/// The languages that are known to be spoken. The 24 of the models before 3.8 are from their
/// page; those of both 3.8 models from the list of Gemini-TTS,
/// <https://docs.cloud.google.com/text-to-speech/docs/gemini-tts>; Uzbek, Kazakh, Kyrgyz, Tajik
/// and Uyghur from the page of the Gemini API of 2 October 2026. That page counts 130 languages
/// of Flash and 101 of Flash-Lite: what is missing here can be added in the settings.
pub const LANGUAGES: [SpokenLanguage; 85] = [
    spoken("ar", "ar-EG", Earlier),
    spoken("bn", "bn-BD", Earlier),
    spoken("de", "de-DE", Earlier),
    spoken("en", "en-US", Earlier),
    spoken("es", "es-ES", Earlier),
    spoken("fr", "fr-FR", Earlier),
    spoken("hi", "hi-IN", Earlier),
    spoken("id", "id-ID", Earlier),
    spoken("it", "it-IT", Earlier),
    spoken("ja", "ja-JP", Earlier),
    spoken("ko", "ko-KR", Earlier),
    spoken("mr", "mr-IN", Earlier),
    spoken("nl", "nl-NL", Earlier),
    spoken("pl", "pl-PL", Earlier),
    spoken("pt", "pt-BR", Earlier),
    spoken("ro", "ro-RO", Earlier),
    spoken("ru", "ru-RU", Earlier),
    spoken("ta", "ta-IN", Earlier),
    spoken("te", "te-IN", Earlier),
    spoken("th", "th-TH", Earlier),
    spoken("tr", "tr-TR", Earlier),
    spoken("uk", "uk-UA", Earlier),
    spoken("vi", "vi-VN", Earlier),
    spoken("af", "af-ZA", Lite),
    spoken("am", "am-ET", Lite),
    spoken("az", "az-AZ", Lite),
    spoken("be", "be-BY", Lite),
    spoken("bg", "bg-BG", Lite),
    spoken("ca", "ca-ES", Lite),
    spoken("ceb", "ceb-PH", Lite),
    spoken("cmn", "cmn-CN", Lite),
    spoken("cs", "cs-CZ", Lite),
    spoken("da", "da-DK", Lite),
    spoken("el", "el-GR", Lite),
    spoken("et", "et-EE", Lite),
    spoken("eu", "eu-ES", Lite),
    spoken("fa", "fa-IR", Lite),
    spoken("fi", "fi-FI", Lite),
    spoken("fil", "fil-PH", Lite),
    spoken("gl", "gl-ES", Lite),
    spoken("gu", "gu-IN", Lite),
    spoken("he", "he-IL", Lite),
    spoken("hr", "hr-HR", Lite),
    spoken("ht", "ht-HT", Lite),
    spoken("hu", "hu-HU", Lite),
    spoken("hy", "hy-AM", Lite),
    spoken("is", "is-IS", Lite),
    spoken("jv", "jv-JV", Lite),
    spoken("ka", "ka-GE", Lite),
    spoken("kk", "kk-KZ", Lite),
    spoken("kn", "kn-IN", Lite),
    spoken("kok", "kok-IN", Lite),
    spoken("ky", "ky-KG", Lite),
    spoken("la", "la-VA", Lite),
    spoken("lb", "lb-LU", Lite),
    spoken("lo", "lo-LA", Lite),
    spoken("lt", "lt-LT", Lite),
    spoken("lv", "lv-LV", Lite),
    spoken("mai", "mai-IN", Lite),
    spoken("mg", "mg-MG", Lite),
    spoken("mk", "mk-MK", Lite),
    spoken("ml", "ml-IN", Lite),
    spoken("mn", "mn-MN", Lite),
    spoken("ms", "ms-MY", Lite),
    spoken("my", "my-MM", Lite),
    spoken("nb", "nb-NO", Lite),
    spoken("ne", "ne-NP", Lite),
    spoken("nn", "nn-NO", Lite),
    spoken("or", "or-IN", Lite),
    spoken("pa", "pa-IN", Lite),
    spoken("ps", "ps-AF", Lite),
    spoken("sd", "sd-IN", Lite),
    spoken("si", "si-LK", Lite),
    spoken("sk", "sk-SK", Lite),
    spoken("sl", "sl-SI", Lite),
    spoken("sq", "sq-AL", Lite),
    spoken("sr", "sr-RS", Lite),
    spoken("sv", "sv-SE", Lite),
    spoken("sw", "sw-KE", Lite),
    spoken("ur", "ur-PK", Lite),
    spoken("uz", "uz-UZ", Lite),
    spoken("zh", "cmn-CN", Lite),
    spoken("no", "nb-NO", Lite),
    spoken("tg", "tg-TJ", Flash),
    spoken("ug", "ug-CN", Flash),
];

/// How models before 3.8 are known: they have other fields, and obey other marks.
const EARLIER_MODELS: [&str; 2] = ["gemini-2.", "gemini-3.1-"];

/// Whether a model is one of those before 3.8.
pub(super) fn is_earlier(model: &str) -> bool {
    EARLIER_MODELS.iter().any(|begin| model.starts_with(begin))
}

/// What is known of a language; script and region do not matter.
pub(super) fn spoken_language(language: &Language) -> Option<&'static SpokenLanguage> {
    LANGUAGES
        .iter()
        .find(|known| known.tag == language.primary())
}

/// Whether a model speaks a language. One that is not known is taken for the latest.
pub(super) fn speaks(model: &str, language: &Language) -> bool {
    let model = if is_earlier(model) {
        Earlier
    } else if model.contains("-lite") {
        Lite
    } else {
        Flash
    };
    spoken_language(language).is_some_and(|known| known.since <= model)
}

/// The tag that names a language to a model: with the region that was asked for, else with that
/// of the table.
pub(super) fn language_code(language: &Language) -> String {
    let tag = language.to_string();
    let is_region = |part: &str| {
        part.len() == 2 && part.chars().all(|c| c.is_ascii_uppercase())
            || part.len() == 3 && part.chars().all(|c| c.is_ascii_digit())
    };
    let region = tag.split('-').skip(1).find(|part| is_region(part));
    match (region, spoken_language(language)) {
        (Some(region), _) => format!("{}-{region}", language.primary()),
        (None, Some(known)) => known.code.to_owned(),
        (None, None) => language.primary().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_differ_in_what_they_speak() {
        let speaks = |model, tag: &str| speaks(model, &tag.parse().unwrap());
        let (flash, lite) = ("gemini-3.8-flash-tts", "gemini-3.8-flash-lite-tts");
        for tag in ["uz", "uz-Cyrl", "en-GB", "ru", "kk", "ky", "tr", "az"] {
            assert!(speaks(flash, tag) && speaks(lite, tag), "{tag}");
        }
        for tag in ["tg", "ug"] {
            assert!(speaks(flash, tag) && !speaks(lite, tag), "{tag}");
        }
        assert!(!speaks(flash, "tlh"));
        assert!(!speaks("gemini-2.5-flash-preview-tts", "uz"));
        assert!(speaks("gemini-of-tomorrow", "tg"));
    }

    #[test]
    fn each_language_is_there_once() {
        let mut tags = LANGUAGES.map(|known| known.tag);
        tags.sort_unstable();
        assert!(tags.windows(2).all(|pair| pair[0] != pair[1]));
        for known in LANGUAGES {
            assert!(known.tag.parse::<Language>().is_ok(), "{}", known.tag);
            assert!(known.code.contains('-'), "{}", known.code);
        }
    }

    #[test]
    fn languages_are_named_with_their_region() {
        for (tag, code) in [
            ("uz", "uz-UZ"),
            ("uz-Cyrl", "uz-UZ"),
            ("en-GB", "en-GB"),
            ("es-419", "es-419"),
            ("ru", "ru-RU"),
            ("bs", "bs"),
        ] {
            assert_eq!(language_code(&tag.parse().unwrap()), code);
        }
    }
}
