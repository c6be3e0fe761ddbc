//! From whatever a decoder gives to 48 kHz stereo floats.

use std::ffi::c_int;
use std::ptr;

use reelcraft_core::SAMPLE_RATE_HZ;
use video_rs::ffmpeg::{self, ffi, frame};

/// Filter taps on each side at the lower rate, twice the default of libswresample: the stop band
/// of a 44.1 kHz source begins where hearing ends.
const FILTER_TAPS: i64 = 64;
/// Where the filter begins to fall, as part of the lower Nyquist frequency.
const CUTOFF: f64 = 0.97;
/// Largest sum of what goes to one side, so that full scale stays full scale when channels are
/// mixed down; for floats libswresample would not keep to it by itself.
const MIX_DOWN_LIMIT: f64 = 1.0;

/// Rates that sound has. At a few samples a second, a small file would fill the memory.
const RATES_HZ: std::ops::RangeInclusive<c_int> = 4_000..=768_000;
/// What libswresample has room for (`SWR_CH_MAX`).
const MOST_CHANNELS: c_int = 64;

/// Converts decoded sound to 48 kHz stereo.
///
/// One channel goes to both sides unchanged; more than two are mixed down by libswresample's
/// matrix, and an arrangement nobody knows alternately to the left and to the right. The first
/// sample that comes out belongs to the first that went in.
pub(crate) struct Resampler {
    context: *mut ffi::SwrContext,
    source: SourceFormat,
}

// SAFETY: the context is owned by this value alone and is not tied to a thread.
unsafe impl Send for Resampler {}

/// What a resampler was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SourceFormat {
    sample_format: c_int,
    rate_hz: c_int,
    channels: c_int,
    /// Which loudspeakers the channels are for, a bit each; 0 when nobody knows.
    speakers: u64,
}

impl SourceFormat {
    fn of(frame: &frame::Audio) -> Result<Self, ffmpeg::Error> {
        // SAFETY: a frame::Audio always holds an allocated AVFrame, and the mask is the member of
        // the union that is in use when the order is native.
        let format = unsafe {
            let frame = &*frame.as_ptr();
            let layout = &frame.ch_layout;
            let is_known = layout.order == ffi::AVChannelOrder::AV_CHANNEL_ORDER_NATIVE;
            Self {
                sample_format: frame.format,
                rate_hz: frame.sample_rate,
                channels: layout.nb_channels,
                speakers: if is_known { layout.u.mask } else { 0 },
            }
        };
        if !RATES_HZ.contains(&format.rate_hz)
            || !(1..=MOST_CHANNELS).contains(&format.channels)
            || format.sample_format < 0
        {
            return Err(ffmpeg::Error::InvalidData);
        }
        Ok(format)
    }

    /// How much of each input channel goes to the left and the right side, for arrangements that
    /// libswresample's own matrix is not wanted for or does not know.
    fn own_matrix(self, is_known: bool) -> Option<Vec<f64>> {
        let channels = self.channels as usize;
        if channels == 1 {
            return Some(vec![1.0, 1.0]);
        }
        if is_known {
            return None;
        }
        let share = 1.0 / channels.div_ceil(2) as f64;
        let side = |odd: usize| {
            (0..channels).map(move |channel| if channel % 2 == odd { share } else { 0.0 })
        };
        Some(side(0).chain(side(1)).collect())
    }
}

