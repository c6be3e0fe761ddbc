//! The camera's path over a still picture.

use reelcraft_core::FrameRange;
use reelcraft_core::project::{Fit, FrameSize, Motion};
use reelcraft_core::timeline::{Clip, Timeline};

use super::View;
use super::placing::Placing;
use crate::picture::CanvasLayout;

/// The zoom factor at strength 1; at strength 0.5 it is 1.15.
pub const MAX_ZOOM: f64 = 1.3;

/// The part of a move in which the camera gets under way, and again in which it slows down.
const RAMP: f64 = 0.12;
/// The speed at both ends, relative to the speed between the ramps. A camera that stood still
/// there would make two stops in every transition.
const END_SPEED: f64 = 0.5;
/// A picture whose shape differs less from the frame's is cropped by that little, where all of
/// it is to be seen: a hairline of backdrop at two edges looks like a mistake.
const SAME_SHAPE: f64 = 0.02;

/// The canvas that a clip's picture is prepared for, and the camera's path over it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CameraPlan {
    /// How the picture is prepared.
    pub layout: CanvasLayout,
    from: View,
    to: View,
    frames: FrameRange,
}

impl CameraPlan {
    /// Plans the move over a clip's picture of `picture` pixels, turned upright.
    pub fn new(timeline: &Timeline, clip: &Clip, picture: FrameSize) -> Self {
        let frame = timeline.size;
        let secs = timeline.frame_rate.secs_at(clip.visible.len());
        let strength = if clip.strength.is_finite() {
            clip.strength.clamp(0.0, 1.0)
        } else {
            0.0
        };
        let is_contained =
            clip.fit == Fit::Contain && (picture.aspect() / frame.aspect()).ln().abs() > SAME_SHAPE;
        let placing = Placing {
            frame,
            picture,
            contained: is_contained,
            clip,
        };
        let (layout, from, to) = match clip.motion {
            // `Auto` was resolved when the timeline was planned.
            Motion::None | Motion::Auto => placing.still(),
            _ if strength == 0.0 => placing.still(),
            Motion::ZoomIn => placing.zoom(1.0 + (MAX_ZOOM - 1.0) * strength),
            Motion::ZoomOut => {
                let (layout, far, near) = placing.zoom(1.0 + (MAX_ZOOM - 1.0) * strength);
                (layout, near, far)
            }
            Motion::PanLeft | Motion::PanRight => placing.pan(strength, secs, false),
            Motion::PanUp | Motion::PanDown => placing.pan(strength, secs, true),
        };
        let (from, to) = match clip.motion {
            Motion::PanLeft | Motion::PanUp => (to, from),
            _ => (from, to),
        };
        Self {
            layout,
            from,
            to,
            frames: clip.visible,
        }
    }

    /// Whether the camera never moves.
    pub fn is_still(&self) -> bool {
        self.from == self.to
    }

    /// What the camera sees in a frame of the timeline. Before its first and after its last
    /// frame it stands still.
    pub fn view(&self, frame: u64) -> View {
        let last = self.frames.len().saturating_sub(1);
        let at = frame.saturating_sub(self.frames.start).min(last);
        let time = if last == 0 {
            0.0
        } else {
            at as f64 / last as f64
        };
        self.view_at(eased(time))
    }

    /// What the camera sees when it went this part of its way. A zoom is exponential, so that
    /// it looks equally fast all the way, and straight toward one point of the picture.
    fn view_at(&self, way: f64) -> View {
        let (from, to) = (self.from, self.to);
        let ratio = to.width / from.width;
        let (scale, part) = if (ratio - 1.0).abs() < 1e-9 {
            (1.0, way)
        } else {
            let scale = ratio.powf(way);
            (scale, (scale - 1.0) / (ratio - 1.0))
        };
        View {
            left: from.left + (to.left - from.left) * part,
            top: from.top + (to.top - from.top) * part,
            width: from.width * scale,
            height: from.height * scale,
        }
    }
}

