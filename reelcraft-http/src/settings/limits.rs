//! How much one service gives.

use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

use super::Bytes;

/// How much one service gives: what comes in, what runs, what is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest picture file that is taken.
    pub picture_file: Bytes,
    /// The largest picture that is taken, in megapixels.
    pub picture_megapixels: u32,
    /// The largest sound file that is taken.
    pub audio_file: Bytes,
    /// The longest sound that is taken, in seconds.
    pub audio_secs: u32,
    /// The largest project archive that is taken.
    pub archive_file: Bytes,
    /// The largest JSON body.
    pub json_body: Bytes,
    /// How deep JSON may be nested.
    pub json_depth: usize,
    /// How many renders run at once; `None`: one for every two cores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renders: Option<NonZeroUsize>,
    /// How many other jobs run at once: they mostly wait for a provider.
    pub generations: NonZeroUsize,
    /// How many jobs may wait; one more is refused with 429.
    pub queue: usize,
    /// How many uploads are decoded at once; `None`: one for every core.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoders: Option<NonZeroUsize>,
    /// How many connections are open at once.
    pub connections: usize,
    /// How long an ordinary request may take, in seconds.
    pub request_secs: u64,
    /// How long an answer that waits for a job may take, in seconds.
    pub job_answer_secs: u64,
    /// The most that all files of the service may take; `None`: what the disk holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk: Option<Bytes>,
    /// How much of the disk stays free whatever happens.
    pub disk_free: Bytes,
    /// How many days a temporary file is kept that no project uses.
    pub temp_days: u32,
    /// How many days finished jobs are remembered.
    pub job_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            picture_file: Bytes::mb(25),
            picture_megapixels: 80,
            audio_file: Bytes::mb(100),
            audio_secs: 3600,
            archive_file: Bytes::mb(500),
            json_body: Bytes::mb(2),
            json_depth: 32,
            renders: None,
            generations: NonZeroUsize::MIN.saturating_add(7),
            queue: 100,
            decoders: None,
            connections: 1024,
            request_secs: 30,
            job_answer_secs: 900,
            disk: None,
            disk_free: Bytes::mb(500),
            temp_days: 7,
            job_days: 30,
        }
    }
}

impl Limits {
    /// How many renders run at once.
    pub fn renders(&self) -> NonZeroUsize {
        let half = NonZeroUsize::new(cores().get() / 2).unwrap_or(NonZeroUsize::MIN);
        self.renders.unwrap_or(half)
    }

    /// How many uploads are decoded at once.
    pub fn decoders(&self) -> NonZeroUsize {
        self.decoders.unwrap_or_else(cores)
    }
}

fn cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
