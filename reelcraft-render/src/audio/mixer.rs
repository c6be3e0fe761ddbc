//! Voice and music as they are heard together.

use std::path::Path;

use reelcraft_core::timeline::MusicShape;
use reelcraft_core::{Control, Result};

use super::decibels;
use super::ducking::{Ducking, HOP_FRAMES, Hop, LOOK_AHEAD_HOPS, Separation};
use super::fade::Fades;
use super::loudness::LoudnessMeter;
use super::mastering::TARGET_LUFS;
use super::scratch::ScratchSound;
use super::source::{BLOCK_FRAMES, StereoFrame};
use super::stem::Stem;
use super::track::Track;
use super::true_peak::TruePeakMeter;

const HOPS_IN_BLOCK: usize = BLOCK_FRAMES / HOP_FRAMES;

/// How the music stands to the voice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Balance {
    /// Amplitude of the music relative to the voice when both are equally loud, 0 to 1. Without
    /// a voice it has no meaning.
    pub(crate) volume: f64,
    /// Whether the music steps back while somebody speaks.
    pub(crate) ducking: bool,
    /// How it comes, steps back and goes.
    pub(crate) shape: MusicShape,
}

/// Gives both stems block by block as they are added up: levelled, ducked and faded.
pub(crate) struct Mixer {
    voice: Option<Track>,
    music: Option<Track>,
    /// How much louder the leading stem became, in decibels.
    raised_db: f64,
    ducking: Option<Ducking>,
    separation: Option<Separation>,
    fades: Fades,
    /// The gain of the ducking at `position`.
    gain: f64,
    position: u64,
    /// How far the stems are analysed.
    analysed: u64,
    length: u64,
    ahead: [Vec<StereoFrame>; 2],
}

impl Mixer {
    /// Mixes stems to a sound of `length` frames. A silent voice counts as none.
    pub(crate) fn new(
        voice: Option<Stem>,
        music: Option<Stem>,
        balance: Balance,
        length: u64,
    ) -> Self {
        let voice = voice.filter(|stem| stem.lufs.is_finite());
        let leading = voice.as_ref().or(music.as_ref());
        let leading_lufs = leading.map_or(f64::NEG_INFINITY, |stem| stem.lufs);
        let raised_db = Track::levelling_db(leading_lufs, TARGET_LUFS);
        let level = leading_lufs + raised_db;
        let volume = if voice.is_some() {
            balance.volume.clamp(0.0, 1.0)
        } else {
            1.0
        };
        let is_duet = voice.is_some() && music.is_some();
        Self {
            voice: voice.map(|stem| Track::new(stem, level, 1.0)),
            music: music.map(|stem| Track::new(stem, level, volume)),
            raised_db,
            ducking: (is_duet && balance.ducking).then(|| Ducking::under(level, balance.shape)),
            separation: is_duet.then(|| Separation::under(level)),
            fades: Fades::over(length, balance.shape),
            gain: 1.0,
            position: 0,
            analysed: 0,
            length,
            ahead: [vec![[0.0; 2]; BLOCK_FRAMES], vec![[0.0; 2]; BLOCK_FRAMES]],
        }
    }

    /// Fills both blocks, which are a tenth of a second long, and says how many frames there are;
    /// fewer only at the end.
    pub(crate) fn read(
        &mut self,
        voice: &mut [StereoFrame],
        music: &mut [StereoFrame],
    ) -> Result<usize> {
        Track::read_at(self.voice.as_mut(), self.position, voice)?;
        Track::read_at(self.music.as_mut(), self.position, music)?;
        if self.music.is_some() {
            self.duck(music)?;
            for (frame, at) in music.iter_mut().zip(self.position..) {
                let gain = self.fades.gain_at(at);
                *frame = frame.map(|sample| sample * gain);
            }
        }
        let left = self.length - self.position;
        let count = left.min(voice.len() as u64) as usize;
        if let Some(separation) = &mut self.separation {
            let voice = voice.get(..count).unwrap_or_default();
            let hops = voice.chunks(HOP_FRAMES).zip(music.chunks(HOP_FRAMES));
            hops.for_each(|(voice, music)| separation.push(hop(voice, music)));
        }
        self.position += count as u64;
        Ok(count)
    }

    /// Applies the ducking to the music at the current position.
    fn duck(&mut self, music: &mut [StereoFrame]) -> Result<()> {
        if self.ducking.is_none() {
            return Ok(());
        }
        let needed = self.position + ((HOPS_IN_BLOCK + LOOK_AHEAD_HOPS) * HOP_FRAMES) as u64 + 1;
        while self.analysed < needed {
            self.analyse_block()?;
        }
        let Some(ducking) = &mut self.ducking else {
            return Ok(());
        };
        if self.position == 0 {
            self.gain = ducking.next_gain();
        }
        for hop in music.chunks_mut(HOP_FRAMES) {
            let (from, to) = (self.gain, ducking.next_gain());
            let step = (to - from) / HOP_FRAMES as f64;
            for (index, frame) in hop.iter_mut().enumerate() {
                let gain = (from + step * index as f64) as f32;
                *frame = frame.map(|sample| sample * gain);
            }
            self.gain = to;
        }
        Ok(())
    }

