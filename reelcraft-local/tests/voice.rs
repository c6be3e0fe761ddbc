//! The local voice with the real espeak-ng.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use std::path::PathBuf;
use std::time::Duration;

use reelcraft_core::provider::{Speech, SpeechRequest, SpeechUnit, Tts};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Error, ErrorKind};
use reelcraft_local::voice::LocalVoice;

fn request(lines: &[&str], language: &str) -> SpeechRequest {
    SpeechRequest {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        language: language.parse().unwrap(),
        voice: None,
        style: None,
        speed: 1.0,
    }
}

async fn speak(request: &SpeechRequest) -> Result<Speech, Error> {
    let made = LocalVoice::new()
        .speak(request, &Control::default())
        .await?;
    assert_eq!(made.origin.provider, "local");
    assert!(
        made.origin.model.starts_with("espeak-ng "),
        "{}",
        made.origin.model
    );
    Ok(made.value)
}

fn peak(audio: &Pcm, from: f64, to: f64) -> f32 {
    audio.samples[audio.index_at(from)..audio.index_at(to)]
        .iter()
        .fold(0.0, |peak, sample| peak.max(sample.abs()))
}

/// Checks what the contract says of spans, and that sound is where they say.
fn check(speech: &Speech, lines: usize) {
    let spans = speech.lines.as_ref().unwrap();
    assert_eq!(spans.len(), lines);
    let mut before = 0.0;
    for span in spans {
        assert!(
            span.start >= before + 0.2 && span.end >= span.start + 0.05,
            "{spans:?}"
        );
        assert!(
            peak(&speech.audio, span.start, span.end) > 0.05,
            "{spans:?}"
        );
        assert!(
            peak(&speech.audio, before + 0.03, span.start - 0.03) < 0.001,
            "{spans:?}"
        );
        before = span.end;
    }
    assert!(before <= speech.audio.secs() + 1e-6);
    assert!(peak(&speech.audio, 0.0, before) < 1.0, "clipped");
}

