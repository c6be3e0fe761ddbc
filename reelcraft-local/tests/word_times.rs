//! When each word is spoken, beside what espeak-ng's library says of it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use std::path::{Path, PathBuf};

use reelcraft_core::captions::words_of;
use reelcraft_core::project::{ProjectFile, ProjectStore as _};
use reelcraft_core::provider::{SpeechRequest, Tts};
use reelcraft_core::voiceover::align_words;
use reelcraft_core::{Control, LineSpan, Project};
use reelcraft_local::voice::LocalVoice;
use serde::{Deserialize, Serialize};

/// A word this near to where the library says that it begins is where it is seen to be.
const NEAR_SECS: f64 = 0.08;
/// How many words are as near at least, and how far the others may be.
const LEAST_NEAR: f64 = 0.9;
const FARTHEST_SECS: f64 = 0.4;

/// When the library says that the words of a line begin, from its first sound on.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    spoken: String,
    words: Vec<(String, f64)>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn project(name: &str) -> Project {
    let file = ProjectFile::open(fixtures().join(format!("{name}.toml"))).unwrap();
    file.load().unwrap()
}

async fn spoken(voice: &LocalVoice, project: &Project, line: &str) -> Vec<LineSpan> {
    let request = SpeechRequest {
        lines: vec![line.to_owned()],
        language: project.reel.language.clone(),
        voice: None,
        style: None,
        speed: 1.0,
    };
    let speech = voice.speak(&request, &Control::default()).await.unwrap();
    let speech = speech.value;
    let span = speech.lines.unwrap()[0];
    let words = words_of(line);
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    align_words(&speech.audio.part(span), &words, &project.reel.language)
}

fn plain(word: &str) -> String {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

/// The events of the words of a line: those that are spoken as they are written.
fn matched(line: &str, told: &Told) -> Vec<(usize, String, f64)> {
    let mut rest = told.words.as_slice();
    let mut matched = Vec::new();
    for (index, word) in words_of(line).iter().enumerate() {
        let wanted = plain(&word.text);
        let near = rest.iter().take(4);
        if let Some(at) = near.clone().position(|(said, _)| plain(said) == wanted) {
            matched.push((index, word.text.clone(), rest[at].1));
            rest = &rest[at + 1..];
        }
    }
    matched
}

/// Writes down what the library says, by a program that stands in for espeak-ng.
#[tokio::test]
#[ignore = "writes the references; needs Python"]
async fn write_word_times() {
    for name in ["ocean", "registon", "kosmos"] {
        let target = fixtures().join(format!("words/{name}.jsonl"));
        std::fs::remove_file(&target).ok();
        let wrapper = tempfile::tempdir().unwrap();
        let program = wrapper.path().join("speak");
        let script = fixtures()
            .join("words/espeak-events.py")
            .canonicalize()
            .unwrap();
        let text = format!(
            "#!/bin/sh\nEVENTS='{}' exec python3 '{}' \"$@\"\n",
            std::path::absolute(&target).unwrap().display(),
            script.display()
        );
        std::fs::write(&program, text).unwrap();
        let mut mode = std::fs::metadata(&program).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
        std::fs::set_permissions(&program, mode).unwrap();
        let voice = LocalVoice::with_program(&program);
        let project = project(name);
        for scene in &project.scenes {
            spoken(&voice, &project, &scene.line).await;
        }
    }
}

#[tokio::test]
async fn words_are_found_where_espeak_says_they_are() {
    let voice = LocalVoice::new();
    let mut worst: Vec<(f64, String)> = Vec::new();
    for name in ["ocean", "registon", "kosmos"] {
        let told = std::fs::read_to_string(fixtures().join(format!("words/{name}.jsonl"))).unwrap();
        let told: Vec<Told> = told
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let project = project(name);
        assert_eq!(told.len(), project.scenes.len());
        for (scene, told) in project.scenes.iter().zip(&told) {
            let found = spoken(&voice, &project, &scene.line).await;
            let matched = matched(&scene.line, told);
            assert!(matched.len() * 2 > found.len(), "{told:?}");
            for (index, word, start) in matched {
                let off = found[index].start - start;
                worst.push((off, format!("{name}: {word} at {start}")));
            }
        }
    }
    worst.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let near = worst
        .iter()
        .filter(|(off, _)| off.abs() <= NEAR_SECS)
        .count();
    println!("{near} of {} words within {NEAR_SECS} s", worst.len());
    for (off, word) in worst.iter().take(12) {
        println!("{off:+.3} {word}");
    }
    assert!(
        near as f64 >= LEAST_NEAR * worst.len() as f64,
        "{near} of {}",
        worst.len()
    );
    assert!(worst[0].0.abs() <= FARTHEST_SECS, "{:?}", worst[0]);
}
