//! What is written when nothing better is behind the server.

use async_trait::async_trait;
use reelcraft_core::provider::{
    Generated, LineRequest, Origin, PromptsRequest, ScriptGen, ScriptRequest,
};
use reelcraft_core::{Control, Error, Result};

/// Writes sentences that count themselves.
pub(super) struct CountedScript;

#[async_trait]
impl ScriptGen for CountedScript {
    fn name(&self) -> &'static str {
        "counted"
    }

    async fn write_script(
        &self,
        request: &ScriptRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let topic = request.topic.trim();
        let lines = (1..=request.scene_count)
            .map(|number| format!("This is sentence {number} about {topic}."))
            .collect();
        Ok(counted(lines))
    }

    async fn rewrite_line(
        &self,
        request: &LineRequest,
        control: &Control,
    ) -> Result<Generated<String>> {
        control.check()?;
        let (number, version) = (request.index + 1, request.variant + 1);
        Ok(counted(format!(
            "This is sentence {number} in version {version}."
        )))
    }

    async fn write_prompts(
        &self,
        request: &PromptsRequest,
        control: &Control,
    ) -> Result<Generated<Vec<String>>> {
        control.check()?;
        let prompts = request.wanted.iter().map(|index| {
            let line = request.lines.get(*index);
            let line = line.ok_or_else(|| Error::invalid_input("there is no such line"))?;
            Ok(format!("A wide view that shows: {line}"))
        });
        Ok(counted(prompts.collect::<Result<_>>()?))
    }
}

fn counted<T>(value: T) -> Generated<T> {
    Generated {
        value,
        origin: Origin::default(),
    }
}
