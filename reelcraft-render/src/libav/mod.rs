//! The border to FFmpeg's libraries: everything that is `unsafe` is in this module.
#![allow(
    unsafe_code,
    reason = "FFmpeg's libraries are C; nothing outside this module touches them unsafely"
)]

mod aac;
mod h264;
mod input;
mod mux;
mod resample;

pub(crate) use aac::{AacPackets, AacWriter};
pub(crate) use h264::H264Encoder;
pub(crate) use input::SoundFile;
pub(crate) use mux::{Mp4Metadata, Mp4Writer, VideoPacket};

/// Buffers of at least so many bytes are asked of the system one by one.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BUFFER_BYTES: i32 = 1 << 20;

/// Prepares FFmpeg's libraries once in the life of the process. What they have to say goes into
/// errors; they print nothing.
///
/// Codecs and formats are there without being registered. Capture devices are not wanted: the
/// libraries they bring along would double the time that the program takes to start.
pub(crate) fn initialise() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| video_rs::ffmpeg::log::set_level(video_rs::ffmpeg::log::Level::Quiet));
}

/// The version of FFmpeg that is used, as it names itself, for example `5.1.6-0+deb12u1`.
pub(crate) fn version() -> String {
    // SAFETY: it gives a text without end of life, or nothing.
    let text = unsafe { video_rs::ffmpeg::ffi::av_version_info() };
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the text ends with a zero, as all texts of FFmpeg do.
    let text = unsafe { std::ffi::CStr::from_ptr(text) };
    text.to_string_lossy().into_owned()
}

/// Whether this FFmpeg has an H.264 encoder of this name; it need not work here.
pub(crate) fn has_h264_encoder(name: &str) -> bool {
    let found = video_rs::ffmpeg::encoder::find_by_name(name);
    found.is_some_and(|found| found.id() == video_rs::ffmpeg::codec::Id::H264)
}

/// Keeps glibc from putting pictures and the frames of encoders into its heap, where the next
/// ones do not fit between what is left. It does so by itself after the first large buffer is
/// freed; memory then grows with the number of scenes (`mallopt(3)`, `M_MMAP_THRESHOLD`).
pub(crate) fn give_large_buffers_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: `mallopt` takes plain numbers and may be called at any time from any thread.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BUFFER_BYTES);
    }
}
