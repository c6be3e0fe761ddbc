//! Files of people, made harmless: decoded and written anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use image::{ExtendedColorType, ImageEncoder as _};
use jpeg_encoder::{ColorType, Encoder};
use reelcraft_core::{AtomicFile, Control, Error, IoContext as _, Result};
use reelcraft_render::audio::write_wav;
use reelcraft_render::caption::family_of;
use reelcraft_render::picture::{DecodedPicture, PictureFile, PictureLimits};
use tempfile::TempPath;
use tokio::sync::Semaphore;

use super::path::Shelf;
use super::receive::Received;
use super::store::{Asset, Assets, Facts};
use crate::background::{Unless, in_background};
use crate::database::During as _;
use crate::problem::{Answer, Code, Failure};
use crate::settings::Limits;

/// The quality of JPEG pictures, 1 to 100.
const JPEG_QUALITY: u8 = 92;
/// The memory that all decoding together may take, in units of 1 MiB.
const MEMORY_MIB: u32 = 2048;
/// The room that must be there before a sound is decoded, in bytes: five minutes of it.
const ROOM_OF_SOUND: u64 = 60_000_000;
/// How often it is looked whether there is room for more, and how much there must be, in bytes:
/// more than is written in between.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const LEAST_ROOM: u64 = 32_000_000;
/// How long decoding one file may take.
const DEADLINE: Duration = Duration::from_mins(2);

/// What a file shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadedKind {
    /// A picture of any supported kind.
    Picture,
    /// A sound of any supported kind.
    Sound,
    /// A TrueType or OpenType font. It is kept as it is.
    Font,
}

/// Decodes what people bring and writes it anew, so that nothing of the file itself is kept: no
/// metadata, nothing behind the end, nothing that is two things at once. A few at a time.
#[derive(Debug, Clone)]
pub(crate) struct Uploads {
    assets: Assets,
    folder: PathBuf,
    limits: Limits,
    workers: Arc<Semaphore>,
    memory: Arc<Semaphore>,
}

impl Uploads {
    pub(crate) fn new(assets: Assets, folder: PathBuf, limits: &Limits) -> Self {
        Self {
            assets,
            folder,
            workers: Arc::new(Semaphore::new(limits.decoders().get())),
            memory: Arc::new(Semaphore::new(MEMORY_MIB as usize)),
            limits: limits.clone(),
        }
    }

    /// Takes files in, all or none: gives their addresses, or says why one is not taken.
    pub(crate) async fn take(&self, files: Vec<(Received, UploadedKind)>) -> Answer<Vec<Asset>> {
        let mut taken = Vec::with_capacity(files.len());
        for (received, kind) in files {
            let label = received.label.clone();
            let decoding = tokio::time::timeout(DEADLINE, self.decode(received, kind));
            let decoded = decoding.await.map_err(|_| {
                Failure::new(Code::Timeout, "decoding the file takes too long")
                    .hint("save it again with an ordinary editor, smaller")
            })?;
            let (file, facts) = decoded.map_err(|error| told_by_label(error, label.as_deref()))?;
            taken.push((file, Facts { label, ..facts }));
        }
        let mut kept = Vec::with_capacity(taken.len());
        for (file, facts) in taken {
            let bytes = std::fs::metadata(&file).io_context("read", &file);
            self.assets
                .disk()
                .require(bytes.map_err(Failure::from)?.len())?;
            let path = self.assets.put_file(Shelf::Uploads, &file, &facts).await?;
            kept.push(self.assets.find(&path).await?);
        }
        Ok(kept)
    }

    /// Decodes a file and writes it anew. Where nobody waits for it any more, it stops soon, and
    /// leaves nothing behind.
    async fn decode(&self, received: Received, kind: UploadedKind) -> Result<(TempPath, Facts)> {
        let worker = Arc::clone(&self.workers)
            .acquire_owned()
            .await
            .during("wait for a decoder")?;
        let id = crate::id::Id::new()?;
        let stem = self.folder.join(id.as_str());
        let limits = self.limits.clone();
        let memory = Arc::clone(&self.memory);
        let opened = match kind {
            UploadedKind::Sound => {
                self.assets.disk().require_for_work(ROOM_OF_SOUND)?;
                None
            }
            UploadedKind::Font => None,
            UploadedKind::Picture => {
                let opened = open_picture(received.file.to_path_buf(), &limits).await?;
                let needed = (opened.working_bytes() >> 20) as u32 + 1;
                let permit = memory.acquire_many_owned(needed.min(MEMORY_MIB)).await;
                Some((opened, permit.during("wait for memory")?))
            }
        };
        let unless = Unless::given_up();
        let control = unless.control();
        let work = in_background(move || {
            // Both are given back when the work has ended, also when nobody waits for it.
            let _worker = worker;
            match opened {
                Some((picture, _permit)) => picture_anew(&picture, &stem),
                None if kind == UploadedKind::Font => font_as_it_is(&received.file, &stem),
                None => sound_anew(&received.file, &stem, limits.audio_secs, &control),
            }
        });
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done?,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            // How large it becomes is known only at its end: it stops while there is room.
            self.assets.disk().require_for_work(LEAST_ROOM)?;
        }
    }
}

