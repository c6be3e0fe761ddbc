//! The picture of an answer: decoded, and looked at.

use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{PictureFile, PictureType};

use super::shapes::is_like;
use crate::base64;
use crate::policy::Failure;
use crate::reading::{Reading, check_declined, check_end, empty, unusable};
use crate::settings::Kind;
use crate::wire::Response;

/// The smallest picture that is good, in pixels of its shorter side.
const MIN_SIDE_PX: u32 = 64;
/// The largest that any model draws is 5504 pixels high; more than this is a wrong header.
const MAX_SIDE_PX: u32 = 16_384;

/// Takes the picture out of an answer: the last one, as those before it are drafts.
pub(super) fn read(
    model: &str,
    answer: &Response,
    wanted: FrameSize,
) -> Result<Reading<PictureFile>, Failure> {
    check_declined(answer)?;
    let Some(blob) = answer.files().next_back() else {
        check_end(model, Kind::Image, answer)?;
        let words = crate::plain_text::clean(&answer.text());
        return Err(if words.is_empty() {
            empty(model, "there is no picture in it")
        } else {
            Failure::Declined(words)
        });
    };
    let bytes =
        base64::decode(&blob.data).ok_or_else(|| empty(model, "the picture is no base64"))?;
    let picture_type = PictureType::sniff(&bytes)
        .ok_or_else(|| unusable(model, "the picture is no JPEG, PNG or WebP"))?;
    if !is_whole(&bytes, picture_type) {
        return Err(unusable(model, "the picture ends too early"));
    }
    let size = size_of(&bytes).ok_or_else(|| unusable(model, "the picture cannot be read"))?;
    if size.width.max(size.height) > MAX_SIDE_PX {
        let reason = format!("the picture says it has {size} pixels");
        return Err(unusable(model, reason));
    }
    let flaw = if size.width.min(size.height) < MIN_SIDE_PX {
        Some(format!("it has only {size} pixels"))
    } else if is_like(size, wanted) {
        None
    } else {
        Some(format!("its shape is {size} and not that of {wanted}"))
    };
    let value = PictureFile {
        bytes,
        picture_type,
    };
    Ok(match flaw {
        None => Reading::Good(value),
        Some(flaw) => Reading::Poor { value, flaw },
    })
}

/// The size that a file's header tells.
fn size_of(bytes: &[u8]) -> Option<FrameSize> {
    let size = imagesize::blob_size(bytes).ok()?;
    let side = |px: usize| u32::try_from(px).ok().filter(|px| *px > 0);
    Some(FrameSize::new(side(size.width)?, side(size.height)?))
}

/// Whether the mark at a file's end is there. What follows it does no harm.
fn is_whole(bytes: &[u8], picture_type: PictureType) -> bool {
    let has = |mark: &[u8]| bytes.windows(mark.len()).rev().any(|part| part == mark);
    match picture_type {
        PictureType::Jpeg => has(&[0xFF, 0xD9]),
        PictureType::Png => has(b"IEND"),
        PictureType::Webp => {
            let length = bytes.get(4..8).and_then(|four| four.try_into().ok());
            let length = length.map_or(0, u32::from_le_bytes) as usize;
            bytes.len() >= length.saturating_add(8)
        }
    }
}
