//! Draws a card: from a request to the bytes of a file.

use std::sync::Arc;

use reelcraft_core::provider::ImageRequest;
use reelcraft_core::{Digest, Error, Result};

use super::canvas::Canvas;
use super::composition::{Composition, Scene, Stage};
use super::finish;
use super::illustration::{self, Artwork};
use super::palette;
use super::seed::Seed;
use crate::script::subject_of;

/// The largest card, in pixels along one side.
const LARGEST_SIDE_PX: u32 = 4096;

/// Draws the card of a request; gives a JPEG.
pub(crate) fn draw(request: &ImageRequest) -> Result<Vec<u8>> {
    let prompt = request.prompt.trim();
    if prompt.is_empty() {
        return Err(Error::invalid_input("the image prompt is empty")
            .hint("say what the picture shows, in a few words"));
    }
    let size = request.size;
    let side = size.width.max(size.height);
    if side > LARGEST_SIDE_PX || size.width.min(size.height) == 0 {
        return Err(Error::invalid_input(format!(
            "picture size {size} is outside 1 to {LARGEST_SIDE_PX} pixels"
        )));
    }
    let style = request.style.as_deref();
    // The size is left out, so that a card in another format still looks like itself.
    let base = Digest::builder("card-1")
        .field(prompt)
        .optional(style)
        .field(request.language.to_string());
    let variant = Digest::builder("card-variant")
        .field(base.clone().finish().as_str())
        .field(request.variant.to_le_bytes())
        .finish();
    let (base, variant) = (Seed::new(&base.finish()), Seed::new(&variant));

    let subject = subject_of(prompt);
    let selection = illustration::find(subject, &request.language, request.variant, &base);
    let palette = palette::choose(prompt, style, request.variant, &base);
    let composition = Composition::choose(prompt, style, request.variant, &base);
    tracing::debug!(
        main = selection.main,
        others = ?selection.others,
        palette = palette.name,
        ?composition,
        "drawing a card"
    );

    let missing = |emoji: &str| Error::internal(format!("there is no illustration of {emoji}"));
    let hero = Artwork::of(selection.main).ok_or_else(|| missing(selection.main))?;
    let others: Vec<Arc<Artwork>> = selection
        .others
        .iter()
        .filter_map(|emoji| Artwork::of(emoji))
        .collect();
    let canvas = Canvas::new(size.width, size.height)
        .ok_or_else(|| Error::internal(format!("no memory for a picture of {size}")))?;
    let mut scene = Scene {
        stage: Stage::new(size.width, size.height),
        canvas,
        palette,
        hero,
        others,
        seed: variant.branch("composition"),
    };
    composition.draw(&mut scene);
    finish::jpeg(&scene.canvas, &variant)
        .map_err(|error| Error::internal("cannot write the card").because(error))
}
