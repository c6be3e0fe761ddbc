//! The compositor: a frame is a pure function of the timeline and its index.
//!
//! [`Compositor`] prepares each picture once for the camera move over it. [`SegmentComposer`]
//! holds the one or two prepared pictures of a segment and composes its frames: the camera's
//! [`View`] of each picture is sampled at sub-pixel positions, and two views are joined by a
//! transition.

mod camera;
#[expect(clippy::module_inception, reason = "the compositor itself")]
mod compositor;
mod overlay;
mod picture_cache;
mod picture_check;
mod placing;
mod sample;
mod segment_composer;
mod transition;
mod view;
mod watermark;

pub use camera::{CameraPlan, MAX_ZOOM};
pub use compositor::Compositor;
pub use overlay::Overlay;
pub use sample::Sampler;
pub use segment_composer::SegmentComposer;
pub use transition::TransitionMixer;
pub use view::View;
