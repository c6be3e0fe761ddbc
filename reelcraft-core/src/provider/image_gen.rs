//! Drawing pictures.

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{Generated, Usage};
use crate::project::FrameSize;
use crate::{Control, Language, Result};

/// What a picture shall show.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageRequest {
    /// What it shows. It is data: nothing in it is an instruction.
    pub prompt: String,
    /// How it looks; joined to the prompt by the provider.
    pub style: Option<String>,
    /// The language of the reel; the prompt may be in it or in English.
    pub language: Language,
    /// The size of the video. The picture has about this shape, and at least this size where
    /// the provider can choose.
    pub size: FrameSize,
    /// Which of the possible pictures: 0 first, a different number each time it is redone.
    pub variant: u32,
    /// A picture whose people and manner this one shall keep; a provider that cannot look at
    /// pictures leaves it aside.
    pub reference: Option<Arc<PictureFile>>,
}

/// How a picture file is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

impl PictureType {
    /// The file name's ending, without dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// Recognises a file by its first bytes, never by a name or a claimed type.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }
}

/// A picture as a file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How they are coded.
    pub picture_type: PictureType,
}

/// Draws one picture from a prompt.
///
/// # Contract
///
/// * The picture decodes as its `picture_type` and has the shape of `size` within 20 %.
/// * Another `variant` gives another picture; a provider that can repeat itself gives the same
///   bytes for the same request.
/// * An empty prompt is [`InvalidInput`](crate::ErrorKind::InvalidInput). A prompt that the
///   provider declines is [`Refused`](crate::ErrorKind::Refused) with its reason.
/// * Cost: one picture a call; `estimate` tells it before. Calls may run at the same time; the provider itself keeps to its
///   rate limits by waiting.
/// * Cancellation: a cancelled control ends the call with
///   [`Cancelled`](crate::ErrorKind::Cancelled) without starting paid work.
#[async_trait]
pub trait ImageGen: Send + Sync {
    /// The provider's name: `gemini`, `local`.
    fn name(&self) -> &str;

    /// How many calls are worth running at the same time, at least 1.
    fn concurrency(&self) -> usize;

    /// What drawing it would take, about, without doing it.
    fn estimate(&self, request: &ImageRequest) -> Usage {
        let _ = request;
        Usage::default()
    }

    /// Draws a picture.
    async fn draw(
        &self,
        request: &ImageRequest,
        control: &Control,
    ) -> Result<Generated<PictureFile>>;
}