/// Writes a sound anew, as WAV.
fn sound_anew(
    file: &Path,
    stem: &Path,
    longest_secs: u32,
    control: &Control,
) -> Result<(TempPath, Facts)> {
    let target = stem.with_extension("wav");
    let secs = write_wav(file, &target, longest_secs, control)?;
    let target = TempPath::try_from_path(target).during("keep the sound")?;
    let facts = Facts {
        secs: Some(secs),
        ..Facts::default()
    };
    Ok((target, facts))
}

/// Keeps a font that can be read. What is drawn with it comes out of code that trusts no font.
fn font_as_it_is(file: &Path, stem: &Path) -> Result<(TempPath, Facts)> {
    let bytes = std::fs::read(file).io_context("read", file)?;
    let extension = match bytes.get(..4) {
        Some(b"OTTO") => "otf",
        Some([0, 1, 0, 0] | b"true") => "ttf",
        _ => return Err(no_font()),
    };
    if family_of(bytes.clone()).is_none() {
        return Err(no_font());
    }
    let target = stem.with_extension(extension);
    AtomicFile::write(&target, &bytes).map_err(|error| error.context("keep the font"))?;
    let target = TempPath::try_from_path(target).during("keep the font")?;
    Ok((target, Facts::default()))
}

fn no_font() -> Error {
    Error::media("this is no font that can be read")
        .hint("upload a TrueType or OpenType file, .ttf or .otf")
}

async fn open_picture(file: PathBuf, limits: &Limits) -> Result<PictureFile> {
    let area_px = u64::from(limits.picture_megapixels) * 1_000_000;
    let limits = PictureLimits {
        file_bytes: limits.picture_file.0,
        area_px,
        decoded_bytes: area_px * 5,
        ..PictureLimits::default()
    };
    let opening = tokio::task::spawn_blocking(move || PictureFile::open_within(&file, limits));
    opening.await.during("open a picture")?
}

/// Writes a picture anew: as PNG where anything in it is transparent, else as JPEG.
fn picture_anew(picture: &PictureFile, stem: &Path) -> Result<(TempPath, Facts)> {
    let decoded = picture.decode()?;
    let (target, bytes) = if decoded.has_alpha {
        (stem.with_extension("png"), png(&decoded)?)
    } else {
        (stem.with_extension("jpg"), jpeg(&decoded)?)
    };
    AtomicFile::write(&target, &bytes).map_err(|error| error.context("keep the picture"))?;
    let target = TempPath::try_from_path(target).during("keep the picture")?;
    let facts = Facts {
        size_px: Some((decoded.size.width, decoded.size.height)),
        ..Facts::default()
    };
    Ok((target, facts))
}

fn png(picture: &DecodedPicture) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            &picture.samples,
            picture.size.width,
            picture.size.height,
            ExtendedColorType::Rgba8,
        )
        .during("write a PNG picture")?;
    Ok(bytes)
}

fn jpeg(picture: &DecodedPicture) -> Result<Vec<u8>> {
    let side = |px: u32| u16::try_from(px).during("write a JPEG picture");
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, JPEG_QUALITY)
        .encode(
            &picture.samples,
            side(picture.size.width)?,
            side(picture.size.height)?,
            ColorType::Rgb,
        )
        .during("write a JPEG picture")?;
    Ok(bytes)
}

/// Tells an error by what the person calls the file, not by where it lies here.
fn told_by_label(error: Error, label: Option<&str>) -> Failure {
    let mut failure = Failure::from(error);
    let is_ours = |word: &&str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .starts_with("incoming-")
    };
    let ours = failure
        .detail
        .split_whitespace()
        .find(is_ours)
        .map(str::to_owned);
    if let Some(ours) = ours {
        let ours = ours.trim_end_matches([':', ',']);
        failure.detail = failure.detail.replace(ours, label.unwrap_or("the file"));
    }
    failure
}