/// The part of the way after this part of the time: constant speed between two ramps in which
/// the speed grows and falls linearly.
fn eased(time: f64) -> f64 {
    let cruise = 1.0 / (1.0 - RAMP * (1.0 - END_SPEED));
    let ramp =
        |time: f64| cruise * (END_SPEED * time + (1.0 - END_SPEED) * time * time / (2.0 * RAMP));
    if time < RAMP {
        ramp(time.max(0.0))
    } else if time > 1.0 - RAMP {
        1.0 - ramp((1.0 - time).max(0.0))
    } else {
        ramp(RAMP) + cruise * (time - RAMP)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reelcraft_core::FrameRate;
    use reelcraft_core::project::Focus;

    use super::*;
    use crate::picture::Placement;

    fn plan(
        motion: Motion,
        strength: f64,
        fit: Fit,
        focus: Focus,
        picture: FrameSize,
    ) -> CameraPlan {
        let clip = Clip {
            picture: "p.png".into(),
            picture_digest: String::new(),
            frames: FrameRange::new(0, 135),
            visible: FrameRange::new(0, 135),
            motion,
            strength,
            fit,
            focus,
            card: None,
        };
        let timeline = Timeline {
            title: String::new(),
            language: "en".into(),
            size: FrameSize::new(1080, 1920),
            frame_rate: FrameRate::whole(30),
            clips: vec![clip.clone()],
            transitions: Vec::new(),
            watermark: None,
            cover: reelcraft_core::timeline::CoverSource::Any,
            captions: None,
            voice: None,
            music: None,
            length: 135,
        };
        CameraPlan::new(&timeline, &clip, picture)
    }

    fn simple(motion: Motion) -> CameraPlan {
        plan(
            motion,
            0.5,
            Fit::Fill,
            Focus::default(),
            FrameSize::new(1242, 2208),
        )
    }

    #[test]
    fn a_zoom_goes_from_all_of_the_canvas_to_one_frame_of_it() {
        let zoom = simple(Motion::ZoomIn);
        assert_eq!(zoom.layout.canvas, FrameSize::new(1242, 2208));
        let (first, last) = (zoom.view(0), zoom.view(134));
        assert!((first.width - 1242.0).abs() < 1e-9 && first.left.abs() < 1e-9);
        assert!((last.width - 1080.0).abs() < 1e-9 && (last.height - 1920.0).abs() < 1e-9);
        let out = simple(Motion::ZoomOut);
        assert!((out.view(0).width - 1080.0).abs() < 1e-9);
        assert!((out.view(134).width - 1242.0).abs() < 1e-9);
    }

    #[test]
    fn a_zoom_is_exponential_between_its_ramps() {
        let zoom = simple(Motion::ZoomIn);
        let ratio = |frame| zoom.view(frame + 1).width / zoom.view(frame).width;
        for frame in 20..110 {
            assert!((ratio(frame) - ratio(60)).abs() < 1e-9, "{frame}");
        }
        assert!(ratio(0) > ratio(60), "it begins more slowly");
    }

    #[test]
    fn a_zoom_ends_at_the_focus_point_as_far_as_the_picture_allows() {
        let focus = Focus { x: 0.52, y: 0.0 };
        let zoom = plan(
            Motion::ZoomIn,
            0.5,
            Fit::Fill,
            focus,
            FrameSize::new(1242, 2208),
        );
        let last = zoom.view(134);
        let centre = last.left + last.width / 2.0;
        assert!((centre - 0.52 * 1242.0).abs() <= 1.0, "{centre}");
        assert!(last.top.abs() < 1e-9);
    }

    #[test]
    fn directions_are_those_of_the_camera() {
        let left = simple(Motion::PanLeft);
        assert!(left.view(0).left > left.view(134).left && left.view(134).left.abs() < 1e-9);
        let right = simple(Motion::PanRight);
        assert!(right.view(0).left < right.view(134).left);
        let up = simple(Motion::PanUp);
        assert!(up.view(0).top > up.view(134).top);
        let down = simple(Motion::PanDown);
        assert!(down.view(0).top < down.view(134).top);
        assert!((down.view(134).top - 162.0).abs() < 1e-9);
    }

    #[test]
    fn a_wide_picture_gives_a_long_pan_in_a_long_scene() {
        let wide = plan(
            Motion::PanRight,
            0.5,
            Fit::Fill,
            Focus::default(),
            FrameSize::new(4000, 2000),
        );
        // 4.5 seconds at 4.5 % of 1080 pixels.
        assert_eq!(wide.layout.canvas.width, 1080 + 218);
        assert_eq!(wide.layout.canvas.height, 1920);
    }

    #[test]
    fn none_and_strength_0_stand_still() {
        assert!(simple(Motion::None).is_still());
        let still = plan(
            Motion::ZoomIn,
            0.0,
            Fit::Fill,
            Focus::default(),
            FrameSize::new(10, 10),
        );
        assert!(still.is_still());
        assert_eq!(still.layout.canvas, FrameSize::new(1080, 1920));
        assert!(!simple(Motion::PanUp).is_still());
    }

    proptest! {
        #[test]
        fn the_camera_never_leaves_the_canvas_nor_turns_back(
            motion in 1usize..Motion::ALL.len(), strength in 0.0f64..=1.0,
            x in 0.0f64..=1.0, y in 0.0f64..=1.0,
            width in 1u32..6000, height in 1u32..6000, contain: bool,
        ) {
            let motion = Motion::ALL[motion];
            let fit = if contain { Fit::Contain } else { Fit::Fill };
            let plan = plan(motion, strength, fit, Focus { x, y }, FrameSize::new(width, height));
            let canvas = plan.layout.canvas;
            prop_assert!(canvas.width.is_multiple_of(2) && canvas.height.is_multiple_of(2));
            let views: Vec<View> = (0..135).map(|frame| plan.view(frame)).collect();
            for view in &views {
                prop_assert!(view.left >= -1e-6 && view.top >= -1e-6);
                prop_assert!(view.left + view.width <= f64::from(canvas.width) + 1e-6);
                prop_assert!(view.top + view.height <= f64::from(canvas.height) + 1e-6);
                prop_assert!((view.width / view.height - 0.5625).abs() < 1e-9);
                if let Placement::Within(rect) = plan.layout.placement {
                    let place = rect.fitting(FrameSize::new(width, height));
                    prop_assert!(f64::from(place.left) >= view.left - 2.0);
                    prop_assert!(f64::from(place.left + place.size.width) <= view.left + view.width + 2.0);
                }
            }
            for pair in views.windows(3) {
                let turn = (pair[1].left - pair[0].left) * (pair[2].left - pair[1].left);
                prop_assert!(turn >= -1e-12);
            }
        }

        #[test]
        fn easing_runs_from_0_to_1_and_never_back(time in 0.0f64..1.0) {
            prop_assert!(eased(0.0).abs() < 1e-12 && (eased(1.0) - 1.0).abs() < 1e-12);
            prop_assert!(eased(time) <= eased((time + 0.01).min(1.0)));
            prop_assert!((eased(time) + eased(1.0 - time) - 1.0).abs() < 1e-12);
        }
    }
}
