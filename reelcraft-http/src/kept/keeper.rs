//! Asking a provider for something, at most once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use reelcraft_core::provider::{Generated, Origin};
use reelcraft_core::{Control, Digest, Error, ErrorKind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::calls::{Call, CallTable};
use super::shelf::{KeptShelf, KeptThing};
use crate::assets::Assets;
use crate::id::Id;

/// What is said of a call that was under way when the service stopped.
pub(crate) const INTERRUPTED: &str =
    "the service stopped while this was being made; it may have been billed";

/// The room that the largest picture or speech takes, in bytes.
const ROOM_OF_RESULT: u64 = 32_000_000;

/// Calls to this provider cost nothing, and are simply made again.
const FREE: &str = "local";

/// Asks providers on behalf of a job: what was made before is not made again, what is made is
/// kept before anything else happens to it, and what may have been billed is not asked for again
/// unless the person says so.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    pub(crate) shelf: KeptShelf,
    pub(crate) calls: CallTable,
    pub(crate) assets: Assets,
    pub(crate) locks: Locks,
    pub(crate) job: Id,
    /// What paid calls look at: they go on when the service is being stopped, so that what is
    /// paid for arrives.
    pub(crate) paid: Control,
}

/// Lets one task at a time ask for the same thing, so that the next ones find it made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Locks(Arc<Mutex<HashMap<Digest, Arc<tokio::sync::Mutex<()>>>>>);

impl Locks {
    async fn alone(&self, key: &Digest) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that nobody holds any more are forgotten.
            if locks.len() > 1000 {
                locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            }
            Arc::clone(locks.entry(key.clone()).or_default())
        };
        lock.lock_owned().await
    }
}

/// What is asked for.
pub(super) struct Question<'a> {
    pub(super) provider: &'a str,
    /// `script`, `line`, `prompts`, `picture`, `speech`.
    pub(super) what: &'static str,
    /// The beginning of what it is about.
    pub(super) about: &'a str,
    /// All of the request.
    pub(super) request: String,
    /// All of the request but its variant.
    pub(super) family: Digest,
    /// Which of the possible ones.
    pub(super) variant: u32,
}

/// What a provider gave, in the form in which it is kept.
pub(super) struct Answer<V> {
    pub(super) value: V,
    /// A picture or sound: its bytes and the ending of its name.
    pub(super) file: Option<(Vec<u8>, &'static str)>,
}

impl Keeper {
    /// Finds what was made before, or has it made and keeps it.
    pub(super) async fn ask<V, F>(
        &self,
        question: Question<'_>,
        control: &Control,
        make: impl FnOnce(Control) -> F,
    ) -> Result<Generated<Answer<V>>>
    where
        V: Serialize + DeserializeOwned,
        F: Future<Output = Result<Generated<Answer<V>>>>,
    {
        let key = Digest::builder("kept 1")
            .field(question.provider)
            .field(question.what)
            .field(&question.request)
            .finish();
        let _alone = control
            .or_cancelled(async { Ok(self.locks.alone(&key).await) })
            .await?;
        let is_paid = question.provider != FREE;
        if let Some(known) = self.find(&key).await? {
            if is_paid {
                self.calls.end(&key).await?;
            }
            return Ok(known);
        }
        control.check()?;
        let made = if is_paid {
            self.make_paid(&key, &question, make).await?
        } else {
            make(control.clone()).await?
        };
        self.keep(&key, &question, &made).await?;
        if is_paid {
            self.calls.end(&key).await?;
        }
        Ok(made)
    }

    async fn make_paid<V, F>(
        &self,
        key: &Digest,
        question: &Question<'_>,
        make: impl FnOnce(Control) -> F,
    ) -> Result<Generated<Answer<V>>>
    where
        F: Future<Output = Result<Generated<Answer<V>>>>,
    {
        // What is paid for must have a place to be kept in.
        self.assets.disk().require_for_work(ROOM_OF_RESULT)?;
        if self.calls.is_interrupted(key, &self.job).await? {
            return Err(Error::unavailable(INTERRUPTED).hint("try again to have it made"));
        }
        let call = Call {
            provider: question.provider.to_owned(),
            what: question.what.to_owned(),
            about: question.about.chars().take(200).collect(),
        };
        self.calls.begin(key, &self.job, &call).await?;
        let made = make(self.paid.clone()).await;
        if made.is_err() {
            // It has ended, and gave nothing: the next try is a new call.
            self.calls.end(key).await?;
        }
        made
    }

    async fn find<V: DeserializeOwned>(
        &self,
        key: &Digest,
    ) -> Result<Option<Generated<Answer<V>>>> {
        let Some((value, origin, asset)) = self.shelf.find(key).await? else {
            return Ok(None);
        };
        let Ok(value) = serde_json::from_str(&value) else {
            return Ok(None);
        };
        let file = match asset.map(|asset| asset.parse::<crate::assets::AssetPath>()) {
            None => None,
            Some(Err(_)) => return Ok(None),
            Some(Ok(path)) => match self.assets.read(&path).await {
                Ok(bytes) => {
                    self.assets.touch(&path).await.ok();
                    Some((bytes.to_vec(), path.extension()))
                }
                // It was removed: it is made again.
                Err(error) if *error.kind() == ErrorKind::NotFound => return Ok(None),
                // It may be there, and was paid for.
                Err(error) => return Err(error),
            },
        };
        let origin = Origin {
            // It was paid for once.
            usage: reelcraft_core::provider::Usage::default(),
            ..origin
        };
        Ok(Some(Generated {
            value: Answer { value, file },
            origin,
        }))
    }

    async fn keep<V: Serialize>(
        &self,
        key: &Digest,
        question: &Question<'_>,
        made: &Generated<Answer<V>>,
    ) -> Result<()> {
        let asset = match &made.value.file {
            None => None,
            Some((bytes, extension)) => {
                let facts = crate::assets::Facts::default();
                let bytes = bytes::Bytes::copy_from_slice(bytes);
                let shelf = crate::assets::Shelf::Temp;
                Some(
                    self.assets
                        .put(shelf, extension, bytes, &facts)
                        .await?
                        .to_string(),
                )
            }
        };
        let thing = KeptThing {
            what: question.what,
            family: question.family.clone(),
            variant: question.variant,
            value: serde_json::to_string(&made.value.value)
                .map_err(|error| Error::internal("cannot write JSON").because(error))?,
            origin: made.origin.clone(),
            asset,
        };
        self.shelf.keep(key, &thing).await
    }
}
