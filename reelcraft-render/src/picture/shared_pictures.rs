//! Decoded pictures that several renders share.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use reelcraft_core::{Digest, Result};

use super::{DecodedPicture, PictureFile};

/// The most that is kept, in bytes: about twenty pictures of 1024x1792.
const MOST_BYTES: usize = 112_000_000;

/// Decoded pictures that several renders of the same ones share: the first ones, up to a bound.
/// Each render goes through them in the same order, so to forget the oldest would be to keep none.
#[derive(Debug, Default)]
pub(crate) struct SharedPictures(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Whether another render comes that needs them.
    is_open: bool,
    bytes: usize,
    pictures: HashMap<Digest, DecodedPicture>,
}

impl SharedPictures {
    /// Begins a render; `is_last` says that none comes after it that needs the same pictures.
    pub(crate) fn begin(&self, is_last: bool) {
        self.lock().is_open = !is_last;
    }

    /// Ends a render.
    pub(crate) fn end(&self) {
        let mut kept = self.lock();
        if !kept.is_open {
            *kept = Kept::default();
        }
    }

    /// Decodes a picture, unless an earlier render did.
    pub(crate) fn decode(&self, file: &PictureFile) -> Result<DecodedPicture> {
        let digest = file.digest();
        if let Some(known) = self.lock().pictures.get(&digest) {
            return Ok(known.clone());
        }
        let picture = file.decode()?;
        let mut kept = self.lock();
        let bytes = kept.bytes + picture.samples.len();
        if kept.is_open && bytes <= MOST_BYTES {
            let before = kept.pictures.insert(digest, picture.clone());
            // Two threads may decode the same picture at once.
            kept.bytes = bytes - before.map_or(0, |before| before.samples.len());
        }
        Ok(picture)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_kept_until_the_last_render() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        image::RgbImage::from_pixel(40, 30, image::Rgb([1, 2, 3]))
            .save(&path)
            .unwrap();
        let shared = SharedPictures::default();
        let decode = || {
            let file = PictureFile::open(&path).unwrap();
            shared.decode(&file).unwrap()
        };
        shared.begin(false);
        assert_eq!(decode(), decode());
        shared.end();
        assert_eq!(shared.lock().bytes, 40 * 30 * 3);
        shared.begin(true);
        decode();
        shared.end();
        assert_eq!((shared.lock().bytes, shared.lock().pictures.len()), (0, 0));
        // A render alone keeps none.
        shared.begin(true);
        decode();
        assert_eq!(shared.lock().bytes, 0);
    }
}
