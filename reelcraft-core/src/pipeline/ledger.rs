//! What was generated for a project: every version of every asset, what it was made from, and
//! what it cost.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::provider::{Origin, Usage};
use crate::{AtomicFile, Digest, Error, IoContext, LineSpan, Result, sweep};

/// What kind of thing was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// The lines of a script, in `text`, one a line.
    Script,
    /// A line that was written anew, in `text`.
    Line,
    /// An image prompt, in `text`; its origin is a line.
    Prompt,
    /// A picture; `text` is its prompt.
    Image,
    /// The sound of one or more lines that were spoken in one call; `text` is the lines, one a
    /// line.
    Speech,
    /// The sound of the whole script, with `lines`.
    Voiceover,
    /// The person's own recording, with `lines` as they were found in it.
    Recording,
    /// When the words of a voiceover are spoken, as they were found in it.
    Words,
    /// The person's own recording, made ready to be heard.
    Prepared,
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
    /// The scene's line that a prompt or picture was made for, or that was written anew.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line: String,
    /// Digests of the lines of a speech, as `inputs` is of one alone; empty for one alone. The
    /// keys of the speeches that a voiceover was made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spoken: Vec<Digest>,
    /// When each line is spoken, for speech of several lines, voiceovers and recordings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Option<LineSpan>>>,
    /// When each word of each line is spoken, in seconds from the start of its line; a line whose
    /// words nobody told of is empty or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Vec<LineSpan>>,
    /// The indexes of the lines whose times were found in the sound and are uncertain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<usize>,
    /// How long a sound is, in seconds; 0 for other things.
    #[serde(default)]
    pub secs: f64,
    /// What made it, and what that took.
    pub origin: Origin,
    /// Seconds since 1970.
    pub made_at: u64,
}

impl Record {
    /// Makes a record of what was just made.
    pub(super) fn new(
        kind: AssetKind,
        inputs: Digest,
        key: Digest,
        variant: u32,
        origin: Origin,
    ) -> Self {
        Self {
            kind,
            inputs,
            key,
            variant,
            file: None,
            content: None,
            text: String::new(),
            line: String::new(),
            spoken: Vec::new(),
            lines: None,
            words: Vec::new(),
            unsure: Vec::new(),
            secs: 0.0,
            origin,
            made_at: now_secs(),
        }
    }

    /// The index of a line, by its digest, among the lines of a speech.
    pub fn line_at(&self, line: &Digest) -> Option<usize> {
        if self.kind != AssetKind::Speech {
            None
        } else if self.spoken.is_empty() {
            (self.inputs == *line).then_some(0)
        } else {
            self.spoken.iter().position(|spoken| spoken == line)
        }
    }
}

/// The records of a project, kept in one file of JSON lines in its assets folder, and the files
/// they speak of. It only ever grows: older versions stay, and naming the file of one in the
/// project restores it.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    assets: PathBuf,
    records: Vec<Record>,
    broken: HashSet<PathBuf>,
    /// What was used up by calls that failed.
    lost: Usage,
    /// Videos and posters; without a digest where the process ended before it was noted.
    written: HashMap<String, Option<Digest>>,
    access: Access,
}

/// What may be done with the records of a project.
#[derive(Debug)]
enum Access {
    /// They are added to; the folder is locked as long as this process works on the project.
    Work(#[expect(dead_code, reason = "it holds the lock")] File),
    /// What is added is forgotten at the end.
    Scratch,
    /// Nothing is added.
    Look,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first line.
    Version(u32),
    /// Something was generated.
    Made(Box<Record>),
    /// A generated file turned out to be unreadable; it is not used again.
    Broken(PathBuf),
    /// Calls that failed took this.
    Lost(Usage),
    /// A file outside the assets folder is about to be written.
    Writing(String),
    /// What it is now: a file with this digest, or nothing.
    Written(String, Option<Digest>),
}

const VERSION: u32 = 1;

impl Ledger {
    /// Opens the ledger in an assets folder, making the folder if need be, and removes what a
    /// killed process left half-written. One process works on a project at a time: the folder
    /// is locked until the ledger is dropped.
    pub fn open(folder: &Path, assets: &Path) -> Result<Self> {
        std::fs::create_dir_all(assets).io_context("create the folder", assets)?;
        let lock = File::open(assets).io_context("open the folder", assets)?;
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
        let mut ledger = Self::peek(folder, assets)?;
        ledger.access = Access::Work(lock);
        Ok(ledger)
    }

