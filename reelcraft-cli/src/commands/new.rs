//! `reelcraft new`: a project file from a topic.

use std::io::Read as _;
use std::path::PathBuf;

use reelcraft_core::project::{ProjectFile, Reel};
use reelcraft_core::{Error, Language, Project, Result};

use crate::arguments::NewArguments;
use crate::output::Output;

pub(crate) fn new(arguments: NewArguments, output: Output) -> Result<()> {
    let topic = match arguments.topic.as_str() {
        "-" => read_standard_input()?,
        topic => topic.to_owned(),
    };
    let topic = topic.trim();
    if topic.is_empty() {
        return Err(Error::invalid_input("the topic is empty")
            .hint("say what the video is about: reelcraft new \"Why the sea is salty\""));
    }
    let language = arguments.language.unwrap_or_else(|| {
        let guessed = guess_language(topic);
        output.say(&format!(
            "language: {guessed} (guessed; --language sets it)"
        ));
        guessed
    });
    let project = Project {
        reel: Reel {
            topic: Some(topic.to_owned()),
            language,
            format: arguments.format,
            scenes: arguments.scenes,
            style: arguments.style,
            tone: arguments.tone,
            ..Reel::default()
        },
        ..Project::default()
    };
    // What a person typed is checked as a file would be, so that the file is never wrong.
    let document = serde_json::to_value(&project)
        .map_err(|error| Error::internal("cannot write the project").because(error))?;
    Project::from_json(&document)?;
    let path = arguments.output.unwrap_or_else(|| default_path(topic));
    ProjectFile::create(&path, &project)?;
    output.good(&format!("{} is ready", path.display()));
    output.hint(&format!("reelcraft make {}", shell_word(&path)));
    output.path(&path);
    output.json(&serde_json::json!({ "event": "created", "project": path }));
    Ok(())
}

fn read_standard_input() -> Result<String> {
    const MAX_BYTES: u64 = 1 << 20;
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::invalid_input("cannot read standard input").because(error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::invalid_input(
            "the text on standard input is over 1 MiB",
        ));
    }
    String::from_utf8(bytes)
        .map_err(|error| Error::invalid_input("standard input is not UTF-8").because(error))
}

/// A file name made of the topic's letters: `why-the-sea-is-salty.toml`.
fn default_path(topic: &str) -> PathBuf {
    const MAX_CHARS: usize = 40;
    let mut name = String::new();
    for word in topic.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)) {
        let word: String = word
            .chars()
            .filter(|c| !is_apostrophe(*c))
            .flat_map(char::to_lowercase)
            .collect();
        if word.is_empty() {
            continue;
        }
        if !name.is_empty() && name.chars().count() + word.chars().count() >= MAX_CHARS {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(word.chars().take(MAX_CHARS));
    }
    if name.is_empty() {
        name.push_str("reel");
    }
    PathBuf::from(name).with_extension("toml")
}

/// The forms in which people type the sign of Uzbek oʻ and gʻ.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | 'ʻ' | 'ʼ' | '‘' | '’' | 'ʹ' | '´')
}

/// Guesses the language of a topic by its letters and some of the commonest words.
fn guess_language(topic: &str) -> Language {
    const UZBEK: &[&str] = &[
        "va", "bilan", "uchun", "nega", "nima", "qanday", "haqida", "bu", "eng", "nimaga",
        "qanaqa", "kim", "qachon", "necha", "qaysi", "bir", "yoki",
    ];
    let text = topic.to_lowercase();
    let is_cyrillic = |c: char| ('\u{0400}'..='\u{04ff}').contains(&c);
    let tag = if text.contains(['ў', 'қ', 'ғ', 'ҳ']) {
        "uz-Cyrl"
    } else if text.chars().any(is_cyrillic) {
        "ru"
    } else if text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| UZBEK.contains(&word))
        || has_uzbek_letter(&text)
    {
        "uz"
    } else {
        "en"
    };
    tag.parse().unwrap_or_default()
}

/// Whether an o or g is followed by an apostrophe and another letter, as in `shoʻr`; in English
/// that is only seen in a few names.
fn has_uzbek_letter(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|three| match three {
        ['o' | 'g', sign, next] => is_apostrophe(*sign) && next.is_alphabetic() && *next != 's',
        _ => false,
    })
}

/// A path as it can be typed in a shell.
fn shell_word(path: &std::path::Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_topics() {
        let name = |topic: &str| default_path(topic).display().to_string();
        assert_eq!(name("Why the sea is salty?"), "why-the-sea-is-salty.toml");
        assert_eq!(
            name("Nega dengiz suvi sho‘r?"),
            "nega-dengiz-suvi-shor.toml"
        );
        assert_eq!(name("Почему небо голубое"), "почему-небо-голубое.toml");
        assert_eq!(name("../../etc/passwd"), "etc-passwd.toml");
        assert_eq!(name("???"), "reel.toml");
        assert!(name(&"long ".repeat(100)).chars().count() < 50);
        assert!(name(&"x".repeat(500)).chars().count() < 50);
    }

    #[test]
    fn languages_are_guessed() {
        let guess = |topic: &str| guess_language(topic).to_string();
        assert_eq!(guess("Why the sea is salty"), "en");
        assert_eq!(guess("Nega dengiz suvi sho'r?"), "uz");
        assert_eq!(guess("Choy va non"), "uz");
        assert_eq!(guess("Тоғлар ҳақида"), "uz-Cyrl");
        assert_eq!(guess("Почему небо голубое"), "ru");
        assert_eq!(guess("The dog's bowl"), "en");
    }
}
