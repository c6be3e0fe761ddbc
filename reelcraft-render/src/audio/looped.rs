//! Music that is repeated without a seam for as long as it is wanted.

use reelcraft_core::{Result, SAMPLE_RATE_HZ};

use super::fade::equal_power;
use super::source::{SoundSource, StereoFrame};

/// How long the end of one round and the beginning of the next sound together.
const CROSSFADE_FRAMES: usize = SAMPLE_RATE_HZ as usize;
/// In music of less than this many crossfades, they take a quarter of it instead.
const SHORT: usize = 4;

/// A sound that begins again, crossfaded, whenever it ends; it never ends itself.
///
/// Only as much of it as one crossfade needs is in memory (four of them while a round begins).
/// Music without a single frame gives silence.
pub(crate) struct Looped<S, F> {
    /// Opens the sound again from its first frame.
    open: F,
    round: Option<S>,
    /// Frames read ahead. All but the last `crossfade` may be given away while the round lasts.
    ahead: Vec<StereoFrame>,
    taken: usize,
    crossfade: usize,
}

impl<S, F> Looped<S, F>
where
    S: SoundSource,
    F: FnMut() -> Result<S>,
{
    /// Begins the first round.
    pub(crate) fn new(mut open: F) -> Result<Self> {
        let mut looped = Self {
            round: Some(open()?),
            open,
            ahead: Vec::new(),
            taken: 0,
            crossfade: CROSSFADE_FRAMES,
        };
        looped.read_ahead(SHORT * CROSSFADE_FRAMES)?;
        if looped.round.is_none() {
            looped.crossfade = looped.ahead.len() / SHORT;
        }
        Ok(looped)
    }

    /// How many frames may be given away now.
    fn available(&self) -> usize {
        (self.ahead.len() - self.taken).saturating_sub(self.crossfade)
    }

    /// Reads until `wanted` frames are there or the round ends.
    fn read_ahead(&mut self, wanted: usize) -> Result<()> {
        self.ahead.drain(..self.taken);
        self.taken = 0;
        let Some(round) = &mut self.round else {
            return Ok(());
        };
        let have = self.ahead.len();
        if have >= wanted {
            return Ok(());
        }
        self.ahead.resize(wanted, [0.0; 2]);
        let count = match self.ahead.get_mut(have..) {
            Some(space) => round.read(space)?,
            None => 0,
        };
        self.ahead.truncate(have + count);
        if self.ahead.len() < wanted {
            self.round = None;
        }
        Ok(())
    }

    /// Lets the next round begin over the last frames of this one.
    fn begin_next_round(&mut self) -> Result<()> {
        let mut next = (self.open)()?;
        let mut beginning = vec![[0.0; 2]; self.crossfade];
        next.read(&mut beginning)?;
        self.ahead.drain(..self.taken);
        self.taken = 0;
        let steps = self.ahead.len().min(beginning.len());
        let start = self.ahead.len() - steps;
        let ending = self.ahead.iter_mut().skip(start);
        for (step, (old, new)) in ending.zip(&beginning).enumerate() {
            let (going, coming) = equal_power(step, steps);
            for (old, new) in old.iter_mut().zip(new) {
                *old = *old * going + *new * coming;
            }
        }
        self.round = Some(next);
        Ok(())
    }
}

impl<S, F> SoundSource for Looped<S, F>
where
    S: SoundSource,
    F: FnMut() -> Result<S>,
{
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize> {
        let mut filled = 0;
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let available = self.available();
            if available > 0 {
                let count = available.min(rest.len());
                let ahead = self.ahead.iter().skip(self.taken);
                rest.iter_mut()
                    .zip(ahead)
                    .take(count)
                    .for_each(|(to, from)| *to = *from);
                self.taken += count;
                filled += count;
            } else if self.round.is_some() {
                // A crossfade more than needed, so that what is kept is rarely moved.
                self.read_ahead(2 * self.crossfade + rest.len())?;
            } else if self.crossfade == 0 {
                // Fewer than four frames: nothing that could be heard.
                rest.fill([0.0; 2]);
                return Ok(block.len());
            } else {
                self.begin_next_round()?;
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Samples;
    use super::*;

    /// Noise: two parts of it have nothing in common, as with most music.
    fn noise(frames: usize) -> Vec<StereoFrame> {
        let mut state = 1u32;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..frames).map(|_| [next(), next()]).collect()
    }

    fn looped(music: &[StereoFrame], frames: usize) -> Vec<StereoFrame> {
        let mut looped = Looped::new(|| Ok(Samples::new(music.to_vec()))).unwrap();
        let mut all = vec![[0.0; 2]; frames];
        for block in all.chunks_mut(4801) {
            assert_eq!(looped.read(block).unwrap(), block.len());
        }
        all
    }

    fn power(frames: &[StereoFrame]) -> f32 {
        frames.as_flattened().iter().map(|s| s * s).sum::<f32>() / (2 * frames.len()) as f32
    }

    #[test]
    fn rounds_overlap_by_a_second() {
        let music = noise(10 * 48_000);
        let all = looped(&music, 30 * 48_000);
        let round = 9 * 48_000;
        assert_eq!(all[..round], music[..round]);
        // After the crossfade the second round is what the first one was, nine seconds later.
        assert_eq!(all[round + 48_000..2 * round], music[48_000..round]);
        let seam = power(&all[round..round + 48_000]);
        assert!((seam / power(&music) - 1.0).abs() < 0.02, "{seam}");
    }

    #[test]
    fn a_short_loop_is_repeated_with_short_seams() {
        let music = noise(19_200); // 0.4 s
        let all = looped(&music, 480_000);
        assert_eq!(all[..14_400], music[..14_400]);
        for part in all.chunks(4800) {
            let ratio = power(part) / power(&music);
            assert!((0.85..1.15).contains(&ratio), "{ratio}");
        }
    }

    #[test]
    fn the_seam_does_not_click() {
        let tone: Vec<StereoFrame> = (0..300_000)
            .map(|i| [(i as f32 * 0.031_7).sin() * 0.5; 2])
            .collect();
        let all = looped(&tone, 900_000);
        let steepest = all
            .windows(2)
            .map(|pair| (pair[1][0] - pair[0][0]).abs())
            .fold(0.0, f32::max);
        // A sine of half scale climbs 0.5·0.0317 a sample; two of them at once at most √2 of it.
        assert!(steepest < 0.5 * 0.031_7 * 1.45, "{steepest}");
    }

    #[test]
    fn almost_nothing_is_silence_and_not_an_endless_wait() {
        for frames in 0..4 {
            assert!(power(&looped(&noise(frames), 10_000)) < 1e-3);
        }
        assert!(power(&looped(&noise(4), 10_000)) > 0.01);
    }
}
