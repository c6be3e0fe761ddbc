//! Speaking lines.

use async_trait::async_trait;
use reelcraft_core::provider::{Generated, Speech, SpeechRequest, SpeechUnit, Tts};
use reelcraft_core::voiceover::{Pcm, speaking_secs};
use reelcraft_core::{Control, Error, Language, Result};

use crate::base64;
use crate::client::{Call, NAME};
use crate::gemini::Gemini;
use crate::policy::Failure;
use crate::reading::{check_end, empty, unusable};
use crate::settings::Kind;
use crate::voices::voice_name;
use crate::wire::{Blob, Content, Generation, Part, Request, Response, SpeechConfig};

/// Samples per second where the answer does not say.
const RATE_HZ: u32 = 24_000;
/// The shortest sound that can be speech, in seconds.
const MIN_SECS: f64 = 0.3;
/// Quieter than this root mean square is silence: −60 dB.
const MIN_LEVEL: f32 = 0.001;
/// How models before 3.8 are known: they have other fields, and obey other marks.
const EARLIER_MODELS: [&str; 2] = ["gemini-2.", "gemini-3.1-"];

/// Speaks with a speech model.
#[derive(Debug, Clone)]
pub struct GeminiVoice(Gemini);

impl GeminiVoice {
    /// Makes it from the client that all providers of a program share.
    pub fn new(gemini: Gemini) -> Self {
        Self(gemini)
    }

    fn request(&self, model: &str, request: &SpeechRequest) -> Request {
        let settings = self.0.settings();
        let is_earlier = EARLIER_MODELS.iter().any(|begin| model.starts_with(begin));
        let asked = request.voice.as_deref().and_then(voice_name);
        let voice = asked.unwrap_or_else(|| settings.voice.clone());
        let lines: Vec<String> = request.lines.iter().map(|line| spoken(line)).collect();
        // A pause between two lines is heard, and finds them again in the sound.
        let text = lines.join(if is_earlier {
            "\n\n"
        } else {
            "\n<short pause>\n"
        });
        let style = [settings.voice_style.as_deref(), pace(request.speed)];
        let style: Vec<&str> = style.into_iter().flatten().collect();
        let style = (!style.is_empty()).then(|| style.join(", "));
        let (part, mut speech_config) = if is_earlier {
            let told = style.map_or(String::new(), |style| format!("Say, {style}:\n"));
            (Part::text(told + &text), SpeechConfig::prebuilt(voice))
        } else {
            (Part::speech(text, style), SpeechConfig::voice(voice))
        };
        speech_config
            .language_code
            .clone_from(&settings.language_code);
        Request {
            system_instruction: None,
            contents: vec![Content::user(vec![part])],
            safety_settings: Vec::new(),
            generation_config: Generation {
                response_modalities: vec!["AUDIO"],
                speech_config: Some(speech_config),
                ..Generation::default()
            },
            store: false,
            continuation_token: None,
        }
    }
}

#[async_trait]
impl Tts for GeminiVoice {
    fn name(&self) -> &str {
        NAME
    }

    fn unit(&self) -> SpeechUnit {
        self.0.settings().speech_unit.into()
    }

    fn concurrency(&self) -> usize {
        self.0.client().choice(Kind::Speech).concurrency
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        if request.lines.is_empty() {
            return Err(Error::invalid_input("there is no line to speak"));
        }
        if let Some(line) = request.lines.iter().find(|line| !is_spoken(&spoken(line))) {
            return Err(Error::invalid_input(format!(
                "there is nothing to speak in `{line}`"
            )));
        }
        let expected = expected_secs(&request.lines, &request.language) / request.speed.max(0.1);
        let call = Call {
            kind: Kind::Speech,
            request: &|attempt| self.request(attempt.model, request),
            read: &|model, answer| read(model, answer, expected),
        };
        let spoken = self.0.client().call(call, control).await?;
        let speech = Speech {
            audio: spoken.value,
            lines: None,
        };
        Ok(Generated {
            value: speech,
            origin: spoken.origin,
        })
    }
}

fn is_spoken(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// A line without what a model obeys as a mark: tags in angle or square brackets, and bars.
fn spoken(line: &str) -> String {
    let plain = |c: char| match c {
        '<' | '>' | '|' | '[' | ']' | '{' | '}' => ' ',
        c if c.is_control() => ' ',
        // One form of the apostrophe of oʻ, gʻ and tutuq belgisi.
        '`' | 'ʻ' | 'ʼ' | '‘' | '’' => '\'',
        c => c,
    };
    let text: String = line.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A rate of speech in words, as the models have no number for it.
fn pace(speed: f64) -> Option<&'static str> {
    match speed {
        ..0.7 => Some("very slow"),
        0.7..0.93 => Some("slow"),
        0.93..=1.07 => None,
        _ if speed <= 1.35 => Some("brisk"),
        _ => Some("very fast"),
    }
}

fn expected_secs(lines: &[String], language: &Language) -> f64 {
    lines.iter().map(|line| speaking_secs(line, language)).sum()
}

/// Takes the sound out of an answer and hears whether it can be what was asked for.
fn read(model: &str, answer: &Response, expected_secs: f64) -> Result<Pcm, Failure> {
    check_end(model, answer)?;
    let mut sound = Pcm {
        samples: Vec::new(),
        sample_rate_hz: 0,
    };
    for blob in answer.parts().filter_map(|part| part.inline_data.as_ref()) {
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
    if heard.secs() < MIN_SECS || level(&sound) < MIN_LEVEL {
        return Err(empty(model, "the sound is silent"));
    }
    let (least, most) = (0.25 * expected_secs, 2.0 * expected_secs + 1.5);
    let secs = heard.secs();
    if secs < least || secs > most {
        return Err(empty(
            model,
            format!("the speech lasts {secs:.1} s, and about {expected_secs:.1} s are expected"),
        ));
    }
    Ok(sound)
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
    let bytes =
        base64::decode(&blob.data).ok_or_else(|| unusable(model, "the sound is no base64"))?;
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
    fn marks_are_not_obeyed() {
        assert_eq!(spoken("Hello <laugh> | [sigh] you"), "Hello laugh sigh you");
        assert_eq!(spoken("Oʻzbekiston gʼalaba"), "O'zbekiston g'alaba");
    }
}
