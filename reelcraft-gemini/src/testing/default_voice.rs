//! What is spoken when nothing better is behind the server.

use std::f32::consts::TAU;
use std::hash::{DefaultHasher, Hash, Hasher};

use async_trait::async_trait;
use reelcraft_core::provider::{Generated, Origin, Speech, SpeechRequest, SpeechUnit, Tts};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Result};

use super::sound_files::RATE_HZ;

/// How long a letter takes, in seconds: 14 letters a second.
const LETTER_SECS: f32 = 1.0 / 14.0;

/// Hums each line as long as it would take to say it. Each voice has its pitch.
pub(super) struct ToneVoice;

#[async_trait]
impl Tts for ToneVoice {
    fn name(&self) -> &'static str {
        "tone"
    }

    fn unit(&self) -> SpeechUnit {
        SpeechUnit::Line
    }

    fn concurrency(&self) -> usize {
        4
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        control.check()?;
        let mut hasher = DefaultHasher::new();
        request.voice.hash(&mut hasher);
        let pitch_hz = 110.0 + (hasher.finish() % 110) as f32;
        let letters: usize = request.lines.iter().map(|line| line.chars().count()).sum();
        let secs = letters as f32 * LETTER_SECS / request.speed as f32;
        let samples = (0..(secs * RATE_HZ as f32) as usize)
            .map(|index| {
                let at = index as f32 / RATE_HZ as f32;
                // It swells with every syllable of three letters, and never to silence.
                let syllable = (at / (3.0 * LETTER_SECS) * TAU).cos();
                (at * pitch_hz * TAU).sin() * (0.35 - 0.15 * syllable)
            })
            .collect();
        Ok(Generated {
            value: Speech {
                audio: Pcm {
                    samples,
                    sample_rate_hz: RATE_HZ,
                },
                lines: None,
                words: None,
            },
            origin: Origin::default(),
        })
    }
}
