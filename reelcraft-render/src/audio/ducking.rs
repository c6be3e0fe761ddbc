//! When the music steps back, and how far.

use std::collections::VecDeque;
use std::f64::consts::TAU;

use reelcraft_core::SAMPLE_RATE_HZ;
use reelcraft_core::timeline::MusicShape;

use super::decibels;

/// Frames that are judged together: 10 ms.
pub(crate) const HOP_FRAMES: usize = 480;
/// Hops in the 400 ms over which levels are compared, the momentary window of EBU R 128.
const WINDOW: usize = 40;
/// How far the music steps back at least, in decibels.
const DEPTH_DB: f64 = 10.0;
/// How far it steps back at most.
const DEEPEST_DB: f64 = 30.0;
/// How far the voice is above the music in every 400 ms of speech. Half a decibel more than is
/// promised, for what the codec and the limiter do.
const CLEARANCE_DB: f64 = 8.5;
/// A hop of the voice louder than this below its loudness is speech.
const ACTIVITY_DB: f64 = -26.0;
/// In 400 ms louder than this below its loudness somebody speaks; quieter ones are the pauses
/// that the relative gate of ITU-R BS.1770-4 leaves out.
const SPEAKING_DB: f64 = -10.0;
/// So many hops of these 400 ms are speech, the first and the last one among them.
const SPEAKING_HOPS: usize = WINDOW * 3 / 4;
/// The music is down when the speech begins, and begins to go this many hops before: 150 ms.
const ATTACK: usize = 15;
/// It stays down for so many hops after the last speech: 350 ms.
const HOLD: usize = 35;
/// After so many time constants of its way back it is there.
const RELEASES: f64 = 3.0;

/// Hops that must be known beyond the one whose gain is asked for.
pub(crate) const LOOK_AHEAD_HOPS: usize = ATTACK + 1 + WINDOW;

/// The level of one 10 ms of each stem, as mean squares.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hop {
    pub(crate) voice: f64,
    pub(crate) music: f64,
}

/// The mean square per channel of a stereo sound of some loudness, if it were pink enough for the
/// K weighting not to matter.
pub(crate) fn power_at(lufs: f64) -> f64 {
    // ITU-R BS.1770-4: −0.691 + 10 lg of the sum over both channels.
    10f64.powf((lufs + 0.691) / 10.0) / 2.0
}

/// The last 400 ms of both stems.
#[derive(Debug)]
struct Window {
    hops: VecDeque<Hop>,
    /// Voice power from which on a hop is speech.
    activity: f64,
    /// Voice power from which on somebody speaks in 400 ms.
    speaking: f64,
}

impl Window {
    fn new(voice_lufs: f64) -> Self {
        Self {
            hops: VecDeque::with_capacity(WINDOW),
            activity: power_at(voice_lufs + ACTIVITY_DB),
            speaking: power_at(voice_lufs + SPEAKING_DB),
        }
    }

    fn is_speech(&self, hop: &Hop) -> bool {
        hop.voice > self.activity
    }

    /// Takes the next hop. Gives how far the voice is above the music, in decibels, when somebody
    /// speaks in the 400 ms that end with it.
    fn push(&mut self, hop: Hop) -> Option<f64> {
        if self.hops.len() == WINDOW {
            self.hops.pop_front();
        }
        self.hops.push_back(hop);
        let is_whole = self.hops.len() == WINDOW
            && self.is_speech(&hop)
            && self.hops.front().is_some_and(|first| self.is_speech(first));
        if !is_whole || self.hops.iter().filter(|hop| self.is_speech(hop)).count() < SPEAKING_HOPS {
            return None;
        }
        let voice: f64 = self.hops.iter().map(|hop| hop.voice).sum();
        let music: f64 = self.hops.iter().map(|hop| hop.music).sum();
        (voice >= self.speaking * WINDOW as f64)
            .then(|| decibels::from_power(voice / music.max(1e-20)))
    }
}