    fn analyse_block(&mut self) -> Result<()> {
        let [voice, music] = &mut self.ahead;
        Track::read_at(self.voice.as_mut(), self.analysed, voice)?;
        Track::read_at(self.music.as_mut(), self.analysed, music)?;
        if let Some(ducking) = &mut self.ducking {
            let hops = voice.chunks(HOP_FRAMES).zip(music.chunks(HOP_FRAMES));
            hops.for_each(|(voice, music)| ducking.push(hop(voice, music)));
        }
        self.analysed += BLOCK_FRAMES as u64;
        Ok(())
    }

    /// Adds the stems up into a scratch file in `folder`.
    pub(crate) fn mix_down(mut self, folder: &Path, control: &Control) -> Result<Mix> {
        let mut sound = ScratchSound::create(folder)?;
        let mut loudness = LoudnessMeter::new()?;
        let mut peak = TruePeakMeter::new();
        let mut voice = vec![[0.0; 2]; BLOCK_FRAMES];
        let mut music = voice.clone();
        while sound.frames() < self.length {
            control.check()?;
            let count = self.read(&mut voice, &mut music)?;
            for (sum, other) in voice
                .as_flattened_mut()
                .iter_mut()
                .zip(music.as_flattened())
            {
                *sum += other;
            }
            let block = voice.get(..count).unwrap_or_default();
            loudness.add(block)?;
            peak.add(block);
            sound.append(block)?;
        }
        Ok(Mix {
            sound,
            lufs: loudness.finish()?,
            true_peak_dbtp: decibels::from_amplitude(peak.finish()),
            raised_db: self.raised_db,
            voice_over_music_db: self.separation.and_then(|separation| separation.least_db()),
        })
    }
}

/// The sum of both stems, before it is brought to its loudness.
pub(crate) struct Mix {
    /// As long as the video.
    pub(crate) sound: ScratchSound,
    /// Integrated loudness; −∞ when it is silent.
    pub(crate) lufs: f64,
    /// True peak; −∞ when it is silent.
    pub(crate) true_peak_dbtp: f64,
    /// How much louder the leading stem already became.
    pub(crate) raised_db: f64,
    /// The least distance of the voice to the music over any 400 ms of speech; `None` without
    /// both.
    pub(crate) voice_over_music_db: Option<f64>,
}

