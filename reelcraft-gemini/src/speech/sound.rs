//! The sound of an answer: decoded, heard, and judged.

use reelcraft_core::LineSpan;
use reelcraft_core::voiceover::Pcm;

use crate::base64;
use crate::policy::Failure;
use crate::reading::{Reading, check_end, empty, unusable};
use crate::settings::Kind;
use crate::wire::{Blob, Response};

/// Samples per second where the answer does not say.
const RATE_HZ: u32 = 24_000;
/// The shortest sound that can be speech, in seconds.
const MIN_SECS: f64 = 0.3;
/// Quieter than this root mean square is silence: −60 dB.
const MIN_LEVEL: f32 = 0.001;
/// What is kept before and after what is heard, in seconds.
const MARGIN_SECS: f64 = 0.2;

/// The pause that a model makes between two lines, in seconds.
pub(super) const PAUSE_SECS: f64 = 0.6;
/// How many times its expected length a speech may take: more is a line that is spoken three
/// times.
const MOST_TIMES: f64 = 2.75;

/// How long a speech may take, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ExpectedSecs {
    secs: f64,
    most: f64,
}

impl ExpectedSecs {
    /// For lines that take about so long to be spoken, without the pauses between them. Slow
    /// speech takes up to twice as long, and a little more.
    pub(super) fn new(secs: f64, lines: usize) -> Self {
        let with_pauses = secs + PAUSE_SECS * lines.saturating_sub(1) as f64;
        Self {
            secs,
            most: (2.0 * with_pauses + 1.5).min(MOST_TIMES * with_pauses),
        }
    }

    fn has(self, secs: f64) -> bool {
        secs >= 0.25 * self.secs && secs <= self.most
    }
}

/// Takes the sound out of an answer, hears whether it can be what was asked for, and leaves away
/// the silence around it.
pub(super) fn read(
    model: &str,
    answer: &Response,
    expected: ExpectedSecs,
) -> Result<Reading<Pcm>, Failure> {
    check_end(model, Kind::Speech, answer)?;
    let mut sound = Pcm {
        samples: Vec::new(),
        sample_rate_hz: 0,
    };
    for blob in answer.files() {
        let part = decode(model, blob)?;
        if sound.sample_rate_hz == 0 {
            sound = part;
        } else if sound.sample_rate_hz == part.sample_rate_hz {
            sound.samples.extend(part.samples);
        } else {
            return Err(unusable(model, "its parts differ in sample rate"));
        }
    }
    if sound.samples.is_empty() {
        return Err(empty(model, "there is no sound in it"));
    }
    let heard = sound.heard_span();
    let secs = heard.secs();
    if secs < MIN_SECS || level(&sound.part(heard)) < MIN_LEVEL {
        return Err(empty(model, "the sound is silent"));
    }
    if !expected.has(secs) {
        return Err(unusable(
            model,
            format!(
                "the speech lasts {secs:.1} s, and about {:.1} s are expected",
                expected.secs
            ),
        ));
    }
    Ok(Reading::Good(sound.part(LineSpan {
        start: heard.start - MARGIN_SECS,
        end: heard.end + MARGIN_SECS,
    })))
}

/// The root mean square of a sound.
fn level(sound: &Pcm) -> f32 {
    let power: f64 = sound
        .samples
        .iter()
        .map(|sample| f64::from(*sample).powi(2))
        .sum();
    (power / sound.samples.len().max(1) as f64).sqrt() as f32
}

/// Decodes a WAV file, or samples alone: 16 bits, little-endian whatever the name says.
fn decode(model: &str, blob: &Blob) -> Result<Pcm, Failure> {
    let bytes = base64::decode(&blob.data).ok_or_else(|| empty(model, "the sound is no base64"))?;
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
        return Pcm::from_wav(&bytes).map_err(|error| unusable(model, error.to_string()));
    }
    let (pairs, _) = bytes.as_chunks::<2>();
    let samples = pairs
        .iter()
        .map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32768.0);
    Ok(Pcm {
        samples: samples.collect(),
        sample_rate_hz: rate_of(&blob.mime_type).unwrap_or(RATE_HZ),
    })
}

/// The rate in a label such as `audio/L16; codec=pcm; rate=24000`.
fn rate_of(mime_type: &str) -> Option<u32> {
    let rate = mime_type.split(';').find_map(|field| {
        let (name, value) = field.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("rate")
            .then(|| value.trim())
    })?;
    rate.parse()
        .ok()
        .filter(|rate| (8_000..=192_000).contains(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_from_labels() {
        assert_eq!(rate_of("audio/L16;codec=pcm;rate=24000"), Some(24_000));
        assert_eq!(rate_of("audio/l16; Rate=16000; channels=1"), Some(16_000));
        assert_eq!(rate_of("audio/wav"), None);
        assert_eq!(rate_of("audio/L16;rate=0"), None);
    }

    #[test]
    fn short_and_long_scripts_have_room() {
        let expected = ExpectedSecs::new(4.0, 2);
        assert!(expected.has(1.0) && expected.has(10.7));
        assert!(!expected.has(0.9) && !expected.has(10.8));
    }

    #[test]
    fn a_line_alone_is_never_spoken_three_times() {
        for (secs, most) in [
            (0.4, 1.1),
            (1.0, 2.75),
            (1.5, 4.125),
            (2.0, 5.5),
            (4.0, 9.5),
        ] {
            let expected = ExpectedSecs::new(secs, 1);
            assert!(expected.has(most - 0.01), "{secs}");
            assert!(
                !expected.has(most + 0.01) && !expected.has(3.0 * secs),
                "{secs}"
            );
        }
    }
}
