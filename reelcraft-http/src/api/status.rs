//! How the service is.

use std::collections::BTreeMap;

use poem_openapi::payload::{Json, PlainText};
use poem_openapi::{ApiResponse, Object, OpenApi};
use reelcraft_render::video::Encoder;

use super::Tag;
use crate::background::in_background;
use crate::jobs::JobState;
use crate::problem::{Answer, Code, Failure};
use crate::service::Shared;

/// How the service is.
pub(crate) struct StatusApi(pub(crate) Shared);

/// How the service is.
#[derive(Debug, Object)]
pub(crate) struct Status {
    /// The version of Reelcraft.
    version: String,
    /// The version of FFmpeg, which reads and writes sounds and videos.
    ffmpeg: String,
    /// Who writes, draws and speaks, and why.
    providers: Vec<ProviderView>,
    /// The H.264 encoders that work on this machine; the first one is used.
    encoders: Vec<String>,
    /// What is under way.
    jobs: JobCounts,
    /// How much it gives.
    limits: LimitsView,
    /// How much room there is.
    disk: DiskView,
}

/// A provider, and whether it is used.
#[derive(Debug, Object)]
pub(crate) struct ProviderView {
    /// `gemini`, `local`.
    name: String,
    /// Whether it is what `auto` means now.
    used: bool,
    /// Whether it could be used.
    available: bool,
    /// Why it is, or is not.
    reason: String,
    /// What it uses for what: `script`, `pictures`, `voice`.
    models: BTreeMap<String, String>,
}

/// What is under way.
#[derive(Debug, Object)]
pub(crate) struct JobCounts {
    /// Jobs that are being worked on.
    running: u32,
    /// Jobs that wait.
    queued: u32,
}

/// How much the service gives.
#[derive(Debug, Object)]
pub(crate) struct LimitsView {
    /// Bytes of a picture file.
    picture_bytes: u64,
    /// Megapixels of a picture.
    picture_megapixels: u32,
    /// Bytes of a sound file.
    audio_bytes: u64,
    /// Seconds of a sound.
    audio_secs: u32,
    /// Bytes of a font file.
    font_bytes: u64,
    /// Renders at once.
    renders: u32,
    /// Other jobs at once.
    generations: u32,
    /// Jobs that may wait.
    queue: u32,
    /// Scenes of a project.
    scenes: u32,
    /// Days that a temporary file is kept which no project uses.
    temp_days: u32,
}

/// How much room there is.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DiskView {
    /// Bytes of all files of the service.
    used_bytes: u64,
    /// The most bytes that they may take, where there is a limit.
    limit_bytes: Option<u64>,
}

/// Whether the service is there.
#[derive(ApiResponse)]
pub(crate) enum Health {
    /// It is.
    #[oai(status = 200)]
    Fine(Json<HealthView>),
}

/// Whether the service is there.
#[derive(Debug, Object)]
pub(crate) struct HealthView {
    /// `ok`
    status: String,
}

#[OpenApi(tag = "Tag::Service")]
impl StatusApi {
    /// Say how the service is
    #[oai(path = "/api/status", method = "get", operation_id = "getStatus")]
    async fn status(&self) -> Answer<Json<Status>> {
        let limits = &self.0.settings.limits;
        let providers = self.0.providers.get(self.0.engine.providers()).await;
        let providers = providers.into_iter().map(|state| ProviderView {
            name: state.name,
            used: state.is_used,
            available: state.is_available,
            reason: state.reason,
            models: state.models,
        });
        let encoders = self.0.encoders.get_or_init(|| async {
            let working = in_background(Encoder::working).await;
            working.unwrap_or_else(|error| {
                tracing::warn!(reason = error.chain(), "the encoders could not be tried");
                Vec::new()
            })
        });
        let encoders = encoders.await.clone();
        let queued = self.0.queued().await?;
        Ok(Json(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            providers: providers.collect(),
            ffmpeg: reelcraft_render::ffmpeg_version(),
            encoders: encoders.into_iter().map(str::to_owned).collect(),
            jobs: JobCounts {
                running: self.0.jobs.running() as u32,
                queued,
            },
            limits: LimitsView {
                picture_bytes: limits.picture_file.0,
                picture_megapixels: limits.picture_megapixels,
                audio_bytes: limits.audio_file.0,
                audio_secs: limits.audio_secs,
                font_bytes: limits.font_file.0,
                renders: limits.renders().get() as u32,
                generations: limits.generations.get() as u32,
                queue: limits.queue as u32,
                scenes: reelcraft_core::Project::MAX_SCENES as u32,
                temp_days: limits.temp_days,
            },
            disk: DiskView {
                used_bytes: self.0.assets.disk().used(),
                limit_bytes: limits.disk.map(|bytes| bytes.0),
            },
        }))
    }

    /// Say whether the service lives
    #[oai(path = "/health/live", method = "get", operation_id = "isLive")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn live(&self) -> Health {
        Health::fine()
    }

    /// Say whether the service can do what it is for
    ///
    /// Its database answers, and it is not about to end.
    #[oai(path = "/health/ready", method = "get", operation_id = "isReady")]
    async fn ready(&self) -> Answer<Health> {
        self.ready_now().await
    }

    /// Give numbers for Prometheus
    #[oai(path = "/metrics", method = "get", operation_id = "getMetrics")]
    async fn metrics(&self) -> Answer<PlainText<String>> {
        let queued = self.0.queued().await?;
        let metrics = &self.0.metrics;
        metrics.now("jobs_queued", i64::from(queued));
        metrics.now("jobs_running", self.0.jobs.running() as i64);
        metrics.now("disk_used_bytes", self.0.assets.disk().used() as i64);
        Ok(PlainText(metrics.text()?))
    }
}

impl StatusApi {
    async fn ready_now(&self) -> Answer<Health> {
        if self.0.closing.is_cancelled() {
            return Err(Failure::new(
                Code::Unavailable,
                "the service is about to end",
            ));
        }
        self.0.jobs.table().count(JobState::Queued, "").await?;
        Ok(Health::fine())
    }
}

impl Health {
    fn fine() -> Self {
        Self::Fine(Json(HealthView {
            status: "ok".to_owned(),
        }))
    }
}
