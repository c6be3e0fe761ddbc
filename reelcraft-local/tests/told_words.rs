//! Words whose times a program tells, and programs that do not.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use reelcraft_core::provider::{Speech, SpeechRequest, Tts};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, LineSpan};
use reelcraft_local::voice::{LocalVoice, WordEvent, WordEvents};

/// The silence before the sound that every line is.
const LEAD_SECS: f64 = 0.1;
const SOUND_SECS: f64 = 1.0;

/// Writes a program. Another process writes it: were it open here while another test starts a
/// process, that one would inherit it and the program would be busy.
fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    use std::io::Write as _;
    let program = folder.join(name);
    let mut writer = std::process::Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
        .arg(&program)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = writer.stdin.take().unwrap();
    write!(stdin, "#!/bin/sh\n{script}\n").unwrap();
    drop(stdin);
    assert!(writer.wait().unwrap().success());
    program
}

/// A voice that speaks English, and says every line as one hum.
fn humming(folder: &Path) -> LocalVoice {
    let rate = 8000;
    let silence = (LEAD_SECS * f64::from(rate)) as usize;
    let sound = (SOUND_SECS * f64::from(rate)) as usize;
    let mut samples = vec![0.0; silence];
    samples.extend((0..sound).map(|i| (i as f32 * 0.9 + 1.0).sin() * 0.4));
    let audio = Pcm {
        samples,
        sample_rate_hz: rate,
    };
    let wav = folder.join("hum.wav");
    std::fs::write(&wav, audio.to_wav().unwrap()).unwrap();
    let script = format!(
        "case \"$1\" in\n--version) echo 'eSpeak NG text-to-speech: 9.9  Data at: /';;\n\
         --voices*) printf 'Pty\\n 5  en  --/M  English  gmw/en\\n';;\n*) cat '{}';;\nesac",
        wav.display()
    );
    LocalVoice::with_program(program(folder, "espeak-ng", &script))
}

async fn speak(voice: &LocalVoice, lines: &[&str]) -> Speech {
    let request = SpeechRequest {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        language: "en".parse().unwrap(),
        voice: None,
        style: None,
        speed: 1.0,
    };
    let made = voice.speak(&request, &Control::default()).await.unwrap();
    made.value
}

/// What a program says of "Tea is hot": the words begin at 0, 0.4 and 0.6 s of the hum.
fn tea() -> String {
    let word = |at, length, secs: f64| WordEvent {
        at,
        length,
        secs: secs + LEAD_SECS,
    };
    let told = WordEvents {
        words: vec![word(0, 3, 0.0), word(4, 2, 0.4), word(7, 3, 0.6)],
        secs: LEAD_SECS + SOUND_SECS,
    };
    serde_json::to_string(&told).unwrap()
}

fn check_starts(words: &[LineSpan], starts: &[f64]) {
    assert_eq!(words.len(), starts.len(), "{words:?}");
    for (word, start) in words.iter().zip(starts) {
        assert!((word.start - start).abs() < 0.005, "{words:?}");
    }
    assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start));
}

#[tokio::test]
async fn words_begin_when_the_program_tells() {
    let folder = tempfile::tempdir().unwrap();
    let asked = folder.path().join("asked");
    let script = format!(
        "echo \"$@\" >> '{0}'; cat >> '{0}'; echo >> '{0}'; echo '{1}'",
        asked.display(),
        tea()
    );
    let teller = program(folder.path(), "tell", &script);
    let voice = humming(folder.path()).with_word_times(teller, ["the-words"]);
    let speech = speak(&voice, &["Tea 🍵 is\nhot"]).await;
    let words = speech.words.unwrap();
    assert_eq!(words.len(), 1);
    check_starts(&words[0], &[0.0, 0.36, 0.4, 0.6]);
    let line = speech.lines.unwrap()[0];
    assert!((words[0][3].end - line.secs()).abs() < 1e-6, "{words:?}");
    assert_eq!(
        std::fs::read_to_string(&asked).unwrap(),
        "the-words --voice en --rate 160 --pitch 45 --amplitude 85\nTea is hot\n"
    );
}

#[tokio::test]
async fn a_line_that_is_not_told_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("read -r line; echo '{}'", tea());
    let teller = program(folder.path(), "tell", &script);
    let voice = humming(folder.path()).with_word_times(teller, ["words"]);
    // The same is told of all lines, and fits one of them.
    let lines = ["Tomorrow nobody listens", "Tea is hot"];
    let words = speak(&voice, &lines).await.words.unwrap();
    assert_eq!(words[0], []);
    check_starts(&words[1], &[0.0, 0.4, 0.6]);
}

#[tokio::test]
async fn nonsense_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let cut = tea().split_at(30).0.to_owned();
    let other = tea().replace("\"secs\":1.1}", "\"secs\":1.2}");
    assert_ne!(other, tea());
    for says in [
        "echo no words today".to_owned(),
        "echo 'no library' >&2; exit 1".to_owned(),
        "true".to_owned(),
        format!("echo '{cut}'"),
        format!("echo '{other}'"),
        "echo '{\"words\":[],\"secs\":1.1}'".to_owned(),
        "echo '{\"words\":[{\"at\":-1,\"length\":3,\"secs\":0}],\"secs\":1.1}'".to_owned(),
        "head -c 100000 /dev/zero".to_owned(),
    ] {
        let teller = program(folder.path(), "tell", &says);
        let voice = humming(folder.path()).with_word_times(teller, ["words"]);
        let speech = speak(&voice, &["Tea is hot", "Tea is hot"]).await;
        assert_eq!(speech.words, None, "{says}");
        assert_eq!(speech.lines.unwrap().len(), 2);
    }
    let voice = humming(folder.path()).with_word_times("/nowhere/tell", ["words"]);
    assert_eq!(speak(&voice, &["Tea is hot"]).await.words, None);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_program_that_hangs_is_killed_and_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let asked = folder.path().join("asked");
    let script = format!("echo $$ >> '{}'; exec sleep 600", asked.display());
    let teller = program(folder.path(), "tell", &script);
    let voice = humming(folder.path()).with_word_times(teller, ["words"]);
    let lines = ["Tea is hot"; 40];
    let speech = speak(&voice, &lines).await;
    assert_eq!(speech.words, None);
    assert_eq!(speech.lines.unwrap().len(), lines.len());
    let asked = std::fs::read_to_string(&asked).unwrap();
    assert!(asked.lines().count() <= voice.concurrency(), "{asked}");
    for process in asked.lines() {
        // A killed child is gone from /proc, or is no more than its exit status.
        let status = PathBuf::from(format!("/proc/{process}/stat"));
        let is_running =
            || std::fs::read_to_string(&status).is_ok_and(|stat| !stat.contains(") Z "));
        while is_running() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn who_is_asked_by_nobody_tells_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let speech = speak(&humming(folder.path()), &["Tea is hot"]).await;
    assert_eq!(speech.words, None);
}
