//! What glyphs look like.

use cosmic_text::{CacheKey, FontSystem, SwashCache, SwashContent};
use tiny_skia::{Path, PathBuilder, Pixmap, PremultipliedColorU8};

/// What a glyph looks like, in pixels from its origin, y downward.
#[derive(Debug)]
pub(super) enum GlyphArt {
    /// A shape to be filled.
    Outline(Path),
    /// A picture in colours of its own.
    Picture {
        picture: Pixmap,
        left: f32,
        top: f32,
    },
}

/// Draws a glyph; `None` where it has no ink.
pub(super) fn draw(
    key: CacheKey,
    system: &mut FontSystem,
    swash: &mut SwashCache,
) -> Option<GlyphArt> {
    let image = swash.get_image_uncached(system, key)?;
    if image.content == SwashContent::Color {
        let mut picture = Pixmap::new(image.placement.width, image.placement.height)?;
        let pixels = picture.pixels_mut().iter_mut();
        for (pixel, bytes) in pixels.zip(image.data.as_chunks::<4>().0) {
            *pixel = premultiplied(*bytes);
        }
        return Some(GlyphArt::Picture {
            picture,
            left: image.placement.left as f32,
            top: -image.placement.top as f32,
        });
    }
    let commands = swash.get_outline_commands_uncached(system, key)?;
    path_of(&commands).map(GlyphArt::Outline)
}

fn premultiplied([red, green, blue, alpha]: [u8; 4]) -> PremultipliedColorU8 {
    tiny_skia::ColorU8::from_rgba(red, green, blue, alpha).premultiply()
}

/// Turns the commands of an outline, y upward, into a path, y downward.
fn path_of(commands: &[cosmic_text::Command]) -> Option<Path> {
    use cosmic_text::Command;
    let mut path = PathBuilder::new();
    for command in commands {
        match command {
            Command::MoveTo(to) => path.move_to(to.x, -to.y),
            Command::LineTo(to) => path.line_to(to.x, -to.y),
            Command::QuadTo(over, to) => path.quad_to(over.x, -over.y, to.x, -to.y),
            Command::CurveTo(over, and, to) => {
                path.cubic_to(over.x, -over.y, and.x, -and.y, to.x, -to.y);
            }
            Command::Close => path.close(),
        }
    }
    path.finish()
}
