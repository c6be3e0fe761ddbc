//! The rules for calls of models that speak.

use reelcraft_core::Language;
use serde_json::Value;

use super::errors::ApiError;
use super::models::Model;
use super::rules::{modalities, wrong_modalities};
use super::voices::{VOICES, is_prebuilt};

/// Checks the body of a call for speech.
pub(super) fn check(model: &Model, body: &Value, config: &Value) -> Result<(), ApiError> {
    if body.get("systemInstruction").is_some() {
        return Err(ApiError::invalid(format!(
            "Developer instruction is not enabled for models/{}",
            model.id
        )));
    }
    let asked = modalities(config);
    if asked != ["AUDIO"] {
        let asked = if asked.is_empty() {
            vec!["TEXT"]
        } else {
            asked
        };
        return Err(wrong_modalities(&asked));
    }
    for (name, what) in [("tools", "Tool use"), ("cachedContent", "CachedContent")] {
        if body.get(name).is_some() {
            return Err(not_enabled(model, what));
        }
    }
    for (name, what) in [
        ("temperature", "Parameter temperature"),
        ("topP", "Parameter top_p"),
        ("topK", "Parameter top_k"),
        ("responseMimeType", "JSON mode"),
        ("responseSchema", "JSON mode"),
        ("responseJsonSchema", "JSON mode"),
        ("imageConfig", "Image generation"),
    ] {
        if config.get(name).is_some() {
            return Err(not_enabled(model, what));
        }
    }
    if !model.speaks_wav() && (config.get("responseFormat").is_some() || has_style(body)) {
        return Err(not_enabled(model, "Speech metadata or response format"));
    }
    check_format(config)?;
    check_voices(config.get("speechConfig").unwrap_or(&Value::Null))
}

fn not_enabled(model: &Model, what: &str) -> ApiError {
    ApiError::invalid(format!("{what} is not enabled for models/{}", model.id))
}

fn has_style(body: &Value) -> bool {
    let contents = body.get("contents").and_then(Value::as_array);
    contents
        .into_iter()
        .flatten()
        .filter_map(|content| content.get("parts")?.as_array())
        .flatten()
        .any(|part| part.get("speechMetadata").is_some())
}

fn check_format(config: &Value) -> Result<(), ApiError> {
    let mime = config.pointer("/responseFormat/audio/mimeType");
    match mime {
        Some(Value::String(name)) if matches!(name.as_str(), "AUDIO_WAV" | "AUDIO_L16") => Ok(()),
        None => Ok(()),
        Some(other) => Err(ApiError::wrong_value(
            "generation_config.response_format.audio.mime_type",
            "type.googleapis.com/google.ai.generativelanguage.v1beta.AudioMimeType",
            other,
        )),
    }
}

fn check_voices(speech: &Value) -> Result<(), ApiError> {
    if let Some(code) = speech.get("languageCode").and_then(Value::as_str)
        && code.parse::<Language>().is_err()
    {
        return Err(ApiError::invalid(format!(
            "Invalid language code {code} in speech_config."
        )));
    }
    let one = speech.get("voiceConfig");
    let many = speech.pointer("/multiSpeakerVoiceConfig/speakerVoiceConfigs");
    match (one, many.and_then(Value::as_array)) {
        (Some(_), Some(_)) => Err(ApiError::invalid(
            "Only one of voice_config and multi_speaker_voice_config may be set.",
        )),
        (Some(voice), None) => check_voice(voice, true),
        (None, Some(speakers)) if speakers.len() == 2 => speakers.iter().try_for_each(|speaker| {
            check_voice(speaker.get("voiceConfig").unwrap_or(&Value::Null), false)
        }),
        (None, Some(_)) => Err(ApiError::invalid(
            "The number of enabled_voices must equal 2.",
        )),
        (None, None) => Err(ApiError::invalid(
            "The speech config must have a voice config or a multi speaker voice config.",
        )),
    }
}

fn check_voice(voice: &Value, may_be_custom: bool) -> Result<(), ApiError> {
    let names = [
        voice.get("voice"),
        voice.pointer("/prebuiltVoiceConfig/voiceName"),
    ];
    let mut names = names.into_iter().flatten().filter_map(Value::as_str);
    let (Some(name), None) = (names.next(), names.next()) else {
        return Err(ApiError::invalid(
            "Exactly one voice must be set in voice_config.",
        ));
    };
    let is_custom = name.starts_with("voice_") || name.starts_with("voicekey_");
    if is_prebuilt(name) || (may_be_custom && is_custom && voice.get("voice").is_some()) {
        return Ok(());
    }
    let allowed: Vec<String> = VOICES.iter().map(|(name, _)| name.to_lowercase()).collect();
    Err(ApiError::invalid(format!(
        "Voice name {name} is not supported. Allowed voice names are: {}",
        allowed.join(", ")
    )))
}

/// The voice of a call: the first one where there are two.
pub(super) fn voice_of(config: &Value) -> Option<&str> {
    let speech = config.get("speechConfig")?;
    let voice = speech
        .get("voiceConfig")
        .or_else(|| speech.pointer("/multiSpeakerVoiceConfig/speakerVoiceConfigs/0/voiceConfig"))?;
    voice
        .get("voice")
        .or_else(|| voice.pointer("/prebuiltVoiceConfig/voiceName"))?
        .as_str()
}
