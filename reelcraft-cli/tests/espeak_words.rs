//! When words are spoken, by the real binary: as espeak-ng's library says, and so in captions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod world;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reelcraft_core::LineSpan;
use reelcraft_core::captions::words_of;
use reelcraft_core::project::{ProjectFile, ProjectStore as _};
use serde::Deserialize;
use serde_json::Value;
use world::{Run, World};

/// A word that is told begins so near to where it is told to.
const NEAR_SECS: f64 = 0.02;
/// Captions change with frames, and files of captions count hundredths of a second.
const NEAR_IN_CAPTIONS_SECS: f64 = 0.04;

/// When the library says that the words of a line begin, from its first sound on.
#[derive(Debug, Deserialize)]
struct Told {
    words: Vec<(String, f64)>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn told(name: &str) -> Vec<Told> {
    let told = std::fs::read_to_string(fixtures().join(format!("words/{name}.jsonl"))).unwrap();
    let lines = told.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The records of a kind in the ledger of a project.
fn records(world: &World, name: &str, kind: &str) -> Vec<Value> {
    let ledger = world.read(&format!("{name}.assets/ledger.jsonl"));
    let lines = ledger.lines();
    let records = lines.map(|line| serde_json::from_str::<Value>(line).unwrap()["made"].take());
    records.filter(|record| record["kind"] == kind).collect()
}

fn plain(word: &str) -> String {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of a line that are told: each with its index and when it begins. The library names
/// a word up to its first apostrophe or hyphen, and a word in quotes not at all.
fn told_words(line: &str, told: &Told) -> Vec<(usize, f64)> {
    let mut rest = told.words.as_slice();
    let mut found = Vec::new();
    for (index, word) in words_of(line).iter().enumerate() {
        let written = plain(&word.text);
        let at = rest.iter().take(6).position(|(said, _)| {
            let said = plain(said);
            let is_part = word.text.contains(['-', '\'', 'ʻ', 'ʼ', '’']) && !said.is_empty();
            said == written || is_part && written.starts_with(&said)
        });
        if let Some(at) = at {
            found.push((index, rest[at].1));
            rest = &rest[at + 1..];
        }
    }
    found
}

fn spoken(world: &World, arguments: &[&str], text: &str, library: Option<&Path>) -> Run {
    let mut command: Command = world.command(arguments);
    if let Some(library) = library {
        command.env("LD_LIBRARY_PATH", library);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A run that ends early closes its input.
    stdin.write_all(text.as_bytes()).ok();
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

const ENGLISH: [&str; 9] = [
    "espeak-words",
    "--voice",
    "en-us+f2",
    "--rate",
    "160",
    "--pitch",
    "45",
    "--amplitude",
    "85",
];

#[test]
fn words_are_told_with_their_places() {
    let world = World::new();
    let text = "Tea “is” hot. Five o'clock: 1961!";
    let run = spoken(&world, &ENGLISH, text, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stderr, "");
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let words = told["words"].as_array().unwrap();
    let places: Vec<u64> = words
        .iter()
        .map(|word| word["at"].as_u64().unwrap())
        .collect();
    // The year is several words, all of them inside of it.
    assert_eq!(places[..6], [0, 5, 9, 14, 19, 28], "{told}");
    assert!(places[6..].iter().all(|at| (28..32).contains(at)), "{told}");
    assert_eq!(words[0]["length"], 3);
    let mut before = -1.0;
    for word in words {
        let secs = word["secs"].as_f64().unwrap();
        assert!(secs > before, "{told}");
        before = secs;
    }
    // The program speaks as long as its library.
    let output = Command::new("espeak-ng")
        .args("--stdout -b 1 -v en-us+f2 -s 160 -p 45 -a 85".split(' '))
        .arg(text)
        .output()
        .unwrap();
    let secs = output.stdout.len().saturating_sub(44) as f64 / 2.0 / 22_050.0;
    assert!(
        (told["secs"].as_f64().unwrap() - secs).abs() < 0.02,
        "{told} {secs}"
    );
    assert!(before < secs);
}

#[test]
fn what_cannot_be_told_is_an_error_in_words() {
    let world = World::new();
    let mut unknown = ENGLISH;
    unknown[2] = "nowhere";
    let run = spoken(&world, &unknown, "Tea.", None);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(run.stderr, "error: espeak-ng has no voice \"nowhere\"\n");
    let mut fast = ENGLISH;
    fast[4] = "9000";
    assert_eq!(spoken(&world, &fast, "Tea.", None).code, Some(2));
    let run = spoken(&world, &ENGLISH, "Tea\0.", None);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stderr, "error: the text has a zero character in it\n");
    let help = world.run(&["--help"]);
    assert!(!help.stdout.contains("espeak-words"), "{}", help.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_that_is_none_is_an_error_in_words() {
    let world = World::new();
    world.write("libraries/libespeak-ng.so.1", "not a library");
    let library = world.path("libraries");
    let run = spoken(&world, &ENGLISH, "Tea.", Some(&library));
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr
            .starts_with("error: libespeak-ng.so.1 cannot be opened: "),
        "{}",
        run.stderr
    );
}

/// Every word of the fixtures whose time is known is where the library says that it begins: in
/// what is kept of the voice, and in the captions.
#[test]
fn captions_are_where_espeak_says_that_words_are() {
    for (name, least) in [("ocean", 70), ("registon", 57), ("kosmos", 60)] {
        let world = World::new();
        let file = format!("{name}.toml");
        let text = std::fs::read_to_string(fixtures().join(&file)).unwrap();
        world.write(&file, &text);
        let run = world.run(&["voice", &file, "--provider", "local"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let project = ProjectFile::open(world.path(&file))
            .unwrap()
            .load()
            .unwrap();
        let voiceover = records(&world, name, "voiceover").pop().unwrap();
        let lines: Vec<Option<LineSpan>> =
            serde_json::from_value(voiceover["lines"].clone()).unwrap();
        let words: Vec<Vec<LineSpan>> = serde_json::from_value(voiceover["words"].clone()).unwrap();
        let run = world.run(&["captions", &file, "--format", "ass", "--provider", "local"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let shown = shown_starts(&run.stdout);
        // Nobody listened for them.
        assert_eq!(records(&world, name, "words"), Vec::<Value>::new());

        let told = told(name);
        assert_eq!(told.len(), project.scenes.len());
        let mut count = 0;
        let mut first_shown = 0;
        for (index, (scene, told)) in project.scenes.iter().zip(&told).enumerate() {
            let (line, words) = (lines[index].unwrap(), &words[index]);
            assert_eq!(words.len(), words_of(&scene.line).len(), "{}", scene.line);
            for (word, start) in told_words(&scene.line, told) {
                let found = words[word].start;
                let text = &words_of(&scene.line)[word].text;
                assert!(
                    (found - start).abs() <= NEAR_SECS,
                    "{name}: {text} is told at {start} and found at {found}"
                );
                let seen = shown[first_shown + word].1 - line.start;
                assert!(
                    (seen - start).abs() <= NEAR_IN_CAPTIONS_SECS,
                    "{name}: {text} is told at {start} and seen at {seen}"
                );
                count += 1;
            }
            first_shown += words.len();
        }
        println!("{name}: {count} words");
        assert!(count >= least, "{name}: {count}");
        assert_eq!(first_shown, shown.len());
    }
}

/// The words of ASS captions that are sung word by word, each with when it begins.
fn shown_starts(ass: &str) -> Vec<(String, f64)> {
    let mut shown = Vec::new();
    for line in ass
        .lines()
        .filter_map(|line| line.strip_prefix("Dialogue: "))
    {
        let fields: Vec<&str> = line.splitn(10, ',').collect();
        let mut at = secs_of(fields[1]);
        for part in fields[9].split("{\\k").skip(1) {
            let (length, text) = part.split_once('}').unwrap();
            let length = length.trim_start_matches(['f', 'o']);
            if !text.trim().is_empty() {
                shown.push((text.to_owned(), at));
            }
            at += length.parse::<f64>().unwrap() / 100.0;
        }
    }
    shown
}

/// `0:00:01.25` in seconds.
fn secs_of(time: &str) -> f64 {
    time.split(':')
        .fold(0.0, |secs, part| secs * 60.0 + part.parse::<f64>().unwrap())
}
