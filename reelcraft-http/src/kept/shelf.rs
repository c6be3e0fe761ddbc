//! What was made, by the digest of everything that made it.

use reelcraft_core::provider::Origin;
use reelcraft_core::{Digest, Result};
use sqlx::{Row as _, SqlitePool};

use crate::clock::now_millis;
use crate::database::During as _;

/// One thing that a provider made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeptThing {
    /// What it is: `script`, `line`, `prompts`, `picture`, `speech`.
    pub(crate) what: &'static str,
    /// Digest of the request without its variant: all versions of one thing share it.
    pub(crate) family: Digest,
    /// Which version it is, from 0.
    pub(crate) variant: u32,
    /// The lines, or what goes with the file, as JSON.
    pub(crate) value: String,
    /// What made it, and what that took.
    pub(crate) origin: Origin,
    /// The address of its file.
    pub(crate) asset: Option<String>,
}

/// What was made, by the digest of everything that made it.
#[derive(Debug, Clone)]
pub(crate) struct KeptShelf(SqlitePool);

impl KeptShelf {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self(pool)
    }

    /// Finds a thing: its JSON, what made it, and the address of its file.
    pub(crate) async fn find(
        &self,
        key: &Digest,
    ) -> Result<Option<(String, Origin, Option<String>)>> {
        let row = sqlx::query("SELECT value, origin, asset FROM kept WHERE key = ?1")
            .bind(key.as_str())
            .fetch_optional(&self.0)
            .await
            .during("look for what was made")?;
        let Some(row) = row else { return Ok(None) };
        sqlx::query("UPDATE kept SET used_at = ?2 WHERE key = ?1")
            .bind(key.as_str())
            .bind(now_millis())
            .execute(&self.0)
            .await
            .during("note what was made")?;
        let origin: String = row.try_get("origin").during("read what was made")?;
        Ok(Some((
            row.try_get("value").during("read what was made")?,
            serde_json::from_str(&origin).unwrap_or_default(),
            row.try_get("asset").during("read what was made")?,
        )))
    }

    /// Keeps a thing.
    pub(crate) async fn keep(&self, key: &Digest, thing: &KeptThing) -> Result<()> {
        let origin = serde_json::to_string(&thing.origin).during("write JSON")?;
        sqlx::query(
            "INSERT OR REPLACE INTO kept (key, what, family, variant, value, origin, asset, \
             made_at, used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
        )
        .bind(key.as_str())
        .bind(thing.what)
        .bind(thing.family.as_str())
        .bind(thing.variant)
        .bind(&thing.value)
        .bind(origin)
        .bind(&thing.asset)
        .bind(now_millis())
        .execute(&self.0)
        .await
        .during("keep what was made")
        .map(drop)
    }

    /// The number of the next version of a thing. Each is given once.
    pub(crate) async fn next_variant(&self, family: &Digest) -> Result<u32> {
        sqlx::query_scalar(
            "INSERT INTO variants (family, next) \
             SELECT ?1, coalesce(max(variant) + 1, 0) + 1 FROM kept WHERE family = ?1 \
             ON CONFLICT (family) DO UPDATE SET next = max(next + 1, excluded.next) \
             RETURNING next - 1",
        )
        .bind(family.as_str())
        .fetch_one(&self.0)
        .await
        .during("count versions")
    }

    /// Forgets what nobody has needed since a time.
    pub(crate) async fn forget_before(&self, millis: i64) -> Result<()> {
        sqlx::query("DELETE FROM kept WHERE used_at < ?1")
            .bind(millis)
            .execute(&self.0)
            .await
            .during("forget what was made")
            .map(drop)
    }
}
