//! `reelcraft new`: a project file from a topic.

use std::io::Read as _;
use std::path::PathBuf;

use reelcraft_core::project::{ProjectFile, Reel};
use reelcraft_core::{Error, Project, Result};
use reelcraft_local::script::guess_language;

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
            length: arguments.length,
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
}
