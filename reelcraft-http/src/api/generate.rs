//! The steps before the video: script, pictures, voiceover.

use std::path::PathBuf;

use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use reelcraft_core::project::{Reel, Voice};
use reelcraft_core::{Language, Project, Scene};

use super::Tag;
use super::addresses::check_addresses;
use super::answering::{Done, Manner, answer, made};
use super::generate_wire::{
    AspectRatio, ImageAnswer, ImageRequest, ScriptAnswer, ScriptRequest, Speaker, VisualScene,
    VisualsAnswer, VisualsRequest, VoiceoverAnswer, VoiceoverRequest,
};
use crate::body::JsonBody;
use crate::guard::Person;
use crate::jobs::{Job, JobKind, Spec};
use crate::kept::family_of_prompt;
use crate::problem::{Answer, Failure};
use crate::service::Shared;

/// The steps before the video.
pub(crate) struct GenerateApi(pub(crate) Shared);

#[OpenApi(tag = "Tag::Steps")]
impl GenerateApi {
    /// Write a script
    ///
    /// From a topic, or from a whole text, which is condensed.
    #[oai(
        path = "/api/generate/script",
        method = "post",
        operation_id = "generateScript"
    )]
    async fn script(
        &self,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with a job.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job, whatever happened to the first
        /// answer.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<ScriptRequest>,
    ) -> Answer<Done<ScriptAnswer>> {
        let ScriptRequest {
            topic,
            language,
            length,
            scene_count,
            tone,
            redo,
        } = body.0;
        require_text("#/topic", &topic)?;
        let document = Project {
            reel: Reel {
                language: self.language_of(language.as_deref(), &topic)?,
                topic: Some(topic),
                scenes: scene_count,
                length,
                tone: words(tone),
                ..Reel::default()
            },
            ..Project::default()
        };
        let spec = Spec {
            redo: redo.unwrap_or_default(),
            ..Spec::of_document(JobKind::Script, document)
        };
        let manner = Manner::of(person, &prefer, &key)?;
        answer(&self.0, manner, spec, None, |job| {
            let script = made(job, |made| made.script.clone())?;
            Ok(ScriptAnswer { script })
        })
        .await
    }

    /// Draw the pictures of a script
    ///
    /// One picture for each line. A line whose picture cannot be made does not lose the others:
    /// it comes back with `image_url: null` and `error`.
    #[oai(
        path = "/api/generate/visuals",
        method = "post",
        operation_id = "generateVisuals"
    )]
    async fn visuals(
        &self,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with a job, which yields each picture as
        /// it is ready.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<VisualsRequest>,
    ) -> Answer<Done<VisualsAnswer>> {
        let VisualsRequest {
            script,
            style,
            aspect_ratio,
            reference_url,
            language,
        } = body.0;
        check_reference(&self.0, reference_url.as_deref()).await?;
        let document = Project {
            reel: Reel {
                language: self.language_of(language.as_deref(), &script.join(" "))?,
                style: words(style),
                reference: reference_url.map(PathBuf::from),
                format: aspect_ratio.map(AspectRatio::format).unwrap_or_default(),
                ..Reel::default()
            },
            scenes: scenes_of(&script)?,
            ..Project::default()
        };
        let spec = Spec::of_document(JobKind::Visuals, document);
        let manner = Manner::of(person, &prefer, &key)?;
        answer(&self.0, manner, spec, None, |job| {
            Ok(visuals_of(&script, job))
        })
        .await
    }

    /// Draw one picture
    ///
    /// Asking again gives another picture of the same prompt.
    #[oai(
        path = "/api/regenerate/image",
        method = "post",
        operation_id = "regenerateImage"
    )]
    async fn image(
        &self,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with a job.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job, and so the same picture.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<ImageRequest>,
    ) -> Answer<Done<ImageAnswer>> {
        let ImageRequest {
            image_prompt,
            style,
            aspect_ratio,
            reference_url,
            language,
        } = body.0;
        require_text("#/image_prompt", &image_prompt)?;
        check_reference(&self.0, reference_url.as_deref()).await?;
        let style = words(style);
        let family = family_of_prompt(&image_prompt, style.as_deref());
        let variant = self.0.kept.next_variant(&family).await?;
        let document = Project {
            reel: Reel {
                topic: Some(image_prompt.chars().take(200).collect()),
                language: self.language_of(language.as_deref(), &image_prompt)?,
                style,
                reference: reference_url.map(PathBuf::from),
                format: aspect_ratio.map(AspectRatio::format).unwrap_or_default(),
                ..Reel::default()
            },
            scenes: vec![Scene {
                prompt: Some(image_prompt),
                ..Scene::default()
            }],
            ..Project::default()
        };
        let spec = Spec {
            variant,
            ..Spec::of_document(JobKind::Image, document)
        };
        let manner = Manner::of(person, &prefer, &key)?;
        answer(&self.0, manner, spec, None, |job| {
            let image_url = made(job, |made| made.image_url.clone())?;
            Ok(ImageAnswer { image_url })
        })
        .await
    }

    /// Speak a script
    #[oai(
        path = "/api/generate/voiceover",
        method = "post",
        operation_id = "generateVoiceover"
    )]
    async fn voiceover(
        &self,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with a job.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<VoiceoverRequest>,
    ) -> Answer<Done<VoiceoverAnswer>> {
        let VoiceoverRequest {
            script,
            provider,
            voice,
            style,
            unit,
            speed,
            language,
            redo,
        } = body.0;
        let document = Project {
            reel: Reel {
                language: self.language_of(language.as_deref(), &script.join(" "))?,
                ..Reel::default()
            },
            voice: Voice {
                provider: provider.unwrap_or(Speaker::Auto).into(),
                name: words(voice),
                style: words(style),
                unit: unit.map(|choice| choice.0),
                speed: speed.unwrap_or(1.0),
                ..Voice::default()
            },
            scenes: scenes_of(&script)?,
            ..Project::default()
        };
        if !script
            .iter()
            .any(|line| line.chars().any(char::is_alphanumeric))
        {
            return Err(Failure::invalid(
                "#/script",
                "there is nothing to speak in the lines",
            ));
        }
        let spec = Spec {
            redo: redo.unwrap_or_default(),
            ..Spec::of_document(JobKind::Voiceover, document)
        };
        let manner = Manner::of(person, &prefer, &key)?;
        answer(&self.0, manner, spec, None, |job| {
            made(job, |made| {
                Some(VoiceoverAnswer {
                    audio_url: made.audio_url.clone()?,
                    duration: made.duration?,
                    lines: made.lines.clone()?,
                })
            })
        })
        .await
    }
}

