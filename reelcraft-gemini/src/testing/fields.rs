//! The fields of the request bodies.

use super::message::{Kind, Message};

use Kind::{AnyCase, Anything, Bool, Bytes, Choice, Fields, Int, Many, Number, Text};

/// The body of `generateContent`.
pub(super) static GENERATE_CONTENT: Message = Message(&[
    ("model", Text),
    ("contents", Many(&Fields(&CONTENT))),
    ("systemInstruction", Fields(&CONTENT)),
    ("safetySettings", Many(&Fields(&SAFETY_SETTING))),
    ("tools", Many(&Anything)),
    ("toolConfig", Anything),
    ("labels", Anything),
    ("cachedContent", Text),
    (
        "serviceTier",
        AnyCase("ServiceTier", &["STANDARD", "FLEX", "PRIORITY"]),
    ),
    ("continuationToken", Text),
    ("store", Bool),
    ("generationConfig", Fields(&GENERATION_CONFIG)),
]);

/// The body of `countTokens`.
pub(super) static COUNT_TOKENS: Message = Message(&[
    ("contents", Many(&Fields(&CONTENT))),
    ("generateContentRequest", Fields(&GENERATE_CONTENT)),
]);

static CONTENT: Message = Message(&[("role", Text), ("parts", Many(&Fields(&PART)))]);

/// The fields of a part of which it must have exactly one.
pub(super) const PART_DATA: [&str; 7] = [
    "text",
    "inlineData",
    "fileData",
    "functionCall",
    "functionResponse",
    "executableCode",
    "codeExecutionResult",
];

static PART: Message = Message(&[
    ("text", Text),
    ("inlineData", Fields(&BLOB)),
    ("fileData", Fields(&FILE)),
    ("functionCall", Anything),
    ("functionResponse", Anything),
    ("executableCode", Anything),
    ("codeExecutionResult", Anything),
    ("thought", Bool),
    ("thoughtSignature", Bytes),
    ("videoMetadata", Anything),
    ("mediaResolution", Anything),
    ("speechMetadata", Fields(&SPEECH_METADATA)),
]);

static BLOB: Message = Message(&[("mimeType", Text), ("data", Bytes)]);
static FILE: Message = Message(&[("mimeType", Text), ("fileUri", Text)]);
static SPEECH_METADATA: Message = Message(&[("style", Text), ("speaker", Text)]);

static SAFETY_SETTING: Message = Message(&[
    (
        "category",
        Choice(
            "HarmCategory",
            &[
                "HARM_CATEGORY_HARASSMENT",
                "HARM_CATEGORY_HATE_SPEECH",
                "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                "HARM_CATEGORY_DANGEROUS_CONTENT",
                "HARM_CATEGORY_CIVIC_INTEGRITY",
            ],
        ),
    ),
    (
        "threshold",
        Choice(
            "SafetySetting.HarmBlockThreshold",
            &[
                "BLOCK_LOW_AND_ABOVE",
                "BLOCK_MEDIUM_AND_ABOVE",
                "BLOCK_ONLY_HIGH",
                "BLOCK_NONE",
                "OFF",
            ],
        ),
    ),
]);

static GENERATION_CONFIG: Message = Message(&[
    ("temperature", Number),
    ("topP", Number),
    ("topK", Number),
    ("candidateCount", Int),
    ("maxOutputTokens", Int),
    ("stopSequences", Many(&Text)),
    ("responseLogprobs", Bool),
    ("logprobs", Int),
    ("presencePenalty", Number),
    ("frequencyPenalty", Number),
    ("seed", Int),
    ("responseMimeType", Text),
    ("responseSchema", Anything),
    ("responseJsonSchema", Anything),
    ("responseFormat", Anything),
    (
        "responseModalities",
        Many(&AnyCase(
            "GenerationConfig.Modality",
            &["TEXT", "IMAGE", "AUDIO"],
        )),
    ),
    (
        "mediaResolution",
        Choice(
            "GenerationConfig.MediaResolution",
            &[
                "MEDIA_RESOLUTION_LOW",
                "MEDIA_RESOLUTION_MEDIUM",
                "MEDIA_RESOLUTION_HIGH",
            ],
        ),
    ),
    ("speechConfig", Fields(&SPEECH_CONFIG)),
    ("thinkingConfig", Fields(&THINKING_CONFIG)),
    ("imageConfig", Fields(&IMAGE_CONFIG)),
    ("enableEnhancedCivicAnswers", Bool),
    ("audioTranscriptionConfig", Anything),
]);

static THINKING_CONFIG: Message = Message(&[
    ("includeThoughts", Bool),
    ("thinkingBudget", Int),
    (
        "thinkingLevel",
        AnyCase(
            "ThinkingConfig.ThinkingLevel",
            &["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"],
        ),
    ),
]);

static IMAGE_CONFIG: Message = Message(&[("aspectRatio", Text), ("imageSize", Text)]);

static SPEECH_CONFIG: Message = Message(&[
    ("voiceConfig", Fields(&VOICE_CONFIG)),
    ("multiSpeakerVoiceConfig", Fields(&MULTI_SPEAKER)),
    ("languageCode", Text),
]);

static VOICE_CONFIG: Message = Message(&[
    ("voice", Text),
    ("prebuiltVoiceConfig", Fields(&PREBUILT_VOICE)),
]);

static PREBUILT_VOICE: Message = Message(&[("voiceName", Text)]);
static MULTI_SPEAKER: Message = Message(&[("speakerVoiceConfigs", Many(&Fields(&SPEAKER)))]);
static SPEAKER: Message = Message(&[("speaker", Text), ("voiceConfig", Fields(&VOICE_CONFIG))]);