/// The ducking of the music: steered by the signal of the voice, steady while somebody speaks,
/// deeper where the music would come too close.
pub(crate) struct Ducking {
    window: Window,
    /// What each hop needs, in decibels, from hop `first` on.
    needed: VecDeque<f64>,
    first: usize,
    pushed: usize,
    given: usize,
    /// The last values after hold and release.
    released: VecDeque<f64>,
    /// How far it steps back at least and at most, in decibels.
    depth_db: (f64, f64),
    /// Time constant of its way back in hops.
    release: f64,
}

impl Ducking {
    /// Makes the ducking under a voice of some integrated loudness.
    pub(crate) fn under(voice_lufs: f64, shape: MusicShape) -> Self {
        let chosen = shape.ducking_depth_db;
        let hops = f64::from(SAMPLE_RATE_HZ) / HOP_FRAMES as f64;
        Self {
            depth_db: chosen.map_or((DEPTH_DB, DEEPEST_DB), |depth| (depth, depth)),
            release: (shape.ducking_release_secs * hops / RELEASES).max(1.0),
            window: Window::new(voice_lufs),
            needed: VecDeque::new(),
            first: 0,
            pushed: 0,
            given: 0,
            released: VecDeque::new(),
        }
    }

    /// Takes the next hop of both stems, at the levels at which they would be mixed.
    pub(crate) fn push(&mut self, hop: Hop) {
        let is_speech = self.window.is_speech(&hop);
        self.needed
            .push_back(if is_speech { self.depth_db.0 } else { 0.0 });
        self.pushed += 1;
        if let Some(separation) = self.window.push(hop) {
            let depth = (CLEARANCE_DB - separation).clamp(self.depth_db.0, self.depth_db.1);
            for needed in self.needed.iter_mut().rev().take(WINDOW) {
                *needed = needed.max(depth);
            }
        }
    }

    /// Gives the gain of the music, an amplitude, at the beginning of the next hop;
    /// [`LOOK_AHEAD_HOPS`] more must have been pushed. Between two such gains it is linear.
    pub(crate) fn next_gain(&mut self) -> f64 {
        debug_assert!(self.pushed >= self.given + LOOK_AHEAD_HOPS);
        let hop = self.given;
        self.given += 1;
        while self.first + HOLD < hop && self.needed.pop_front().is_some() {
            self.first += 1;
        }
        let in_reach = hop + ATTACK + 1 - self.first;
        let held = self
            .needed
            .iter()
            .take(in_reach + 1)
            .copied()
            .fold(0.0, f64::max);
        let before = self.released.back().copied().unwrap_or(held);
        let released = held.max(before + (held - before) * (1.0 - (-1.0 / self.release).exp()));
        if self.released.is_empty() {
            // What speaks with the first frame finds the music already down.
            self.released.extend([released; ATTACK]);
        }
        self.released.pop_front();
        self.released.push_back(released);

        let weight = |tap: usize| 1.0 - (TAU * (tap + 1) as f64 / (ATTACK + 1) as f64).cos();
        let weights: f64 = (0..ATTACK).map(weight).sum();
        let smooth: f64 = self
            .released
            .iter()
            .enumerate()
            .map(|(tap, depth)| depth * weight(tap) / weights)
            .sum();
        decibels::amplitude(-smooth)
    }
}

/// Measures how far the voice is above the music where somebody speaks.
pub(crate) struct Separation {
    window: Window,
    least_db: Option<f64>,
}

impl Separation {
    /// Begins with a voice of some integrated loudness.
    pub(crate) fn under(voice_lufs: f64) -> Self {
        Self {
            window: Window::new(voice_lufs),
            least_db: None,
        }
    }

    /// Takes the next hop of both stems as they are mixed.
    pub(crate) fn push(&mut self, hop: Hop) {
        if let Some(separation) = self.window.push(hop) {
            self.least_db = Some(
                self.least_db
                    .map_or(separation, |least| least.min(separation)),
            );
        }
    }

