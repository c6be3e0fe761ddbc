//! The video.

use std::path::PathBuf;

use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use reelcraft_core::project::{Captions, Format, Music, Reel, Transition, Voice, VoiceProvider};
use reelcraft_core::{FrameRate, Project, Scene};

use super::Tag;
use super::addresses::check_addresses;
use super::answering::{Done, Manner, answer, made};
use super::generate::language_of;
use super::render_wire::{RenderAnswer, RenderRequest, RenderScene};
use crate::assets::AssetPath;
use crate::body::JsonBody;
use crate::guard::Person;
use crate::jobs::{JobKind, Spec};
use crate::problem::{Answer, Failure};
use crate::service::Shared;

/// The video.
pub(crate) struct RenderApi(pub(crate) Shared);

#[OpenApi(tag = "Tag::Steps")]
impl RenderApi {
    /// Render the video
    ///
    /// From pictures, a voiceover and music that lie in this service.
    #[oai(
        path = "/api/render/video",
        method = "post",
        operation_id = "renderVideo"
    )]
    async fn video(
        &self,
        person: Person,
        /// `respond-async` (RFC 7240) answers at once with a job.
        #[oai(name = "Prefer")]
        prefer: Header<Option<String>>,
        /// Asking again under the same key gives the same job.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        body: JsonBody<RenderRequest>,
    ) -> Answer<Done<RenderAnswer>> {
        let quality = body.0.quality;
        self.check_files(&body.0).await?;
        let document = self.document_of(body.0).await?;
        let spec = Spec {
            quality: quality.map(|choice| choice.0).unwrap_or_default(),
            ..Spec::of_document(JobKind::Render, document)
        };
        let manner = Manner::of(person, &prefer, &key)?;
        answer(&self.0, manner, spec, None, |job| {
            let video = made(job, |made| made.video.clone())?;
            Ok(RenderAnswer::of(video, job.report.warnings.clone()))
        })
        .await
    }
}

impl RenderApi {
    /// Finds every file that is not there, before a job is made of it.
    pub(super) async fn check_files(&self, request: &RenderRequest) -> Answer<()> {
        let images = request.scenes.iter().enumerate().map(|(index, scene)| {
            (
                format!("#/scenes/{index}/image_url"),
                Some(scene.image_url.as_str()),
            )
        });
        let sounds = [
            (
                "#/voiceover_url".to_owned(),
                request.voiceover_url.as_deref(),
            ),
            ("#/music_url".to_owned(), request.music_url.as_deref()),
        ];
        check_addresses(&self.0, images.chain(sounds).collect()).await
    }

    pub(super) async fn document_of(&self, request: RenderRequest) -> Answer<Project> {
        let RenderRequest {
            scenes,
            voiceover_url,
            music_url,
            music_volume,
            ducking,
            transition_effect,
            transition_duration,
            format,
            fps,
            captions,
            caption_look,
            caption_position,
            quality: _,
            language,
            title,
        } = request;
        let format: Format = match format {
            None => Format::default(),
            Some(text) => text.parse().map_err(|error: reelcraft_core::Error| {
                Failure::invalid("#/format", error.to_string())
            })?,
        };
        let fps = match fps {
            None => FrameRate::default(),
            Some(fps) => FrameRate::from_fps(fps)
                .map_err(|error| Failure::invalid("#/fps", error.to_string()))?,
        };
        let mut scenes: Vec<Scene> = scenes.into_iter().map(scene_of).collect();
        if let Some(url) = &voiceover_url {
            self.add_lines(&mut scenes, url).await;
        }
        let first_line = scenes
            .iter()
            .map(|scene| scene.line.clone())
            .find(|line| !line.is_empty());
        let title = title
            .filter(|title| !title.trim().is_empty())
            .or(first_line);
        let lines: Vec<&str> = scenes.iter().map(|scene| scene.line.as_str()).collect();
        let language = language_of(&self.0, language.as_deref(), &lines.join(" "))?;
        Ok(Project {
            reel: Reel {
                topic: Some(title.unwrap_or_else(|| "Reel".to_owned())),
                language,
                format,
                fps,
                ..Reel::default()
            },
            voice: Voice {
                provider: match voiceover_url {
                    Some(_) => VoiceProvider::File,
                    None => VoiceProvider::None,
                },
                file: voiceover_url.map(PathBuf::from),
                ..Voice::default()
            },
            music: Music {
                track: music_url.unwrap_or_else(|| "none".to_owned()),
                volume: music_volume.unwrap_or(0.3),
                ducking: ducking.unwrap_or(true),
                ..Music::default()
            },
            captions: Captions {
                style: captions.map(|choice| choice.0).unwrap_or_default(),
                look: caption_look.map(|choice| choice.0).unwrap_or_default(),
                position: caption_position.map(|choice| choice.0).unwrap_or_default(),
                ..Captions::default()
            },
            transition: Transition {
                effect: transition_effect.map(|choice| choice.0).unwrap_or_default(),
                duration: transition_duration.unwrap_or(0.5),
            },
            scenes,
            ..Project::default()
        })
    }

    /// A voiceover that was spoken here knows its lines: where the request names none and their
    /// number fits, they are those of the scenes.
    async fn add_lines(&self, scenes: &mut [Scene], url: &str) {
        let Ok(path) = url.parse::<AssetPath>() else {
            return;
        };
        let Ok(asset) = self.0.assets.find(&path).await else {
            return;
        };
        let lines = asset.facts.lines;
        if lines.len() == scenes.len() && scenes.iter().all(|scene| scene.line.is_empty()) {
            for (scene, line) in scenes.iter_mut().zip(lines) {
                scene.line = line;
            }
        }
    }
}

fn scene_of(scene: RenderScene) -> Scene {
    let RenderScene {
        image_url,
        duration,
        script_line,
        motion,
        transition,
    } = scene;
    Scene {
        line: script_line.unwrap_or_default(),
        image: Some(PathBuf::from(image_url)),
        duration,
        motion: motion.map(|choice| choice.0).unwrap_or_default(),
        transition: transition.map(|choice| choice.0),
        ..Scene::default()
    }
}