fn hop(voice: &[StereoFrame], music: &[StereoFrame]) -> Hop {
    let power = |block: &[StereoFrame]| {
        let sum: f32 = block
            .as_flattened()
            .iter()
            .map(|sample| sample * sample)
            .sum();
        f64::from(sum) / (2 * block.len().max(1)) as f64
    };
    Hop {
        voice: power(voice),
        music: power(music),
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Samples;
    use super::*;

    const SECS: usize = 48_000;

    fn stem(folder: &Path, frames: Vec<StereoFrame>) -> Stem {
        let length = frames.len() as u64;
        let control = Control::default();
        Stem::record(&mut Samples::new(frames), length, folder, &control).unwrap()
    }

    /// Syllables of a buzzing voice, softer towards the end of each sentence, and pauses.
    fn voice(secs: usize) -> Vec<StereoFrame> {
        (0..secs * SECS)
            .map(|i| {
                let t = i as f32 / 48_000.0;
                let place = t % 4.0;
                let loud = if place < 2.8 { 1.0 - place * 0.25 } else { 0.0 };
                let syllable = (0.55 - 0.45 * (t * 26.0).cos()) * loud;
                let buzz: f32 = (1..9)
                    .map(|n| (t * 880.0 * n as f32).sin() / n as f32)
                    .sum();
                [buzz * syllable * 0.1; 2]
            })
            .collect()
    }

    /// A beat over noise that swells, much louder in parts than on the whole.
    fn music(secs: usize) -> Vec<StereoFrame> {
        let mut state = 7u32;
        let mut noise = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..secs * SECS)
            .map(|i| {
                let t = i as f32 / 48_000.0;
                let swell = 0.2 + 0.8 * (t * 0.9).sin().max(0.0);
                let beat = (-(t % 0.5) * 9.0).exp() * (t * 400.0).sin();
                [
                    (noise() * 0.3 + beat) * swell,
                    (noise() * 0.3 + beat) * swell,
                ]
            })
            .collect()
    }

    fn stems(mixer: &mut Mixer) -> (Vec<StereoFrame>, Vec<StereoFrame>) {
        let mut block = [vec![[0.0; 2]; BLOCK_FRAMES], vec![[0.0; 2]; BLOCK_FRAMES]];
        let (mut voices, mut musics) = (Vec::new(), Vec::new());
        loop {
            let [voice, music] = &mut block;
            let count = mixer.read(voice, music).unwrap();
            voices.extend_from_slice(&voice[..count]);
            musics.extend_from_slice(&music[..count]);
            if count < BLOCK_FRAMES {
                return (voices, musics);
            }
        }
    }

    fn level_db(frames: &[StereoFrame]) -> f64 {
        decibels::from_power(hop(frames, frames).voice)
    }

    fn mixed(volume: f64, ducking: bool) -> (Vec<StereoFrame>, Vec<StereoFrame>) {
        let folder = tempfile::tempdir().unwrap();
        let voice = stem(folder.path(), voice(24));
        let music = stem(folder.path(), music(24));
        let length = 24 * SECS as u64;
        let balance = Balance {
            volume,
            ducking,
            shape: MusicShape::default(),
        };
        stems(&mut Mixer::new(Some(voice), Some(music), balance, length))
    }

    #[test]
    fn the_voice_is_at_least_8_db_above_the_ducked_music() {
        for volume in [0.3, 0.7, 1.0] {
            let (voice, music) = mixed(volume, true);
            let speech = level_db(&voice);
            let mut compared = 0;
            // Every 400 ms, in steps that do not coincide with those of the ducking, in which
            // somebody speaks all the time.
            for start in (0..voice.len() - 19_200).step_by(1_111) {
                let window = start..start + 19_200;
                let is_speech = voice[window.clone()]
                    .chunks(480)
                    .all(|part| level_db(part) > speech - 20.0);
                if is_speech && level_db(&voice[window.clone()]) > speech - 8.0 {
                    let over = level_db(&voice[window.clone()]) - level_db(&music[window]);
                    assert!(over >= 8.0, "{volume} at {start}: {over}");
                    compared += 1;
                }
            }
            assert!(compared > 200, "{compared}");
            // And all speech together, as EBU's short-term window of 3 s sees it.
            for start in (0..20)
                .map(|n| n * 4 * SECS)
                .take_while(|s| s + 3 * SECS < voice.len())
            {
                let window = start..start + 28 * SECS / 10;
                let over = level_db(&voice[window.clone()]) - level_db(&music[window]);
                assert!(over >= 8.0, "{volume} at {start}: {over}");
            }
        }
    }

    #[test]
    fn without_ducking_the_music_stays_where_it_is() {
        let (_, ducked) = mixed(0.5, true);
        let (_, steady) = mixed(0.5, false);
        assert!(level_db(&steady) - level_db(&ducked) > 4.0);
        let original = music(24);
        let gain = steady[5 * SECS][0] / original[5 * SECS][0];
        for (out, original) in steady.iter().zip(&original).skip(SECS).take(20 * SECS) {
            assert!((out[0] - original[0] * gain).abs() < 1e-4);
        }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "silence is exact")]
    fn volume_is_relative_to_the_voice() {
        let loudness = |frames: &[StereoFrame]| {
            let mut meter = LoudnessMeter::new().unwrap();
            meter.add(frames).unwrap();
            meter.finish().unwrap()
        };
        for (volume, below_lu) in [(1.0, 0.0), (0.5, 6.02), (0.1, 20.0)] {
            let (voice, music) = mixed(volume, false);
            let difference = loudness(&voice) - loudness(&music);
            assert!(
                (difference - below_lu).abs() < 0.4,
                "{volume}: {difference}"
            );
        }
        assert_eq!(
            mixed(0.0, true)
                .1
                .as_flattened()
                .iter()
                .fold(0.0, |a: f32, b| a.max(*b)),
            0.0
        );
    }

    #[test]
    fn the_voice_is_only_made_louder_or_softer() {
        let (out, _) = mixed(1.0, true);
        let original = voice(24);
        let gain = out[SECS][0] / original[SECS][0];
        for (out, original) in out.iter().zip(&original) {
            assert!((out[0] - original[0] * gain).abs() < 1e-4);
        }
    }

    #[test]
    fn a_mix_ends_with_the_video_and_not_with_a_block() {
        let folder = tempfile::tempdir().unwrap();
        for length in [1, 479, 4800, 10_001] {
            let voice = stem(folder.path(), voice(1)[..4000].to_vec());
            let music = stem(folder.path(), music(1));
            let balance = Balance {
                volume: 0.5,
                ducking: true,
                shape: MusicShape::default(),
            };
            let mixer = Mixer::new(Some(voice), Some(music), balance, length);
            let mix = mixer.mix_down(folder.path(), &Control::default()).unwrap();
            assert_eq!(mix.sound.frames(), length);
        }
    }
}
