//! The speech provider that needs no network.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use futures::{StreamExt, TryStreamExt, stream};
use reelcraft_core::provider::{Generated, Origin, Speech, SpeechRequest, SpeechUnit, Tts, Usage};
use reelcraft_core::voiceover::{Pauses, Pcm, SpokenLine, join_lines};
use reelcraft_core::{Control, Error, Language, LineSpan, Result};

use super::espeak::Espeak;
use super::line_speaker::LineSpeaker;
use super::voices::{
    SpokenLanguage, read_languages, read_variants, tag_for, voice_argument, words_per_minute,
};
use super::word_events::{Manner, WordTeller};

/// What the program can do, in words a minute.
const WORDS_PER_MINUTE_RANGE: (f64, f64) = (80.0, 450.0);
/// 0 to 99; the program's own is 50.
const PITCH: &str = "45";
/// 0 to 200; at the program's own 100 loud vowels of some variants clip.
const AMPLITUDE: &str = "85";
/// How long the program may take to say what it can do.
const TABLE_DEADLINE: Duration = Duration::from_secs(10);

/// Speaks lines with espeak-ng, in any of its languages.
///
/// Each line is spoken by a process of its own, as many at a time as there are processors, so
/// the times of the lines are exact. Text goes in by standard input only.
///
/// espeak-ng itself does not say when it speaks each word. Its library does:
/// [`with_word_times`](Self::with_word_times) names a program that asks it.
#[derive(Debug, Clone)]
pub struct LocalVoice {
    espeak: Espeak,
    word_teller: Option<WordTeller>,
    abilities: Arc<OnceLock<Abilities>>,
}

/// What the installed program can do; asked for once.
#[derive(Debug)]
struct Abilities {
    version: String,
    languages: Vec<SpokenLanguage>,
    variants: Vec<String>,
}

impl Default for LocalVoice {
    fn default() -> Self {
        Self::new()
    }
}

impl LocalVoice {
    /// Uses the `espeak-ng` on `PATH`. Nothing is started before the first use.
    pub fn new() -> Self {
        Self::with_program("espeak-ng")
    }

    /// Uses the program at a path.
    pub fn with_program(program: impl Into<PathBuf>) -> Self {
        Self {
            espeak: Espeak::new(program),
            word_teller: None,
            abilities: Arc::default(),
        }
    }

    /// Has a program say when the words of each line are spoken.
    ///
    /// It is started once a line, beside the process that speaks it, with these arguments and
    /// then `--voice VOICE --rate WORDS_PER_MINUTE --pitch PITCH --amplitude AMPLITUDE`, all as
    /// espeak-ng has them. It gets the spoken text on standard input, and prints
    /// [`WordEvents`](super::WordEvents) in JSON. Where it fails, or what it says does not fit
    /// the sound, nothing is told of the words of that line; no line fails for it.
    #[must_use]
    pub fn with_word_times(
        self,
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self {
            word_teller: Some(WordTeller::new(program.into(), arguments)),
            ..self
        }
    }

    /// Gives the program's version, `1.51`, or says why it cannot be used.
    pub async fn check(&self) -> Result<String> {
        Ok(self.abilities().await?.version.clone())
    }

    /// Gives the languages that the program speaks.
    pub async fn languages(&self) -> Result<Vec<SpokenLanguage>> {
        Ok(self.abilities().await?.languages.clone())
    }

    /// Gives the names that a request's `voice` may have beside the tags of languages: variants
    /// of the voice, for any language.
    pub async fn variants(&self) -> Result<Vec<String>> {
        Ok(self.abilities().await?.variants.clone())
    }

