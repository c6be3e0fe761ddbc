//! How large a canvas is for a camera move, and where on it the move begins and ends.

use reelcraft_core::project::FrameSize;
use reelcraft_core::timeline::Clip;

use super::View;
use super::camera::MAX_ZOOM;
use crate::picture::{CanvasLayout, CanvasRect, Placement};

/// How much of the frame's shorter side a pan at strength 0.5 crosses in a second at least,
/// where the picture has that much to show.
const PAN_SIDES_PER_SEC: f64 = 0.045;

/// The next even number of pixels that is not smaller.
fn even_up(px: f64) -> u32 {
    ((px / 2.0 - 1e-9).ceil() * 2.0) as u32
}

/// Plans the canvas for a clip, and what the camera sees of it at both ends of its way.
pub(super) struct Placing<'a> {
    /// The size of the video's frames.
    pub(super) frame: FrameSize,
    /// The size of the picture.
    pub(super) picture: FrameSize,
    /// Whether all of the picture is seen, over its backdrop.
    pub(super) contained: bool,
    /// Whose picture it is.
    pub(super) clip: &'a Clip,
}

impl Placing<'_> {
    fn width(&self) -> f64 {
        f64::from(self.frame.width)
    }

    fn height(&self) -> f64 {
        f64::from(self.frame.height)
    }

    /// The layout of a canvas in which the rectangle is what the camera sees all the time.
    fn layout(&self, canvas: FrameSize, always_seen: CanvasRect) -> CanvasLayout {
        CanvasLayout {
            canvas,
            placement: if self.contained {
                Placement::Within(always_seen)
            } else {
                Placement::Cover(self.clip.focus)
            },
        }
    }

    /// No move: the canvas is the frame.
    pub(super) fn still(&self) -> (CanvasLayout, View, View) {
        let seen = CanvasRect {
            left: 0,
            top: 0,
            size: self.frame,
        };
        let view = View::whole(self.frame);
        (self.layout(self.frame, seen), view, view)
    }

    /// A zoom by `factor`, seen from far to near: first the whole canvas, then a frame's size of
    /// it around the focus point.
    pub(super) fn zoom(&self, factor: f64) -> (CanvasLayout, View, View) {
        let (width, height) = (self.width() * factor, self.height() * factor);
        let canvas = FrameSize::new(even_up(width), even_up(height));
        let centred = CanvasRect {
            left: (canvas.width - self.frame.width) / 4 * 2,
            top: (canvas.height - self.frame.height) / 4 * 2,
            size: self.frame,
        };
        let layout = self.layout(canvas, centred);
        let far = View {
            left: (f64::from(canvas.width) - width) / 2.0,
            top: (f64::from(canvas.height) - height) / 2.0,
            width,
            height,
        };
        let (x, y) = layout.focus_on_canvas(self.picture, self.clip.focus);
        // On even pixels the nearest view is the canvas itself, sample for sample.
        let near = |at: f64, frame: u32, canvas: u32| {
            let most = f64::from((canvas - frame) / 2 * 2);
            (((at - f64::from(frame) / 2.0) / 2.0).round() * 2.0).clamp(0.0, most)
        };
        let near = View {
            left: near(x, self.frame.width, canvas.width),
            top: near(y, self.frame.height, canvas.height),
            ..View::whole(self.frame)
        };
        (layout, far, near)
    }

    /// A pan toward the right or downward, across a canvas that is longer than the frame.
    pub(super) fn pan(
        &self,
        strength: f64,
        secs: f64,
        vertical: bool,
    ) -> (CanvasLayout, View, View) {
        let travel = self.travel(strength, secs, vertical);
        let (mut canvas, mut seen) = (self.frame, self.frame);
        let mut to = View::whole(self.frame);
        let mut start = CanvasRect {
            left: 0,
            top: 0,
            size: self.frame,
        };
        if vertical {
            canvas.height += travel;
            seen.height = seen.height.saturating_sub(travel);
            start.top = travel;
            to.top = f64::from(travel);
        } else {
            canvas.width += travel;
            seen.width = seen.width.saturating_sub(travel);
            start.left = travel;
            to.left = f64::from(travel);
        }
        let always_seen = CanvasRect {
            size: seen,
            ..start
        };
        (
            self.layout(canvas, always_seen),
            View::whole(self.frame),
            to,
        )
    }

    /// How far a pan goes, in canvas pixels, even.
    fn travel(&self, strength: f64, secs: f64, vertical: bool) -> u32 {
        let shorter = self.width().min(self.height());
        let side = if vertical {
            self.height()
        } else {
            self.width()
        };
        let base = (MAX_ZOOM - 1.0) * strength * shorter;
        let scale_x = self.width() / f64::from(self.picture.width);
        let scale_y = self.height() / f64::from(self.picture.height);
        let shown = if vertical {
            f64::from(self.picture.height)
        } else {
            f64::from(self.picture.width)
        };
        let travel = if self.contained {
            // The whole picture stays in the frame, so it becomes no smaller than needed.
            let free = side - shown * scale_x.min(scale_y);
            free.clamp(base / 2.0, base)
        } else {
            let surplus = shown * scale_x.max(scale_y) - side;
            let steady = PAN_SIDES_PER_SEC * (strength / 0.5) * shorter * secs;
            steady.min(surplus).max(base).min(side * 2.0)
        };
        ((travel / 2.0).round() * 2.0) as u32
    }
}
