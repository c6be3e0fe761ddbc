//! The provider that speaks.

use async_trait::async_trait;
use reelcraft_core::provider::{Generated, Speech, SpeechRequest, SpeechUnit, Tts, Usage};
use reelcraft_core::voiceover::{Pcm, speaking_secs};
use reelcraft_core::{Control, Error, Language, Result};

use super::languages::{is_earlier, language_code, speaks};
use super::sound::{ExpectedSecs, PAUSE_SECS, read};
use super::tempo::at_speed;
use super::transcript::{is_spoken, spoken};
use super::voices::voice_name;
use crate::client::NAME;
use crate::errand::Call;
use crate::estimate::{Tokens, tokens_of};
use crate::gemini::Gemini;
use crate::plain_text::short;
use crate::settings::Kind;
use crate::wire::{Content, Generation, Part, Request, SpeechConfig};

/// The longest manner of speaking that is sent, in characters: long ones make the voice drift.
const MAX_STYLE_CHARS: usize = 100;
/// Tokens of a second of speech, by the models before 3.8 and by those since.
const TOKENS_PER_SEC: (f64, f64) = (25.0, 32.0);

/// Speaks with a speech model.
///
/// The model speaks at its own pace; another speed is made of that, at the same pitch. Silence
/// around the speech is left away but for 0.2 s.
#[derive(Debug, Clone)]
pub struct GeminiVoice(Gemini);

impl GeminiVoice {
    /// Makes it from the client that all providers of a program share.
    pub fn new(gemini: Gemini) -> Self {
        Self(gemini)
    }

    fn request(&self, model: &str, request: &SpeechRequest) -> Request {
        let settings = self.0.settings();
        let is_earlier = is_earlier(model);
        let lines: Vec<String> = request.lines.iter().map(|line| spoken(line)).collect();
        // A pause between two lines is heard, and finds them again in the sound.
        let text = lines.join(if is_earlier {
            "\n\n"
        } else {
            "\n<short pause>\n"
        });
        let style = self.style(request);
        let voice = self.voice(request);
        let (part, mut speech_config) = if is_earlier {
            let told = style.map_or(String::new(), |style| format!("Say, {style}:\n"));
            (Part::text(told + &text), SpeechConfig::prebuilt(voice))
        } else {
            (Part::speech(text, style), SpeechConfig::voice(voice))
        };
        if settings.send_language {
            speech_config.language_code = Some(language_code(&request.language));
        }
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

    /// The voice that is asked for, else that of the settings.
    fn voice(&self, request: &SpeechRequest) -> String {
        let settings = self.0.settings();
        let asked = request.voice.as_deref().and_then(voice_name);
        asked
            .or_else(|| voice_name(&settings.voice))
            .unwrap_or_else(|| settings.voice.clone())
    }

    /// The manner of the settings and that of the request.
    fn style(&self, request: &SpeechRequest) -> Option<String> {
        let settings = self.0.settings();
        let mut styles: Vec<String> = [&settings.voice_style, &request.style]
            .into_iter()
            .filter_map(|style| short(style.as_deref(), MAX_STYLE_CHARS))
            .map(|style| spoken(&style))
            .collect();
        styles.dedup();
        (!styles.is_empty()).then(|| styles.join(", "))
    }

    fn suits(&self, model: &str, language: &Language) -> bool {
        let more = &self.0.settings().more_languages;
        let is_more = more.iter().any(|more| more.primary() == language.primary());
        is_more || speaks(model, language)
    }

    fn check(&self, request: &SpeechRequest) -> Result<()> {
        if request.lines.is_empty() {
            return Err(Error::invalid_input("there is no line to speak"));
        }
        if let Some(line) = request.lines.iter().find(|line| !is_spoken(&spoken(line))) {
            return Err(Error::invalid_input(format!(
                "there is nothing to speak in `{line}`"
            )));
        }
        if !(0.5..=2.0).contains(&request.speed) {
            return Err(Error::invalid_input(format!(
                "the speed {} is not from 0.5 to 2",
                request.speed
            )));
        }
        let models = &self.0.client().choice(Kind::Speech).models;
        let language = &request.language;
        if !models.iter().any(|model| self.suits(model, language)) {
            return Err(Error::invalid_input(format!(
                "{} speaks no language with the tag {language}",
                models.join(" or ")
            ))
            .hint(
                "choose another voice.provider, or add the tag to more_languages in the settings \
                 where you know that it is spoken",
            ));
        }
        Ok(())
    }

    fn expected_secs(request: &SpeechRequest) -> f64 {
        let secs = |line: &String| speaking_secs(&spoken(line), &request.language);
        request.lines.iter().map(secs).sum()
    }
}

#[async_trait]
impl Tts for GeminiVoice {
    fn name(&self) -> &str {
        NAME
    }

    fn unit(&self) -> SpeechUnit {
        self.0.settings().speech_unit
    }

    fn concurrency(&self) -> usize {
        self.0.client().choice(Kind::Speech).concurrency
    }

    fn estimate(&self, request: &SpeechRequest) -> Usage {
        let suits = |model: &str| self.suits(model, &request.language);
        let Ok(model) = self.0.client().lane(Kind::Speech).first(&suits) else {
            return Usage::default();
        };
        let (earlier, since) = TOKENS_PER_SEC;
        let per_sec = if is_earlier(&model.id) {
            earlier
        } else {
            since
        };
        let pauses = request.lines.len().saturating_sub(1) as f64 * PAUSE_SECS;
        let secs = Self::expected_secs(request) + pauses;
        Tokens {
            input: tokens_of(&self.request(&model.id, request)),
            media: (secs * per_sec).ceil() as u64,
            ..Tokens::default()
        }
        .of_call(&model.id)
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        self.check(request)?;
        if let Some(asked) = request.voice.as_deref()
            && voice_name(asked).is_none()
        {
            let voice = self.voice(request);
            control.warn(format!(
                "{NAME} has no voice `{}`, {voice} speaks",
                crate::plain_text::clean(asked)
            ));
        }
        let expected = ExpectedSecs::new(Self::expected_secs(request), request.lines.len());
        let call = Call {
            kind: Kind::Speech,
            suits: &|model| self.suits(model, &request.language),
            request: &|attempt| self.request(attempt.model, request),
            read: &|model, answer| read(model, answer, expected),
        };
        let spoken = self.0.client().call(call, control).await?;
        let origin = spoken.origin;
        let audio = faster(spoken.value, request.speed).await;
        Ok(Generated {
            value: Speech {
                audio: audio.map_err(|error| error.after(origin.usage))?,
                lines: None,
                words: None,
            },
            origin,
        })
    }
}

/// Changes the speed on a thread of its own.
async fn faster(sound: Pcm, speed: f64) -> Result<Pcm> {
    tokio::task::spawn_blocking(move || at_speed(sound, speed))
        .await
        .map_err(|error| Error::internal("changing the speed broke off").because(error))?
}
