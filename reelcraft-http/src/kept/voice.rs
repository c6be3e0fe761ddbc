//! Speech that is kept.

use std::sync::Arc;

use async_trait::async_trait;
use reelcraft_core::provider::{Generated, Speech, SpeechRequest, SpeechUnit, Tts, Usage};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, Digest, LineSpan, Result};
use serde::{Deserialize, Serialize};

use super::keeper::{Answer, Keeper, Question};

/// When what is said is spoken, as far as the provider told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SpokenTimes {
    lines: Option<Vec<LineSpan>>,
    words: Option<Vec<Vec<LineSpan>>>,
}

/// Speaks with a provider, and keeps what it said.
pub(crate) struct KeptVoice {
    inner: Arc<dyn Tts>,
    keeper: Keeper,
    /// Asked for again on purpose: what was said before is not good enough.
    is_redo: bool,
}

impl KeptVoice {
    pub(crate) fn new(inner: Arc<dyn Tts>, keeper: Keeper, is_redo: bool) -> Self {
        Self {
            inner,
            keeper,
            is_redo,
        }
    }
}

#[async_trait]
impl Tts for KeptVoice {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn unit(&self) -> SpeechUnit {
        self.inner.unit()
    }

    fn concurrency(&self) -> usize {
        self.inner.concurrency()
    }

    fn estimate(&self, request: &SpeechRequest) -> Usage {
        self.inner.estimate(request)
    }

    async fn speak(&self, request: &SpeechRequest, control: &Control) -> Result<Generated<Speech>> {
        let all = format!("{request:?}");
        let family = Digest::builder("speech 2").field(&all).finish();
        let question = Question {
            provider: self.inner.name(),
            what: "speech",
            about: request.lines.first().map_or("", String::as_str),
            request: if self.is_redo {
                format!("{all} for {}", self.keeper.job)
            } else {
                all
            },
            family,
            variant: 0,
        };
        let inner = Arc::clone(&self.inner);
        let made = self.keeper.ask(question, control, |control| async move {
            let made = inner.speak(request, &control).await?;
            Ok(Generated {
                value: Answer {
                    file: Some((made.value.audio.to_wav()?, "wav")),
                    value: SpokenTimes {
                        lines: made.value.lines,
                        words: made.value.words,
                    },
                },
                origin: made.origin,
            })
        });
        let made: Generated<Answer<SpokenTimes>> = made.await?;
        let wav = made.value.file.map(|(bytes, _)| bytes).unwrap_or_default();
        Ok(Generated {
            value: Speech {
                audio: Pcm::from_wav(&wav)?,
                lines: made.value.value.lines,
                words: made.value.value.words,
            },
            origin: made.origin,
        })
    }
}
