//! Speaking.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reelcraft_core::provider::SpeechRequest;
use reelcraft_core::{Control, Language};
use serde_json::{Value, json};

use super::answer::What;
use super::call::Call;
use super::envelope::{Made, Tokens};
use super::errors::{ApiError, Stop};
use super::flaws::SoundFlaw;
use super::sound_files::{self, RATE_HZ, WavShape, resampled};
use super::speech_rules::voice_of;
use super::state::State;

/// The silence between two lines, in seconds.
const BETWEEN_LINES_SECS: f64 = 0.35;
/// What `<short pause>` means, in seconds.
const SHORT_PAUSE_SECS: f64 = 0.6;
/// What `<long pause>` means, in seconds.
const LONG_PAUSE_SECS: f64 = 1.2;
/// The tokens that a model takes.
const MOST_TOKENS: u64 = 8192;
/// The label of samples without header.
const HEADERLESS: &str = "audio/L16;codec=pcm;rate=24000";

/// Speaks the answer to a call.
pub(super) async fn content(state: &State, call: &Call, what: &What) -> Result<Made, Stop> {
    let flaw = match what {
        What::Sound(flaw) => Some(flaw),
        _ => None,
    };
    let mut tokens = Tokens {
        prompt: call.prompt_tokens(),
        ..Tokens::default()
    };
    if tokens.prompt > MOST_TOKENS {
        return Err(ApiError::invalid(format!(
            "The input token count ({}) exceeds the maximum number of tokens allowed \
             ({MOST_TOKENS}).",
            tokens.prompt
        ))
        .into());
    }
    if flaw == Some(&SoundFlaw::TextOnly) {
        let text = "I can only read a text aloud.";
        tokens.text = 8;
        return Ok(Made::of(vec![json!({ "text": text })], tokens));
    }
    let mut samples = spoken(state, call).await?;
    match flaw {
        Some(SoundFlaw::HeaderOnly) => samples.clear(),
        Some(SoundFlaw::Silence) => samples.fill(0.0),
        Some(SoundFlaw::ThreeTimes) => samples = samples.repeat(3),
        _ => {}
    }
    let tokens_per_sec = if call.model.speaks_wav() { 32 } else { 25 };
    tokens.audio = (samples.len() as u64 * tokens_per_sec).div_ceil(u64::from(RATE_HZ));
    Ok(Made::of(parts(call, flaw, &samples), tokens))
}

fn parts(call: &Call, flaw: Option<&SoundFlaw>, samples: &[f32]) -> Vec<Value> {
    let wav = |samples: &[f32], shape| part("audio/wav", &sound_files::wav(samples, shape));
    match flaw {
        Some(SoundFlaw::Headerless(label)) => {
            let rate = sound_files::rate_in(label);
            let samples = resampled(samples, RATE_HZ, rate);
            vec![part(label, &sound_files::pcm(&samples))]
        }
        Some(SoundFlaw::WavLength(length)) => vec![wav(samples, WavShape::Length(*length))],
        Some(SoundFlaw::ExtraChunks) => vec![wav(samples, WavShape::ExtraChunks)],
        Some(SoundFlaw::OddChunk) => vec![wav(samples, WavShape::OddChunk)],
        Some(SoundFlaw::TwoParts) => {
            let (first, second) = samples.split_at(samples.len() / 2);
            vec![wav(first, WavShape::Plain), wav(second, WavShape::Plain)]
        }
        _ if asks_for_l16(call) => {
            let label = "audio/l16; rate=24000; channels=1";
            vec![part(label, &sound_files::pcm(samples))]
        }
        _ if call.model.speaks_wav() => vec![wav(samples, WavShape::Plain)],
        _ => vec![part(HEADERLESS, &sound_files::pcm(samples))],
    }
}

fn asks_for_l16(call: &Call) -> bool {
    let mime = call.config().pointer("/responseFormat/audio/mimeType");
    mime.is_some_and(|mime| *mime == "AUDIO_L16")
}

