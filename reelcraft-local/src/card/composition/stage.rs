//! Where things stand on a card of any shape.

/// The measures of a card. Everything is laid out relative to one length, around a middle
/// that lies above the place of the captions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stage {
    /// Width in pixels.
    pub(crate) width: f32,
    /// Height in pixels.
    pub(crate) height: f32,
    /// The side of the square in which the scene is composed, in pixels: the width, or less where
    /// the card is so low that names above and captions below would be in the way.
    pub(crate) short: f32,
    /// The middle of the main illustration.
    pub(crate) focus: (f32, f32),
}

/// Where the main illustration stands, as a part of the height: over the captions, under the
/// buttons and names that the apps lay over the top.
const FOCUS_HEIGHT: f32 = 0.43;

/// Part of the height that the scene takes at most.
const TALLEST_SHARE: f32 = 0.76;

/// Part of the short side that the main illustration takes.
const HERO_SIZE: f32 = 0.5;

impl Stage {
    /// Measures a card.
    pub(crate) fn new(width_px: u32, height_px: u32) -> Self {
        let (width, height) = (width_px as f32, height_px as f32);
        Self {
            width,
            height,
            short: width.min(height * TALLEST_SHARE),
            focus: (width / 2.0, height * FOCUS_HEIGHT),
        }
    }

    /// A length as a part of the short side.
    pub(crate) fn part(&self, share: f32) -> f32 {
        self.short * share
    }

    /// The size of the main illustration.
    pub(crate) fn hero_size(&self) -> f32 {
        self.part(HERO_SIZE)
    }

    /// The point at parts of the width and the height.
    pub(crate) fn at(&self, across: f32, down: f32) -> (f32, f32) {
        (self.width * across, self.height * down)
    }

    /// The point at a distance from the middle, in parts of the short side.
    pub(crate) fn beside_focus(&self, across: f32, down: f32) -> (f32, f32) {
        (
            self.focus.0 + self.part(across),
            self.focus.1 + self.part(down),
        )
    }

    /// The distance from the middle to the farthest corner.
    pub(crate) fn reach(&self) -> f32 {
        self.focus.0.hypot(self.height - self.focus.1)
    }

    /// Places for smaller things around the main one: upper right, lower left, upper left, lower
    /// right. They keep clear of it, of the edges and of the captions.
    pub(crate) fn corners(&self) -> [(f32, f32); 4] {
        let across = (self.width * 0.31).min(self.short * 0.72);
        let down = (self.height * 0.205).min(self.short * 0.42);
        let (x, y) = self.focus;
        let lower = down * 0.97;
        [
            (x + across, y - down),
            (x - across, y + lower),
            (x - across * 0.94, y - down * 0.92),
            (x + across * 0.97, y + lower * 0.86),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_keep_clear_of_middle_edges_and_captions() {
        for (width, height) in [
            (1080, 1920),
            (1080, 1350),
            (1080, 1080),
            (1920, 1080),
            (1280, 400),
        ] {
            let stage = Stage::new(width, height);
            let half = stage.part(0.09);
            for (x, y) in stage.corners() {
                let distance = (x - stage.focus.0).hypot(y - stage.focus.1);
                assert!(
                    distance > stage.hero_size() / 2.0 + half,
                    "{width}x{height}"
                );
                assert!(x > half && x < stage.width - half);
                assert!(
                    y > stage.height * 0.12 && y < stage.height * 0.78,
                    "{width}x{height} {y}"
                );
            }
        }
    }
}