#[tokio::test]
async fn lines_of_every_first_language_are_spoken() {
    for (language, lines) in [
        (
            "uz",
            [
                "Nega dengiz suvi shoʻr?",
                "Keling, birga bilib olamiz.",
                "1420-yil, 35,5 %.",
            ],
        ),
        (
            "uz-Cyrl",
            [
                "Нега денгиз суви шўр?",
                "Келинг, бирга билиб оламиз.",
                "Ёзинг!",
            ],
        ),
        (
            "ru",
            [
                "Почему море солёное?",
                "Давайте разберёмся вместе.",
                "XIX век, 100 000 лет.",
            ],
        ),
        (
            "en",
            [
                "Why is the sea salty?",
                "Let's find out together.",
                "In 1961.",
            ],
        ),
    ] {
        check(&speak(&request(&lines, language)).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn the_same_request_gives_the_same_sound() {
    let request = request(&["Hello there.", "Good bye."], "en");
    assert_eq!(
        speak(&request).await.unwrap(),
        speak(&request).await.unwrap()
    );
}

#[tokio::test]
async fn both_uzbek_alphabets_sound_the_same() {
    let latin = speak(&request(&["Oʻzbekiston togʻlari, 1961-yil"], "uz"))
        .await
        .unwrap();
    for (line, language) in [
        ("O'zbekiston tog'lari, 1961-yil", "uz"),
        ("O‘zbekiston tog’lari, 1961-yil", "uz"),
        ("Ўзбекистон тоғлари, 1961-йил", "uz-Cyrl"),
    ] {
        assert_eq!(
            speak(&request(&[line], language)).await.unwrap().audio,
            latin.audio,
            "{line}"
        );
    }
}

#[tokio::test]
async fn speed_is_a_rate() {
    let of = async |speed: f64| {
        let slow = SpeechRequest {
            speed,
            ..request(&["Rivers carry salt to the sea, a grain at a time."], "en")
        };
        let speech = speak(&slow).await.unwrap();
        let span = speech.lines.unwrap()[0];
        span.end - span.start
    };
    let (half, one, double) = (of(0.5).await, of(1.0).await, of(2.0).await);
    assert!(half / one > 1.5 && half / one < 2.3, "{half} {one}");
    assert!(one / double > 1.5 && one / double < 2.3, "{one} {double}");
}

#[tokio::test]
async fn a_named_voice_is_used_and_an_unknown_one_is_the_default() {
    let plain = request(&["Good morning."], "en");
    let named = |voice: &str| SpeechRequest {
        voice: Some(voice.to_owned()),
        ..plain.clone()
    };
    let default = speak(&plain).await.unwrap();
    assert_ne!(speak(&named("m3")).await.unwrap(), default);
    assert_ne!(speak(&named("en-gb")).await.unwrap(), default);
    for unknown in ["Kore", "--version", "../../etc/passwd", "ru", ""] {
        assert_eq!(speak(&named(unknown)).await.unwrap(), default, "{unknown}");
    }
}

#[tokio::test]
async fn nothing_in_a_line_is_obeyed() {
    let pause = speak(&request(&["<speak><break time='10s'/></speak>"], "en"))
        .await
        .unwrap();
    assert!(pause.audio.secs() < 9.0, "{}", pause.audio.secs());
    // Obeyed, the command would change the rate of what follows.
    let plain = speak(&request(&["well 100S what a fine day it is today"], "en"))
        .await
        .unwrap();
    let command = speak(&request(
        &["well \u{1}100S what a fine day it is today"],
        "en",
    ))
    .await
    .unwrap();
    assert_eq!(plain.audio, command.audio);
    // Obeyed, the brackets would not be read as letters.
    let phonemes = speak(&request(&["[[p'a]]"], "en")).await.unwrap();
    let letters = speak(&request(&["((p'a))"], "en")).await.unwrap();
    assert_eq!(phonemes.audio, letters.audio);
    for (line, language) in [
        ("-v en", "en"),
        ("--version", "en"),
        ("--path=/tmp -f /etc/passwd", "ru"),
        ("$(touch /tmp/reelcraft-pwned) `id` ; x", "uz"),
        ("سلام ۱۲۳", "fa"),
        ("שלום עולם", "he"),
        ("one\r\ntwo\n\nthree", "en"),
        ("\u{202E}reversed 🎉", "en"),
    ] {
        check(&speak(&request(&[line], language)).await.unwrap(), 1);
    }
    assert!(!PathBuf::from("/tmp/reelcraft-pwned").exists());
}

#[tokio::test]
async fn a_line_of_five_thousand_characters_is_read_whole() {
    let sentence = "Rivers carry salt to the sea, a grain at a time. ";
    let once = speak(&request(&[sentence], "en")).await.unwrap();
    let long = speak(&request(&[&sentence.repeat(100)], "en"))
        .await
        .unwrap();
    check(&long, 1);
    assert!(
        long.audio.secs() > once.audio.secs() * 80.0,
        "{}",
        long.audio.secs()
    );
}

#[tokio::test]
async fn input_that_cannot_be_spoken_is_refused() {
    for (lines, language) in [
        (vec![], "en"),
        (vec!["Hello.", ""], "en"),
        (vec!["🎉🎉"], "en"),
        (vec!["?! …"], "uz"),
        (vec!["Salom"], "xx"),
        (vec!["Salom"], "tlh"),
    ] {
        let error = speak(&request(&lines, language)).await.unwrap_err();
        assert_eq!(
            *error.kind(),
            ErrorKind::InvalidInput,
            "{lines:?} {language}"
        );
        if lines.len() == 1 && lines[0] == "Salom" {
            assert!(error.to_string().contains(language), "{error}");
        }
    }
    for speed in [0.0, 0.49, 2.1, f64::NAN, f64::INFINITY, -1.0] {
        let request = SpeechRequest {
            speed,
            ..request(&["Hello."], "en")
        };
        let error = speak(&request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{speed}");
    }
}

#[tokio::test]
async fn a_missing_program_says_how_to_install_it() {
    let voice = LocalVoice::with_program("/nowhere/espeak-ng");
    for error in [
        voice.check().await.unwrap_err(),
        voice
            .speak(&request(&["Hi"], "en"), &Control::default())
            .await
            .unwrap_err(),
    ] {
        assert_eq!(*error.kind(), ErrorKind::Unavailable);
        assert!(
            error
                .hint_text()
                .unwrap()
                .starts_with("install espeak-ng: `sudo apt-get install espeak-ng`")
        );
    }
    let other = LocalVoice::with_program("/bin/true")
        .check()
        .await
        .unwrap_err();
    assert_eq!(*other.kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn the_installed_program_tells_its_version_and_languages() {
    let voice = LocalVoice::new();
    let version = voice.check().await.unwrap();
    assert!(
        version.starts_with(|digit: char| digit.is_ascii_digit()),
        "{version}"
    );
    let languages = voice.languages().await.unwrap();
    for tag in ["uz", "ru", "en-us", "en-gb"] {
        assert!(
            languages.iter().any(|language| language.tag == tag),
            "{tag}"
        );
    }
    assert!(voice.variants().await.unwrap().contains(&"f2".to_owned()));
    assert_eq!(voice.unit(), SpeechUnit::Line);
    assert!(voice.concurrency() >= 1);
}

/// Writes a program that stands for espeak-ng: it lists voices, and does `speaking` for a line.
#[cfg(unix)]
fn stand_in(folder: &std::path::Path, speaking: &str) -> PathBuf {
    use std::io::Write;
    let program = folder.join("espeak-ng");
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'eSpeak NG text-to-speech: 9.9  Data at: /';;\n\
         --voices*) printf 'Pty\\n 5  en  --/M  English  gmw/en\\n';;\n*) {speaking};;\nesac\n"
    );
    // Another process writes the file: were it open here while another test starts a process,
    // that one would inherit it and the file would be busy.
    let mut writer = std::process::Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
        .arg(&program)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    writer
        .stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    assert!(writer.wait().unwrap().success());
    program
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_that_fails_gives_its_message_as_the_cause() {
    let folder = tempfile::tempdir().unwrap();
    for (speaking, kind, message) in [
        (
            "echo 'no such phoneme' >&2; exit 3",
            ErrorKind::Unavailable,
            "no such phoneme",
        ),
        (
            "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1",
            ErrorKind::Unavailable,
            "xxx",
        ),
        ("true", ErrorKind::Media, "WAV"),
    ] {
        let voice = LocalVoice::with_program(stand_in(folder.path(), speaking));
        let error = voice
            .speak(&request(&["Hi"], "en"), &Control::default())
            .await
            .unwrap_err();
        assert_eq!(*error.kind(), kind, "{error}");
        assert!(error.chain().contains(message), "{}", error.chain());
        assert!(error.chain().len() < 4000);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_process_leads_a_group_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("groups");
    let speaking = format!(
        "read -r _ _ _ _ group _ < /proc/$$/stat; echo $$ $group > {}",
        mark.display()
    );
    let voice = LocalVoice::with_program(stand_in(folder.path(), &speaking));
    voice
        .speak(&request(&["Hi"], "en"), &Control::default())
        .await
        .unwrap_err();
    let told = std::fs::read_to_string(&mark).unwrap();
    let (process, group) = told.trim().split_once(' ').unwrap();
    assert_eq!(process, group);
}

#[cfg(unix)]
#[tokio::test]
async fn cancelling_stops_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("process-id");
    let speaking = format!("echo $$ > {}; exec sleep 600", mark.display());
    let voice = LocalVoice::with_program(stand_in(folder.path(), &speaking));
    let control = Control::default();
    let work = {
        let control = control.clone();
        tokio::spawn(async move { voice.speak(&request(&["Hi"], "en"), &control).await })
    };
    let process = loop {
        match std::fs::read_to_string(&mark) {
            Ok(text) if text.ends_with('\n') => break text.trim().to_owned(),
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    };
    control.cancel();
    let error = work.await.unwrap().unwrap_err();
    assert!(error.is_cancelled());
    // A killed child is gone from /proc, or is no more than its exit status.
    let status = PathBuf::from(format!("/proc/{process}/stat"));
    let is_running = || std::fs::read_to_string(&status).is_ok_and(|stat| !stat.contains(") Z "));
    while is_running() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let already = Control::default();
    already.cancel();
    let error = LocalVoice::new()
        .speak(&request(&["Hi"], "en"), &already)
        .await
        .unwrap_err();
    assert!(error.is_cancelled());
}

#[tokio::test]
async fn lines_of_outlines_take_two_to_six_seconds() {
    use reelcraft_core::provider::{ScriptGen, ScriptRequest};
    for (topic, language) in [
        ("Choy", "uz"),
        ("Нега денгиз суви шўр?", "uz-Cyrl"),
        ("Чёрные дыры", "ru"),
        ("How to learn a language", "en"),
    ] {
        let script = ScriptRequest {
            topic: topic.to_owned(),
            language: language.parse().unwrap(),
            scene_count: 24,
            tone: None,
            secs: None,
        };
        let made = reelcraft_local::script::LocalScript::new()
            .write_script(&script, &Control::default())
            .await
            .unwrap();
        let lines: Vec<&str> = made.value.iter().map(String::as_str).collect();
        let spans = speak(&request(&lines, language))
            .await
            .unwrap()
            .lines
            .unwrap();
        let mut secs: Vec<f64> = spans.iter().map(|span| span.end - span.start).collect();
        secs.sort_by(f64::total_cmp);
        assert!(secs[0] > 1.5, "{language}: {} s", secs[0]);
        assert!(secs[23] < 6.0, "{language}: {} s", secs[23]);
    }
}
