//! The files that have addresses.

mod disk;
mod housekeeping;
mod path;
mod receive;
mod serve;
mod store;
mod upload;
mod waveform;

pub(crate) use disk::Disk;
pub(crate) use housekeeping::keep_house;
pub(crate) use path::{AssetPath, Shelf};
pub(crate) use receive::{Received, receive_files};
pub(crate) use serve::{attachment, serve_asset};
pub(crate) use store::{Asset, Assets, Facts, Listed};
pub(crate) use upload::{UploadedKind, Uploads};
pub(crate) use waveform::Shapes;