impl Resampler {
    /// Makes a resampler for sound like that in `frame`.
    pub(crate) fn for_frame(frame: &frame::Audio) -> Result<Self, ffmpeg::Error> {
        let source = SourceFormat::of(frame)?;
        // SAFETY: both layouts are plain values without heap parts (native or unspecified order),
        // the context is checked for null before use, every option is set before swr_init, and
        // the matrix has two rows of `channels` entries as its stride says,
        // at most as many as libswresample keeps. The context is owned
        // by the returned value from the moment it exists, so every way out frees it.
        unsafe {
            let mut stereo = std::mem::zeroed::<ffi::AVChannelLayout>();
            ffi::av_channel_layout_default(&raw mut stereo, 2);
            let mut layout = std::mem::zeroed::<ffi::AVChannelLayout>();
            if source.speakers == 0 {
                ffi::av_channel_layout_default(&raw mut layout, source.channels);
            } else {
                check(ffi::av_channel_layout_from_mask(
                    &raw mut layout,
                    source.speakers,
                ))?;
            }
            let is_known = layout.order == ffi::AVChannelOrder::AV_CHANNEL_ORDER_NATIVE;
            let mut context = ptr::null_mut();
            check(ffi::swr_alloc_set_opts2(
                &raw mut context,
                &raw mut stereo,
                ffi::AVSampleFormat::AV_SAMPLE_FMT_FLT,
                SAMPLE_RATE_HZ as c_int,
                &raw mut layout,
                frame.format().into(),
                source.rate_hz,
                0,
                ptr::null_mut(),
            ))?;
            if context.is_null() {
                return Err(ffmpeg::Error::Unknown);
            }
            let resampler = Self { context, source };
            ffi::av_opt_set_int(context.cast(), c"filter_size".as_ptr(), FILTER_TAPS, 0);
            ffi::av_opt_set_double(context.cast(), c"cutoff".as_ptr(), CUTOFF, 0);
            let name = c"rematrix_maxval".as_ptr();
            ffi::av_opt_set_double(context.cast(), name, MIX_DOWN_LIMIT, 0);
            if let Some(matrix) = source.own_matrix(is_known) {
                check(ffi::swr_set_matrix(
                    context,
                    matrix.as_ptr(),
                    source.channels,
                ))?;
            }
            check(ffi::swr_init(context))?;
            Ok(resampler)
        }
    }

    /// Whether `frame` has the format this resampler was made for.
    pub(crate) fn accepts(&self, frame: &frame::Audio) -> bool {
        SourceFormat::of(frame).is_ok_and(|format| format == self.source)
    }

    /// Appends what `frame` gives; some of it stays inside until more comes.
    pub(crate) fn convert(
        &mut self,
        frame: &frame::Audio,
        output: &mut Vec<[f32; 2]>,
    ) -> Result<(), ffmpeg::Error> {
        if !self.accepts(frame) {
            return Err(ffmpeg::Error::InputChanged);
        }
        // SAFETY: the frame is alive during the call, and its format, channels and rate are those
        // of the context, so extended_data points to as many planes as are read.
        unsafe {
            let frame = &*frame.as_ptr();
            self.run(
                frame.extended_data.cast::<*const u8>(),
                frame.nb_samples,
                output,
            )
        }
    }

    /// Appends what is still inside, once, after the last frame.
    pub(crate) fn finish(&mut self, output: &mut Vec<[f32; 2]>) -> Result<(), ffmpeg::Error> {
        // SAFETY: no input is how libswresample is told that the sound ended.
        unsafe { self.run(ptr::null_mut(), 0, output) }
    }

    /// # Safety
    ///
    /// `planes` is null, or points to the planes of `samples` samples in the source format.
    unsafe fn run(
        &mut self,
        planes: *mut *const u8,
        samples: c_int,
        output: &mut Vec<[f32; 2]>,
    ) -> Result<(), ffmpeg::Error> {
        // SAFETY: the context is valid; `room` frames of two floats are allocated from `start` on
        // and the converter writes no more than that many interleaved frames there.
        let (start, written) = unsafe {
            let room = check(ffi::swr_get_out_samples(self.context, samples))?;
            let start = output.len();
            output.resize(start + room as usize, [0.0; 2]);
            let mut destination = output.as_mut_ptr().add(start).cast::<u8>();
            let written =
                ffi::swr_convert(self.context, &raw mut destination, room, planes, samples);
            (start, written)
        };
        output.truncate(start + written.max(0) as usize);
        check(written).map(|_| ())
    }
}

impl Drop for Resampler {
    fn drop(&mut self) {
        // SAFETY: the context came from swr_alloc_set_opts2 and is freed once.
        unsafe { ffi::swr_free(&raw mut self.context) }
    }
}

fn check(code: c_int) -> Result<c_int, ffmpeg::Error> {
    if code < 0 {
        Err(ffmpeg::Error::from(code))
    } else {
        Ok(code)
    }
}
