//! What can be wrong with content that a call got.

/// What is wrong with a written answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFlaw {
    /// It ends in the middle of the JSON, with the reason `MAX_TOKENS`.
    CutShort,
    /// It is a sentence and no JSON.
    Prose,
    /// It is JSON between the marks of a code block.
    CodeBlock,
    /// It is JSON that does not fit the schema.
    BreaksSchema,
    /// Parts with thoughts come before it. Nothing is wrong with the rest.
    ThoughtsFirst,
    /// It comes in several parts, split inside words. Nothing is missing.
    SplitParts,
    /// Half of it comes with the reason `CONTINUATION` and a token; the rest comes when the same
    /// call is sent again with the token.
    Continued,
    /// It is exactly this.
    Says(String),
}

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureFlaw {
    /// There is none, only a sentence that declines.
    TextOnly,
    /// A sentence comes before it, as older models do. Nothing is wrong with the picture.
    TextFirst,
    /// A draft comes before it, as a thought: a picture of another colour that must not be used.
    DraftFirst,
    /// It is a PNG that is labelled JPEG.
    WrongLabel,
    /// It is a JPEG of 16x16 pixels.
    Tiny,
    /// It is a small JPEG file that says it is 36000x64000 pixels.
    Huge,
    /// It is wide where it should be tall, and the other way round.
    WrongShape,
    /// It begins as a JPEG does, and then ends.
    Broken,
    /// Its base64 has the alphabet for URLs and no padding.
    UrlSafe,
    /// It is followed by so many bytes of nothing, so that the answer is that much longer.
    Padded(usize),
    /// It is exactly these bytes with this label.
    Says(String, Vec<u8>),
}

/// What is wrong with speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoundFlaw {
    /// It is a WAV file of 44 bytes: a header without sound.
    HeaderOnly,
    /// It is as long as it should be, and silent.
    Silence,
    /// It is spoken three times.
    ThreeTimes,
    /// It is headerless samples with this label, `audio/L16;codec=pcm;rate=24000`. The samples
    /// are at the rate that the label names, 24000 where it names none.
    Headerless(String),
    /// It is a WAV file whose header says that it has so many bytes of sound, as streaming
    /// programs write it: 0 or 0xFFFFFFFF.
    WavLength(u32),
    /// It is a WAV file with other chunks before and after the sound.
    ExtraChunks,
    /// It is a WAV file with a chunk of odd length before the sound.
    OddChunk,
    /// It comes in two parts, each a file of its own, in the middle of a word.
    TwoParts,
    /// It is no sound at all: a part of text.
    TextOnly,
}