impl GenerateApi {
    fn language_of(&self, tag: Option<&str>, text: &str) -> Answer<Language> {
        language_of(&self.0, tag, text)
    }
}

/// One scene for each line, whether its picture was made or not.
fn visuals_of(script: &[String], job: &Job) -> VisualsAnswer {
    let scenes = script.iter().enumerate().map(|(index, line)| {
        let report = job
            .report
            .scenes
            .iter()
            .find(|report| report.scene == index + 1);
        VisualScene {
            script_line: line.clone(),
            image_url: report.and_then(|report| report.image_url.clone()),
            image_prompt: report.and_then(|report| report.image_prompt.clone()),
            error: report.and_then(|report| report.error.clone()),
        }
    });
    VisualsAnswer {
        scenes: scenes.collect(),
    }
}

/// Reads a language; without one it is that of the text, as far as it can be told.
pub(crate) fn language_of(shared: &Shared, tag: Option<&str>, text: &str) -> Answer<Language> {
    let Some(tag) = tag else {
        return Ok(shared.engine.guess_language(text));
    };
    tag.parse().map_err(|error: reelcraft_core::Error| {
        let mut failure = Failure::invalid("#/language", error.to_string());
        failure.hint = error.hint_text().map(str::to_owned);
        failure
    })
}

fn scenes_of(lines: &[String]) -> Answer<Vec<Scene>> {
    for (index, line) in lines.iter().enumerate() {
        require_text(&format!("#/script/{index}"), line)?;
    }
    Ok(lines.iter().map(Scene::from_line).collect())
}

async fn check_reference(shared: &Shared, url: Option<&str>) -> Answer<()> {
    check_addresses(shared, vec![("#/reference_url".to_owned(), url)]).await
}

/// A text in which there is something.
fn words(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Refuses a text in which there is nothing.
pub(crate) fn require_text(pointer: &str, text: &str) -> Answer<()> {
    if text.trim().is_empty() {
        return Err(Failure::invalid(pointer, "the text is empty"));
    }
    Ok(())
}