fn part(mime: &str, bytes: &[u8]) -> Value {
    json!({"inlineData": {"mimeType": mime, "data": STANDARD.encode(bytes)}})
}

/// Speaks all lines with pauses between them.
async fn spoken(state: &State, call: &Call) -> Result<Vec<f32>, Stop> {
    let text = call.prompt();
    let pieces = pieces(&text);
    if pieces.is_empty() {
        return Err(ApiError::invalid("There is no text to speak.").into());
    }
    let code = call.config().pointer("/speechConfig/languageCode");
    let language: Language = code
        .and_then(Value::as_str)
        .and_then(|code| code.parse().ok())
        .unwrap_or_else(|| (state.settings.guess_language)(&text));
    let mut samples = Vec::new();
    for piece in pieces {
        if !samples.is_empty() {
            let pause = (piece.pause_before_secs * f64::from(RATE_HZ)) as usize;
            samples.resize(samples.len() + pause, 0.0);
        }
        let request = SpeechRequest {
            lines: vec![piece.text],
            language: language.clone(),
            voice: voice_of(call.config()).map(str::to_owned),
            style: None,
            speed: 1.0,
        };
        let tts = &state.settings.tts;
        let audio = tts.speak(&request, &Control::default()).await?.value.audio;
        let heard = audio.part(audio.heard_span());
        samples.extend(resampled(&heard.samples, heard.sample_rate_hz, RATE_HZ));
    }
    Ok(samples)
}

/// A text that is spoken in one go, and the pause before it.
#[derive(Debug, PartialEq)]
struct Piece {
    text: String,
    pause_before_secs: f64,
}

/// Splits a transcript at line breaks and at the tags for pauses. Other tags are left out; what
/// is between angle brackets is never spoken.
fn pieces(transcript: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut pause = 0.0f64;
    for line in transcript.lines() {
        pause = pause.max(BETWEEN_LINES_SECS);
        let mut rest = line;
        let mut text = String::new();
        while !rest.is_empty() {
            let (before, tag, after) = next_tag(rest);
            text.push_str(before);
            rest = after;
            let tag_pause = match tag.to_lowercase().as_str() {
                "short pause" => SHORT_PAUSE_SECS,
                "long pause" => LONG_PAUSE_SECS,
                _ => {
                    text.push(' ');
                    continue;
                }
            };
            push_piece(&mut pieces, &mut text, &mut pause);
            pause = pause.max(tag_pause);
        }
        push_piece(&mut pieces, &mut text, &mut pause);
    }
    pieces
}

/// Adds a piece when there is something to speak.
fn push_piece(pieces: &mut Vec<Piece>, text: &mut String, pause: &mut f64) {
    if text.chars().any(char::is_alphanumeric) {
        let words: Vec<&str> = text.split_whitespace().collect();
        pieces.push(Piece {
            text: words.join(" "),
            pause_before_secs: *pause,
        });
        *pause = 0.0;
    }
    text.clear();
}

/// What comes before the next tag, what is in it, and what comes after it.
fn next_tag(text: &str) -> (&str, &str, &str) {
    if let Some((before, rest)) = text.split_once('<')
        && let Some((tag, after)) = rest.split_once('>')
    {
        return (before, tag, after);
    }
    (text, "", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_pauses_and_never_words() {
        let pieces =
            pieces("One, two.\n<short pause>Three <laugh> four.\n\n…\nFive<long pause>six");
        let pieces: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.text.as_str(), piece.pause_before_secs))
            .collect();
        assert_eq!(
            pieces,
            [
                ("One, two.", 0.35),
                ("Three four.", 0.6),
                ("Five", 0.35),
                ("six", 1.2),
            ]
        );
    }

    #[test]
    fn a_bracket_alone_is_text() {
        assert_eq!(pieces("2 < 3")[0].text, "2 < 3");
    }
}
