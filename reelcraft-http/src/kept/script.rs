//! Scripts and prompts that are kept.

use std::sync::Arc;

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, LineRequest, PromptsRequest, ScriptGen, ScriptRequest, Usage,
};
use reelcraft_core::{Control, Digest, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keeper::{Answer, Keeper, Question};

/// Writes with a provider, and keeps what it wrote.
pub(crate) struct KeptScript {
    inner: Arc<dyn ScriptGen>,
    keeper: Keeper,
    /// Asked for again on purpose: what was written before is not good enough.
    is_redo: bool,
}

impl KeptScript {
    pub(crate) fn new(inner: Arc<dyn ScriptGen>, keeper: Keeper, is_redo: bool) -> Self {
        Self {
            inner,
            keeper,
            is_redo,
        }
    }

    async fn ask<V, F>(
        &self,
        what: &'static str,
        about: &str,
        request: String,
        control: &Control,
        make: impl FnOnce(Control) -> F,
    ) -> Result<Generated<V>>
    where
        V: Serialize + DeserializeOwned,
        F: Future<Output = Result<Generated<V>>>,
    {
        let family = Digest::builder("texts 1")
            .field(what)
            .field(&request)
            .finish();
        // One that is asked for anew belongs to the job that asks, so that the job finds it again
        // after a restart.
        let request = if self.is_redo {
            format!("{request} for {}", self.keeper.job)
        } else {
            request
        };
        let question = Question {
            provider: self.inner.name(),
            what,
            about,
            request,
            family,
            variant: 0,
        };
        let made = self.keeper.ask(question, control, |control| {
            let making = make(control);
            async move {
                let made = making.await?;
                Ok(Generated {
                    value: Answer {
                        value: made.value,
                        file: None,
                    },
                    origin: made.origin,
                })
            }
        });
        let made = made.await?;
        Ok(Generated {
            value: made.value.value,
            origin: made.origin,
        })
    }
}

#[async_trait]
impl ScriptGen for KeptScript {
    fn name(&self) -> &str {
        self.inner.name()
    }

    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        let all = format!("{request:?}");
        let inner = Arc::clone(&self.inner);
        self.ask(
            "script",
            &request.topic,
            all,
            control,
            |control| async move { inner.write_script(request, &control).await },
        )
        .await
    }

    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>> {
        let all = format!("{request:?}");
        let about = request.lines.get(request.index).map_or("", String::as_str);
        let inner = Arc::clone(&self.inner);
        self.ask("line", about, all, control, |control| async move {
            inner.rewrite_line(request, &control).await
        })
        .await
    }

    fn estimate_script(&self, request: &ScriptRequest) -> Usage {
        self.inner.estimate_script(request)
    }

    fn estimate_line(&self, request: &LineRequest) -> Usage {
        self.inner.estimate_line(request)
    }

    fn estimate_prompts(&self, request: &PromptsRequest) -> Usage {
        self.inner.estimate_prompts(request)
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        let all = format!("{request:?}");
        let about = request.lines.first().cloned().unwrap_or_default();
        let inner = Arc::clone(&self.inner);
        self.ask("prompts", &about, all, control, |control| async move {
            inner.write_prompts(request, &control).await
        })
        .await
    }
}
