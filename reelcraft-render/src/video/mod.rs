//! Video: segments encoded in parallel, kept for the next render, and joined.

mod disk_space;
mod encode_segments;
mod encoder;
mod encoder_settings;
mod frame_progress;
mod frame_source;
mod halt;
mod join;
mod lease;
mod plan;
mod poster;
mod seal;
mod segment_file;
mod segment_key;
mod segment_store;

pub use encode_segments::{EncodeReport, SegmentEncoder};
pub use encoder::Encoder;
pub use encoder_settings::{EncoderSettings, X264};
pub use frame_source::{FrameSource, SegmentFrames};
pub use halt::Halt;
pub use join::join;
pub use lease::Lease;
pub use plan::{PlannedSegment, plan_segments};
pub use poster::frame_jpeg;
pub use segment_file::{EncodedPacket, EncodedSegment};
pub use segment_key::ENGINE_VERSION;
pub use segment_store::{DEFAULT_LIMIT_BYTES, SegmentStore, StoreInfo};

pub(crate) use disk_space::require_space;
pub(crate) use segment_key::frame_key;
