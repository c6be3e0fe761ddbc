//! How much one service gives.

use std::num::NonZeroUsize;

use reelcraft_core::{Error, Problem, Result};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

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
    /// The largest font file that is taken.
    pub font_file: Bytes,
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
    /// The most that all files of the service may take, besides its cache of finished segments,
    /// which has a bound of its own; `None`: what the disk holds.
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
            font_file: Bytes::mb(30),
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

impl Limits {
    /// Changes single limits by their names; values are written as in the settings file, texts
    /// without quotes. All that are wrong are told at once.
    pub fn with(&self, changes: &[(String, String)]) -> Result<Self> {
        let table = |limits: &Self| {
            Table::try_from(limits)
                .map_err(|error| Error::internal("cannot write the limits").because(error))
        };
        let mut limits = self.clone();
        let mut problems = Vec::new();
        for (name, value) in changes {
            let value = match value.trim().parse::<i64>() {
                Ok(number) => Value::Integer(number),
                Err(_) => Value::String(value.trim().to_owned()),
            };
            let mut changed = table(&limits)?;
            changed.insert(name.clone(), value);
            match changed.try_into() {
                Ok(changed) => limits = changed,
                Err(error) => problems.push(Problem {
                    field: name.clone(),
                    position: None,
                    message: error.message().to_owned(),
                    hint: None,
                }),
            }
        }
        if problems.is_empty() {
            return Ok(limits);
        }
        Err(Error::invalid("some limits cannot be set", problems)
            .hint("`reelcraft serve --print-config` prints all limits"))
    }
}

fn cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_limits_are_changed_by_name() {
        let change = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let changes = [change("picture_file", "30 MB"), change("temp_days", " 3 ")];
        let limits = Limits::default().with(&changes).unwrap();
        assert_eq!((limits.picture_file, limits.temp_days), (Bytes::mb(30), 3));
        assert_eq!(limits.queue, Limits::default().queue);

        let wrong = [change("pictures", "1"), change("temp_days", "many")];
        let error = Limits::default().with(&wrong).unwrap_err();
        let fields: Vec<&str> = error.problems().iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["pictures", "temp_days"]);
    }
}