    /// The least distance over any 400 ms of speech, in decibels; `None` when nobody spoke for as
    /// long.
    pub(crate) fn least_db(&self) -> Option<f64> {
        self.least_db
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOICE_LUFS: f64 = -14.0;

    /// Gains at the beginnings of hops for a voice that speaks in some of them.
    fn gains(hops: usize, music_db: f64, speaks: impl Fn(usize) -> bool) -> Vec<f64> {
        shaped(MusicShape::default(), hops, music_db, speaks)
    }

    fn shaped(
        shape: MusicShape,
        hops: usize,
        music_db: f64,
        speaks: impl Fn(usize) -> bool,
    ) -> Vec<f64> {
        let voice = power_at(VOICE_LUFS);
        let music = voice * 10f64.powf(music_db / 10.0);
        let mut ducking = Ducking::under(VOICE_LUFS, shape);
        for hop in 0..hops + LOOK_AHEAD_HOPS {
            let voice = if hop < hops && speaks(hop) {
                voice
            } else {
                0.0
            };
            ducking.push(Hop { voice, music });
        }
        (0..hops)
            .map(|_| decibels::from_amplitude(ducking.next_gain()))
            .collect()
    }

    #[test]
    fn the_music_is_down_when_the_voice_begins_and_stays_until_it_ended() {
        let gains = gains(600, -12.0, |hop| (200..300).contains(&hop));
        assert!(gains[200 - ATTACK - 2].abs() < 0.01, "{}", gains[183]);
        assert!(gains[192] < -2.0 && gains[192] > -8.0, "{}", gains[192]);
        for (hop, gain) in gains.iter().enumerate().take(335).skip(200) {
            assert!((gain + DEPTH_DB).abs() < 0.01, "{hop}: {gain}");
        }
        // Half a second after hold and attack it is nearly back, and then it is.
        assert!(gains[350] < -4.0, "{}", gains[350]);
        assert!(gains[335 + 75] > -0.8, "{}", gains[410]);
        assert!(gains[500].abs() < 0.02);
    }

    #[test]
    fn short_pauses_do_not_make_it_pump() {
        let gains = gains(1000, -12.0, |hop| hop % 60 < 30);
        for gain in &gains[..900] {
            assert!((gain + DEPTH_DB).abs() < 0.01, "{gain}");
        }
    }

    #[test]
    fn music_as_loud_as_the_voice_steps_back_further() {
        let deep = gains(400, 6.0, |_| true);
        for gain in &deep[..300] {
            assert!((gain + 6.0 + CLEARANCE_DB).abs() < 0.01, "{gain}");
        }
    }

    #[test]
    fn a_person_chooses_how_far_and_how_fast() {
        let shape = |depth, release| MusicShape {
            ducking_depth_db: Some(depth),
            ducking_release_secs: release,
            ..MusicShape::default()
        };
        let speaks = |hop| hop < 100;
        // Also where the voice would not be clear.
        let soft = shaped(shape(3.0, 2.0), 600, 6.0, speaks);
        assert!((soft[50] + 3.0).abs() < 0.01, "{}", soft[50]);
        let fast = shaped(shape(20.0, 0.2), 600, -12.0, speaks);
        assert!((fast[50] + 20.0).abs() < 0.01);
        let back = |gains: &[f64], depth: f64| {
            gains
                .iter()
                .skip(135)
                .take_while(|gain| **gain < -depth / 10.0)
                .count()
        };
        assert!(back(&fast, 20.0) < 40, "{}", back(&fast, 20.0));
        assert!(
            (140..220).contains(&back(&soft, 3.0)),
            "{}",
            back(&soft, 3.0)
        );
    }

    #[test]
    fn nobody_speaking_changes_nothing() {
        assert!(gains(300, 0.0, |_| false).iter().all(|gain| *gain == 0.0));
    }

    #[test]
    fn speech_with_the_first_frame_finds_the_music_down() {
        let gains = gains(100, -12.0, |_| true);
        assert!((gains[0] + DEPTH_DB).abs() < 0.01);
    }

    #[test]
    fn separation_is_that_of_the_worst_400_ms() {
        let mut separation = Separation::under(VOICE_LUFS);
        let voice = power_at(VOICE_LUFS);
        assert_eq!(separation.least_db(), None);
        for hop in 0..200 {
            let music = if hop < 100 {
                voice / 100.0
            } else {
                voice / 10.0
            };
            separation.push(Hop { voice, music });
        }
        assert!((separation.least_db().unwrap() - 10.0).abs() < 1e-6);
    }
}
