//! Speaking one line, and having told when its words are spoken.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Error, Language, LineSpan, Result};

use super::espeak::Espeak;
use super::spoken_text::spoken_text;
use super::word_events::{Manner, WordTeller};
use super::word_times::word_times;

/// How long one line may take.
const LINE_DEADLINE: Duration = Duration::from_secs(30);
/// Quieter than this everywhere is silence: −60 dB.
const SILENCE_PEAK: f32 = 0.001;

/// Speaks the lines of one request.
pub(super) struct LineSpeaker<'a> {
    espeak: &'a Espeak,
    word_teller: Option<&'a WordTeller>,
    language: &'a Language,
    manner: Manner<'a>,
    /// Who did not answer for one line is not asked for the others: each might have to be waited
    /// for.
    is_teller_lost: AtomicBool,
}

impl<'a> LineSpeaker<'a> {
    pub(super) fn new(
        espeak: &'a Espeak,
        word_teller: Option<&'a WordTeller>,
        language: &'a Language,
        manner: Manner<'a>,
    ) -> Self {
        Self {
            espeak,
            word_teller,
            language,
            manner,
            is_teller_lost: AtomicBool::new(false),
        }
    }

    /// Speaks a line. Its words are those of [`words_of`](reelcraft_core::captions::words_of), in
    /// seconds from the first sound that is heard on; none where nobody can tell.
    pub(super) async fn speak(&self, line: &str) -> Result<(Pcm, Vec<LineSpan>)> {
        let text = spoken_text(line, self.language);
        let telling = async {
            let words = self.tell(&text).await;
            Ok(words)
        };
        let (audio, told) = futures::try_join!(self.sound_of(&text), telling)?;
        let words = told.and_then(|told| {
            let words = word_times(line, self.language, &audio, &told);
            words
                .inspect_err(|why| tracing::debug!(line, %why, "its words are to be found"))
                .ok()
        });
        Ok((audio, words.unwrap_or_default()))
    }

    async fn tell(&self, text: &str) -> Option<super::WordEvents> {
        let teller = self.word_teller?;
        if self.is_teller_lost.load(Ordering::Relaxed) {
            return None;
        }
        let told = teller.ask(text, self.manner).await;
        told.inspect_err(|error| {
            self.is_teller_lost.store(true, Ordering::Relaxed);
            let why = error.chain();
            tracing::debug!(why, "nobody tells when words are spoken");
        })
        .ok()
    }

    async fn sound_of(&self, text: &str) -> Result<Pcm> {
        let arguments = [
            "--stdin",
            "--stdout",
            "-b",
            "1",
            "-v",
            self.manner.voice,
            "-s",
            self.manner.words_per_minute,
            "-p",
            self.manner.pitch,
            "-a",
            self.manner.amplitude,
        ];
        let wav = self.espeak.run(&arguments, text, LINE_DEADLINE).await?;
        let audio = Pcm::from_wav(&wav)?;
        if audio
            .samples
            .iter()
            .all(|sample| sample.abs() < SILENCE_PEAK)
        {
            return Err(unspeakable(text));
        }
        Ok(audio)
    }
}

fn unspeakable(text: &str) -> Error {
    let beginning: String = text.chars().take(40).collect();
    Error::invalid_input(format!(
        "espeak-ng finds nothing to speak in \"{beginning}\""
    ))
    .hint("write the line in the language of the reel")
}
