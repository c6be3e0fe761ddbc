//! Finding all bad pictures before the first frame is encoded.

use std::collections::HashSet;
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use reelcraft_core::project::Problem;
use reelcraft_core::timeline::Timeline;
use reelcraft_core::{Control, Error, ErrorKind, Result};

use super::picture_cache::PictureCache;
use crate::picture;

/// Decodes the pictures of some clips fully, each file once, on all cores. As many as the cache
/// has room for stay prepared, so that a short video decodes nothing twice.
pub(super) fn check_pictures(
    timeline: &Timeline,
    cache: &PictureCache,
    clips: &[usize],
    control: &Control,
) -> Result<()> {
    let mut seen = HashSet::new();
    let distinct: Vec<(usize, &Path)> = clips
        .iter()
        .filter_map(|index| {
            let clip = timeline.clips.get(*index)?;
            let card = clip.card.as_ref();
            let has_picture = card.is_none_or(|card| card.background.is_none());
            has_picture.then_some((*index, clip.picture.as_path()))
        })
        .filter(|(_, path)| seen.insert(*path))
        .collect();
    // A canvas has 1.5 bytes a pixel and is larger than the frame by the zoom on both sides.
    let frame_px = timeline.size.width as usize * timeline.size.height as usize;
    let canvas_bytes = frame_px * 5 / 2;
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some((index, path)) = distinct.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = control.check().and_then(|()| {
                if cache.has_room_for(canvas_bytes) {
                    cache.get(timeline, *index).map(drop)
                } else {
                    picture::inspect(path).map(drop)
                }
            });
            if let Err(error) = result {
                failures
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((*index, error));
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for thread in 1..cores.min(distinct.len()) {
            let name = format!("check-pictures-{thread}");
            // This thread does all the work where no other one can be started.
            let _ = std::thread::Builder::new()
                .name(name)
                .spawn_scoped(scope, work);
        }
        work();
    });
    control.check()?;
    let mut failures = failures
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    failures.sort_by_key(|(index, _)| *index);
    joined(failures)
}

/// Makes one error of all failures. It has the kind that all of them share; where they differ,
/// a picture that cannot be read counts before a missing one.
fn joined(mut failures: Vec<(usize, Error)>) -> Result<()> {
    let named = |index: usize, error: Error| error.context(format!("scene {}", index + 1));
    if failures.len() <= 1 {
        return match failures.pop() {
            Some((index, error)) => Err(named(index, error)),
            None => Ok(()),
        };
    }
    let kind = failures
        .iter()
        .map(|(_, error)| error.kind())
        .find(|kind| **kind == ErrorKind::Media)
        .or(failures.first().map(|(_, error)| error.kind()))
        .cloned()
        .unwrap_or(ErrorKind::Media);
    let texts: Vec<String> = failures
        .iter()
        .map(|(index, error)| format!("scene {}: {error}", index + 1))
        .collect();
    let problems = failures
        .iter()
        .map(|(index, error)| Problem {
            field: format!("scene[{}].image", index + 1),
            position: None,
            message: error.to_string(),
            hint: error.hint_text().map(str::to_owned),
        })
        .collect();
    let text = format!(
        "{} pictures cannot be used: {}",
        failures.len(),
        texts.join("; ")
    );
    Err(Error::invalid(text, problems).with_kind(kind))
}