    async fn abilities(&self) -> Result<&Abilities> {
        if let Some(known) = self.abilities.get() {
            return Ok(known);
        }
        let ask = async |argument: &str| {
            let output = self.espeak.run(&[argument], "", TABLE_DEADLINE).await?;
            Ok::<_, Error>(String::from_utf8_lossy(&output).into_owned())
        };
        let abilities = Abilities {
            version: version_in(&ask("--version").await?),
            languages: read_languages(&ask("--voices").await?),
            variants: read_variants(&ask("--voices=variant").await?),
        };
        if abilities.languages.is_empty() {
            return Err(self.espeak.is_another_program());
        }
        Ok(self.abilities.get_or_init(|| abilities))
    }
}

#[async_trait]
impl Tts for LocalVoice {
    fn name(&self) -> &'static str {
        "local"
    }

    fn unit(&self) -> SpeechUnit {
        SpeechUnit::Line
    }

    fn concurrency(&self) -> usize {
        std::thread::available_parallelism().map_or(1, usize::from)
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        control.check()?;
        check_request(request)?;
        control.or_cancelled(self.speak_all(request)).await
    }
}

impl LocalVoice {
    async fn speak_all(&self, request: &SpeechRequest) -> Result<Generated<Speech>> {
        let abilities = self.abilities().await?;
        let language = &request.language;
        let tag = tag_for(language, &abilities.languages).ok_or_else(|| unknown(language))?;
        let voice = request.voice.as_deref();
        let voice = voice_argument(&tag, voice, &abilities.languages, &abilities.variants);
        let (slowest, fastest) = WORDS_PER_MINUTE_RANGE;
        let rate = (words_per_minute(&tag) * request.speed)
            .round()
            .clamp(slowest, fastest);
        let rate = format!("{rate:.0}");
        let manner = Manner {
            voice: &voice,
            words_per_minute: &rate,
            pitch: PITCH,
            amplitude: AMPLITUDE,
        };
        let speaker = LineSpeaker::new(&self.espeak, self.word_teller.as_ref(), language, manner);
        let speaking: Vec<_> = request
            .lines
            .iter()
            .map(|line| speaker.speak(line))
            .collect();
        let lines: Vec<(Pcm, Vec<LineSpan>)> = stream::iter(speaking)
            .buffered(self.concurrency())
            .try_collect()
            .await?;
        let (audios, words): (Vec<Pcm>, Vec<Vec<LineSpan>>) = lines.into_iter().unzip();
        let is_told = words.iter().any(|words| !words.is_empty());
        let spoken: Vec<SpokenLine> = audios
            .into_iter()
            .map(|audio| SpokenLine {
                audio: Some(audio),
                scene_secs: None,
            })
            .collect();
        let voiceover = join_lines(&spoken, Pauses::STANDARD)?;
        Ok(Generated {
            value: Speech {
                audio: voiceover.audio,
                lines: voiceover.lines.into_iter().collect(),
                words: is_told.then_some(words),
            },
            origin: Origin {
                provider: "local".to_owned(),
                model: format!("espeak-ng {} {voice}", abilities.version),
                usage: Usage::default(),
            },
        })
    }
}

fn check_request(request: &SpeechRequest) -> Result<()> {
    if request.lines.is_empty() {
        return Err(Error::invalid_input("there are no lines to speak"));
    }
    if !request.speed.is_finite() || !(0.5..=2.0).contains(&request.speed) {
        return Err(Error::invalid_input(format!("speed {}", request.speed))
            .hint("choose a speed from 0.5 to 2"));
    }
    let silent = request
        .lines
        .iter()
        .position(|line| !line.chars().any(char::is_alphanumeric));
    match silent {
        Some(at) => Err(
            Error::invalid_input(format!("line {} has nothing to speak", at + 1))
                .hint("write at least one word in it, or take it out"),
        ),
        None => Ok(()),
    }
}

fn unknown(language: &Language) -> Error {
    Error::invalid_input(format!("espeak-ng does not speak {language}"))
        .hint("`espeak-ng --voices` lists its languages")
}

/// The number in "eSpeak NG text-to-speech: 1.51  Data at: …".
fn version_in(text: &str) -> String {
    let after = text
        .split_once("text-to-speech:")
        .map_or(text, |(_, after)| after);
    after
        .split_whitespace()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
