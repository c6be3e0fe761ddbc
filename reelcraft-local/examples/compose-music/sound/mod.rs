//! The sounding side: instruments from a SoundFont, the mixer, effects and the finish.

mod audio;
mod delay;
mod dynamics;
mod filter;
mod instrument;
mod loudness;
mod mastering;
mod mixer;
mod pump;
mod reverb;
mod strip;
mod synth;
mod tape;

pub(crate) use audio::{SAMPLE_RATE, Stereo};
pub(crate) use delay::Echo;
pub(crate) use instrument::Instrument;
pub(crate) use loudness::{Loudness, integrated_lufs, measure};
pub(crate) use mastering::{Mastering, master};
pub(crate) use mixer::mix;
pub(crate) use reverb::Room;
pub(crate) use strip::Strip;
pub(crate) use synth::Orchestra;
pub(crate) use tape::Tape;
