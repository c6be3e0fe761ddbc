//! What is sent to `generateContent`.

use serde::Serialize;
use serde_json::Value;

/// A request. Fields that are `None` or empty are not sent: the server refuses some of them for
/// some models.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system_instruction: Option<Content>,
    pub(crate) contents: Vec<Content>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) safety_settings: Vec<SafetySetting>,
    pub(crate) generation_config: Generation,
    /// Whether the service may keep the request and its answer.
    pub(crate) store: bool,
    /// What an answer that was too long said, to get the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) continuation_token: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<&'static str>,
    pub(crate) parts: Vec<Part>,
}

impl Content {
    /// What the person says.
    pub(crate) fn user(parts: Vec<Part>) -> Self {
        Self {
            role: Some("user"),
            parts,
        }
    }

    /// What the model shall do with it.
    pub(crate) fn instruction(text: String) -> Self {
        Self {
            role: None,
            parts: vec![Part::text(text)],
        }
    }
}

#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Part {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) inline_data: Option<InlineData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) speech_metadata: Option<SpeechMetadata>,
}

impl Part {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// A file, in standard base64.
    pub(crate) fn file(mime_type: &'static str, data: String) -> Self {
        Self {
            inline_data: Some(InlineData { mime_type, data }),
            ..Self::default()
        }
    }

    /// Words to speak, and how.
    pub(crate) fn speech(text: String, style: Option<String>) -> Self {
        Self {
            text: Some(text),
            speech_metadata: style.map(|style| SpeechMetadata { style }),
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InlineData {
    pub(crate) mime_type: &'static str,
    pub(crate) data: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpeechMetadata {
    pub(crate) style: String,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct SafetySetting {
    category: &'static str,
    threshold: &'static str,
}

impl SafetySetting {
    /// Only what is most likely harmful is refused: scripts tell of wars, diseases and accidents.
    pub(crate) const ONLY_HIGH: [Self; 4] = [
        Self::only_high("HARM_CATEGORY_HARASSMENT"),
        Self::only_high("HARM_CATEGORY_HATE_SPEECH"),
        Self::only_high("HARM_CATEGORY_SEXUALLY_EXPLICIT"),
        Self::only_high("HARM_CATEGORY_DANGEROUS_CONTENT"),
    ];

    const fn only_high(category: &'static str) -> Self {
        Self {
            category,
            threshold: "BLOCK_ONLY_HIGH",
        }
    }
}

/// No sampling parameters: newer models ignore or refuse them.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Generation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) response_mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) response_json_schema: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) thinking_config: Option<ThinkingConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) response_modalities: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_config: Option<ImageConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) speech_config: Option<SpeechConfig>,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThinkingConfig {
    pub(crate) thinking_level: &'static str,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImageConfig {
    pub(crate) aspect_ratio: &'static str,
    pub(crate) image_size: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpeechConfig {
    pub(crate) voice_config: VoiceConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language_code: Option<String>,
}

impl SpeechConfig {
    /// A voice by the field that takes all of them.
    pub(crate) fn voice(voice: String) -> Self {
        Self::of(VoiceConfig {
            voice: Some(voice),
            prebuilt_voice_config: None,
        })
    }

    /// A voice by the field that models before 3.8 know.
    pub(crate) fn prebuilt(voice_name: String) -> Self {
        Self::of(VoiceConfig {
            voice: None,
            prebuilt_voice_config: Some(PrebuiltVoice { voice_name }),
        })
    }

    fn of(voice_config: VoiceConfig) -> Self {
        Self {
            voice_config,
            language_code: None,
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VoiceConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    voice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prebuilt_voice_config: Option<PrebuiltVoice>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PrebuiltVoice {
    voice_name: String,
}