    /// Opens the ledger of a project to find something out, without locking anything: what is
    /// added is known until it is dropped, and never written.
    pub fn scratch(folder: &Path, assets: &Path) -> Result<Self> {
        let mut ledger = Self::peek(folder, assets)?;
        ledger.access = Access::Scratch;
        Ok(ledger)
    }

    /// Looks at the ledger of a project without locking or changing anything.
    pub fn peek(folder: &Path, assets: &Path) -> Result<Self> {
        let mut ledger = Self {
            folder: folder.to_owned(),
            assets: assets.to_owned(),
            records: Vec::new(),
            broken: HashSet::new(),
            lost: Usage::default(),
            written: HashMap::new(),
            access: Access::Look,
        };
        let path = Self::path_in(assets);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ledger),
            text => text.io_context("read", &path)?,
        };
        // A line without an end was being written when a process was killed.
        let whole = text
            .rfind('\n')
            .map_or("", |end| text.get(..end).unwrap_or_default());
        for line in whole.lines().filter(|line| !line.is_empty()) {
            match serde_json::from_str(line) {
                Ok(Line::Version(version)) if version > VERSION => {
                    return Err(Error::invalid_input(format!(
                        "{} was written by a newer version of reelcraft",
                        path.display()
                    ))
                    .hint("update reelcraft"));
                }
                Ok(Line::Version(_)) => {}
                Ok(Line::Made(record)) => ledger.records.push(*record),
                Ok(Line::Broken(file)) => {
                    ledger.broken.insert(file);
                }
                Ok(Line::Lost(usage)) => ledger.lost += usage,
                Ok(Line::Writing(file)) => {
                    ledger.written.insert(file, None);
                }
                Ok(Line::Written(file, Some(digest))) => {
                    ledger.written.insert(file, Some(digest));
                }
                Ok(Line::Written(file, None)) => {
                    ledger.written.remove(&file);
                }
                Err(error) => {
                    let hint = "move it away: pictures and voice that the project names are \
                        then kept as your own";
                    return Err(
                        Error::invalid_input(format!("{} is damaged", path.display()))
                            .hint(hint)
                            .because(error),
                    );
                }
            }
        }
        Ok(ledger)
    }

    fn path_in(assets: &Path) -> PathBuf {
        assets.join("ledger.jsonl")
    }

    /// All records, oldest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Finds the newest text that was made from these inputs.
    pub fn text_of(&self, kind: AssetKind, inputs: &Digest) -> Option<&str> {
        self.records
            .iter()
            .rev()
            .find(|record| record.kind == kind && record.inputs == *inputs)
            .map(|record| record.text.as_str())
    }

    /// Finds what was made for exactly this request, if its file is still whole.
    pub fn find(&self, key: &Digest) -> Option<&Record> {
        let newest_first = self.records.iter().rev();
        newest_first
            .filter(|record| record.key == *key)
            .find(|record| self.is_whole(record))
    }

    /// Finds the newest sound of a provider in which a line, by its digest, is spoken, and which
    /// of its lines that is. A sound that the person has retouched stays what it is.
    pub fn take_of(&self, line: &Digest, provider: &str) -> Option<(&Record, usize)> {
        let is_there = |record: &Record| {
            let file = record.file.as_ref();
            file.is_some_and(|file| !self.broken.contains(file) && self.folder.join(file).is_file())
        };
        let newest_first = self.records.iter().rev();
        newest_first
            .filter(|record| record.origin.provider == provider)
            .filter_map(|record| Some((record, record.line_at(line)?)))
            .find(|(record, _)| is_there(record))
    }

    /// The newest of the assets of a kind that were made from these inputs.
    pub fn newest(&self, kind: AssetKind, inputs: &Digest) -> Option<&Record> {
        let mut newest_first = self.records.iter().rev();
        newest_first.find(|record| record.kind == kind && record.inputs == *inputs)
    }

    /// What everything took, failed calls included.
    pub fn usage(&self) -> Usage {
        let made = self.records.iter().map(|record| record.origin.usage);
        made.sum::<Usage>() + self.lost
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
                !self.broken.contains(file)
                    && Digest::of_settled_file(&self.folder.join(file))
                        .is_ok_and(|digest| digest == *content)
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
        let folder = self.assets.join(kind.folder());
        // A file of that name with other bytes was retouched by the person, or is broken.
        let names = std::iter::once(format!("{short}.{extension}"))
            .chain((2..).map(|number| format!("{short}-{number}.{extension}")));
        for name in names {
            let target = folder.join(name);
            match std::fs::read(&target) {
                Ok(existing) if existing != bytes => continue,
                Ok(_) => {}
                Err(_) => AtomicFile::write(&target, bytes)?,
            }
            let relative = target.strip_prefix(&self.folder).unwrap_or(&target);
            return Ok(relative.to_owned());
        }
        Err(Error::internal("there is no free file name"))
    }

    /// Adds records; they are on the disk when this returns.
    pub fn add(&mut self, records: impl IntoIterator<Item = Record>) -> Result<()> {
        let records: Vec<Record> = records.into_iter().collect();
        let lines: Vec<Line> = records
            .iter()
            .cloned()
            .map(Box::new)
            .map(Line::Made)
            .collect();
        self.append(&lines)?;
        self.records.extend(records);
        Ok(())
    }

    /// Notes that a generated file cannot be read, so that it is never used again.
    pub fn set_broken(&mut self, file: &Path) -> Result<()> {
        self.append(&[Line::Broken(file.to_owned())])?;
        self.broken.insert(file.to_owned());
        Ok(())
    }

    /// Notes what calls took that failed.
    pub fn lose(&mut self, usage: Usage) -> Result<()> {
        if usage == Usage::default() {
            return Ok(());
        }
        self.append(&[Line::Lost(usage)])?;
        self.lost += usage;
        Ok(())
    }

    /// Whether a video or poster may be replaced: it is not there, or it is as this project's
    /// last render left it.
    pub fn may_replace(&self, file: &Path) -> bool {
        let Ok(digest) = Digest::of_file(file) else {
            return !file.exists();
        };
        let known = self.written.get(&self.name_of(file));
        known.is_some_and(|known| known.as_ref().is_none_or(|known| *known == digest))
    }

    /// Notes that videos or posters are about to be written.
    pub fn begin_writing(&mut self, files: &[PathBuf]) -> Result<()> {
        let names = files.iter().map(|file| self.name_of(file));
        let names: Vec<String> = names.collect();
        let lines: Vec<Line> = names.iter().cloned().map(Line::Writing).collect();
        self.append(&lines)?;
        self.written
            .extend(names.into_iter().map(|name| (name, None)));
        Ok(())
    }

    /// Notes what became of them.
    pub fn end_writing(&mut self, files: &[PathBuf]) -> Result<()> {
        let files = files
            .iter()
            .map(|file| (self.name_of(file), Digest::of_file(file).ok()));
        let files: Vec<(String, Option<Digest>)> = files.collect();
        let lines = files.iter().cloned();
        let lines: Vec<Line> = lines
            .map(|(name, digest)| Line::Written(name, digest))
            .collect();
        self.append(&lines)?;
        for (name, digest) in files {
            match digest {
                Some(digest) => self.written.insert(name, Some(digest)),
                None => self.written.remove(&name),
            };
        }
        Ok(())
    }

    /// A file's path as seen from the project's folder, which may move.
    fn name_of(&self, file: &Path) -> String {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (file, folder) = (absolute(file), absolute(&self.folder));
        let name = file.strip_prefix(folder).unwrap_or(&file);
        name.to_string_lossy().into_owned()
    }

    fn append(&self, lines: &[Line]) -> Result<()> {
        match self.access {
            Access::Work(_) => {}
            Access::Scratch => return Ok(()),
            Access::Look => {
                return Err(Error::internal(
                    "a ledger that was opened to look is not changed",
                ));
            }
        }
        let path = Self::path_in(&self.assets);
        let mut file = File::options()
            .create(true)
            .read(true)
            .append(true)
            .open(&path)
            .io_context("open", &path)?;
        let mut text = String::new();
        let length = file.metadata().io_context("read", &path)?.len();
        if length == 0 {
            push_line(&mut text, &Line::Version(VERSION))?;
        } else if !ends_with_line(&mut file, length).io_context("read", &path)? {
            cut_torn_line(&mut file).io_context("write", &path)?;
        }
        for line in lines {
            push_line(&mut text, line)?;
        }
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_data())
            .io_context("write", &path)
    }
}

fn push_line(text: &mut String, line: &Line) -> Result<()> {
    let line = serde_json::to_string(line)
        .map_err(|error| Error::internal("cannot write the ledger").because(error))?;
    text.push_str(&line);
    text.push('\n');
    Ok(())
}

fn ends_with_line(file: &mut File, length: u64) -> std::io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Removes what was being written when a process was killed.
fn cut_torn_line(file: &mut File) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    file.set_len(end as u64)
}

/// Seconds since 1970.
fn now_secs() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}
