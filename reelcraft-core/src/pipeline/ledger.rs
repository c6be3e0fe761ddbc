//! What was generated for a project: every version of every asset, what it was made from, and
//! what it cost.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::provider::Origin;
use crate::{AtomicFile, Digest, Error, IoContext, LineSpan, Result, sweep};

/// What kind of thing was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// The lines of a script, in `text`, one a line.
    Script,
    /// An image prompt, in `text`; its origin is a line.
    Prompt,
    /// A picture; `text` is its prompt.
    Image,
    /// The sound of one line; `text` is the line.
    Speech,
    /// The sound of the whole script, with `lines`.
    Voiceover,
    /// The person's own recording, with `lines` as they were found in it.
    Recording,
    /// The person's own picture, found to be readable.
    Picture,
}

impl AssetKind {
    /// The folder of its files inside the assets folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Image | Self::Picture => "images",
            _ => "voice",
        }
    }
}

/// One thing that was generated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What it is.
    pub kind: AssetKind,
    /// Digest of what the person sees as its cause: prompt and style, or line and voice. While
    /// it equals that of the project as it is now, the asset is current; else it is stale.
    pub inputs: Digest,
    /// Digest of everything that made it, provider and variant included: asking again for the
    /// same thing costs nothing.
    pub key: Digest,
    /// Counts the times it was redone; 0 is the first version.
    pub variant: u32,
    /// The file, relative to the project's folder; `None` for texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Digest of the file's bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Digest>,
    /// The text that was made, or that the file was made from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When each line is spoken, for voiceovers and recordings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Option<LineSpan>>>,
    /// How long a sound is, in seconds; 0 for other things.
    #[serde(default)]
    pub secs: f64,
    /// What made it, and what that took.
    pub origin: Origin,
    /// Seconds since 1970.
    pub made_at: u64,
}

/// The records of a project, kept in one JSON file in its assets folder, and the files they
/// speak of. Nothing is ever removed from it: older versions can be restored.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    assets: PathBuf,
    records: Vec<Record>,
    // Locked as long as this process works on the project; `None` when it only looks.
    lock: Option<std::fs::File>,
}

#[derive(Serialize, Deserialize)]
struct LedgerFile {
    version: u32,
    records: Vec<Record>,
}

const VERSION: u32 = 1;

impl Ledger {
    /// Opens the ledger in an assets folder, making the folder if need be, and removes what a
    /// killed process left half-written. One process works on a project at a time: the folder
    /// is locked until the ledger is dropped.
    pub fn open(folder: &Path, assets: &Path) -> Result<Self> {
        std::fs::create_dir_all(assets).io_context("create the folder", assets)?;
        let lock = std::fs::File::open(assets).io_context("open the folder", assets)?;
        if let Err(std::fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Error::unavailable(format!(
                "another reelcraft is working on {}",
                assets.display()
            ))
            .hint("wait for it, or stop it"));
        }
        sweep(folder)?;
        for part in ["", "images", "voice", "versions"] {
            sweep(&assets.join(part))?;
        }
        Ok(Self {
            records: Self::read(assets)?,
            folder: folder.to_owned(),
            assets: assets.to_owned(),
            lock: Some(lock),
        })
    }

    /// Looks at the ledger of a project without locking or changing anything.
    pub fn peek(folder: &Path, assets: &Path) -> Result<Self> {
        Ok(Self {
            records: Self::read(assets)?,
            folder: folder.to_owned(),
            assets: assets.to_owned(),
            lock: None,
        })
    }

    fn read(assets: &Path) -> Result<Vec<Record>> {
        let path = Self::path_in(assets);
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            bytes => bytes.io_context("read", &path)?,
        };
        let file: LedgerFile = serde_json::from_slice(&bytes).map_err(|error| {
            Error::invalid_input(format!("{} is damaged", path.display()))
                .hint("move it away: pictures and voice named in the project are kept as your own")
                .because(error)
        })?;
        if file.version > VERSION {
            return Err(Error::invalid_input(format!(
                "{} was written by a newer version of reelcraft",
                path.display()
            ))
            .hint("update reelcraft"));
        }
        Ok(file.records)
    }

    fn path_in(assets: &Path) -> PathBuf {
        assets.join("ledger.json")
    }

    /// All records, oldest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Finds what was made for exactly this request, if its file is still whole.
    pub fn find(&self, key: &Digest) -> Option<&Record> {
        let newest_first = self.records.iter().rev();
        newest_first
            .filter(|record| record.key == *key)
            .find(|record| self.is_whole(record))
    }

    /// Finds the record of a file named in the project, by path and by content: a file that was
    /// changed by the person is the person's own.
    pub fn of_file(&self, kind: AssetKind, file: &Path) -> Option<&Record> {
        self.records.iter().rev().find(|record| {
            record.kind == kind && record.file.as_deref() == Some(file) && self.is_whole(record)
        })
    }

    /// Whether a file named in the project was generated, even if it is lost or changed now.
    pub fn generated(&self, file: &Path) -> bool {
        let mut files = self
            .records
            .iter()
            .filter_map(|record| record.file.as_deref());
        files.any(|known| known == file)
    }

    /// Counts the versions of an asset with these inputs that were made so far.
    pub fn next_variant(&self, kind: AssetKind, inputs: &Digest) -> u32 {
        self.records
            .iter()
            .filter(|record| record.kind == kind && record.inputs == *inputs)
            .map(|record| record.variant + 1)
            .max()
            .unwrap_or(0)
    }

    fn is_whole(&self, record: &Record) -> bool {
        match (&record.file, &record.content) {
            (Some(file), Some(content)) => {
                Digest::of_file(&self.folder.join(file)).is_ok_and(|digest| digest == *content)
            }
            _ => true,
        }
    }

    /// Writes a generated file under a name made from its key, and gives its path relative to
    /// the project's folder. It is whole on the disk before its record is.
    pub fn write_file(
        &self,
        kind: AssetKind,
        key: &Digest,
        extension: &str,
        bytes: &[u8],
    ) -> Result<PathBuf> {
        let short: String = key.as_str().chars().take(16).collect();
        let target = self
            .assets
            .join(kind.folder())
            .join(format!("{short}.{extension}"));
        AtomicFile::write(&target, bytes)?;
        let relative = target.strip_prefix(&self.folder).unwrap_or(&target);
        Ok(relative.to_owned())
    }

    /// Adds a record; it is on the disk when this returns.
    pub fn add(&mut self, record: Record) -> Result<()> {
        if self.lock.is_none() {
            return Err(Error::internal(
                "a ledger that was opened to look is not changed",
            ));
        }
        self.records.push(record);
        let file = LedgerFile {
            version: VERSION,
            records: std::mem::take(&mut self.records),
        };
        let text = serde_json::to_vec_pretty(&file);
        self.records = file.records;
        let text =
            text.map_err(|error| Error::internal("cannot write the ledger").because(error))?;
        AtomicFile::write(&Self::path_in(&self.assets), &text)
    }
}

/// Seconds since 1970.
pub(super) fn now_secs() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}
