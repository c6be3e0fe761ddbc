//! Playing parts with the instruments of a SoundFont.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use rustysynth::{SoundFont, Synthesizer, SynthesizerSettings};

use super::audio::{SAMPLE_RATE, Stereo};
use super::instrument::Instrument;
use crate::composition::{Note, Outcome};

/// Seconds rendered after the end of the piece for notes to die away.
const TAIL_SECS: f64 = 8.0;

/// Channel that plays percussion kits.
const PERCUSSION_CHANNEL: i32 = 9;

/// The instruments of one SoundFont.
pub(crate) struct Orchestra {
    sound_font: Arc<SoundFont>,
}

/// A key pressed or let go.
struct KeyEvent {
    frame: usize,
    pitch: i32,
    /// 0 lets the key go.
    velocity: i32,
}

impl Orchestra {
    /// Loads a SoundFont 2 file.
    pub(crate) fn load(path: &Path) -> Outcome<Self> {
        let file = File::open(path).map_err(|error| {
            format!(
                "cannot open the SoundFont {}: {error} (Debian has it in fluid-soundfont-gm)",
                path.display()
            )
        })?;
        let sound_font = SoundFont::new(&mut BufReader::new(file))
            .map_err(|error| format!("{} is no SoundFont: {error}", path.display()))?;
        Ok(Self {
            sound_font: Arc::new(sound_font),
        })
    }

    /// Plays notes dry; the sound is longer than the piece by the time notes may take to die away.
    pub(crate) fn play(
        &self,
        instrument: Instrument,
        notes: &[Note],
        beat_secs: f64,
        piece_frames: usize,
    ) -> Outcome<Stereo> {
        let mut settings = SynthesizerSettings::new(i32::try_from(SAMPLE_RATE)?);
        settings.block_size = 32;
        settings.maximum_polyphony = 256;
        settings.enable_reverb_and_chorus = false;
        let mut synthesizer = Synthesizer::new(&self.sound_font, &settings)?;
        let (channel, program) = match instrument {
            Instrument::Program(program) => (0, program),
            Instrument::Kit(program) => (PERCUSSION_CHANNEL, program),
        };
        synthesizer.process_midi_message(channel, 0xc0, i32::from(program), 0);

        let tail_frames = (TAIL_SECS * f64::from(SAMPLE_RATE)) as usize;
        let mut sound = Stereo::silence(piece_frames + tail_frames);
        let (mut left, mut right) = (sound.left.as_mut_slice(), sound.right.as_mut_slice());
        let mut frame = 0;
        for event in key_events(notes, beat_secs) {
            let ahead = event.frame.saturating_sub(frame).min(left.len());
            let (left_now, left_later) = left.split_at_mut(ahead);
            let (right_now, right_later) = right.split_at_mut(ahead);
            synthesizer.render(left_now, right_now);
            (left, right) = (left_later, right_later);
            frame += ahead;
            if event.velocity == 0 {
                synthesizer.note_off(channel, event.pitch);
            } else {
                synthesizer.note_on(channel, event.pitch, event.velocity);
            }
        }
        synthesizer.render(left, right);
        Ok(sound)
    }
}

/// Turns notes, which are in order of their starts, into key events; a key that is struck again is let go before.
fn key_events(notes: &[Note], beat_secs: f64) -> Vec<KeyEvent> {
    let frame_of = |beat: f64| (beat * beat_secs * f64::from(SAMPLE_RATE)).round() as usize;
    let mut events = Vec::with_capacity(notes.len() * 2);
    for (index, note) in notes.iter().enumerate() {
        let again = notes
            .iter()
            .skip(index + 1)
            .find(|later| later.pitch == note.pitch);
        let end = again.map_or(note.end(), |later| note.end().min(later.start));
        let (frame, pitch) = (frame_of(note.start), i32::from(note.pitch));
        events.push(KeyEvent {
            frame,
            pitch,
            velocity: note.velocity.round().clamp(1.0, 127.0) as i32,
        });
        events.push(KeyEvent {
            frame: frame_of(end).max(frame + 1),
            pitch,
            velocity: 0,
        });
    }
    events.sort_by_key(|event| (event.frame, event.velocity));
    events
}
