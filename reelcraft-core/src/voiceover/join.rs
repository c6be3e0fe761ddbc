//! Joining lines that were spoken one by one to one voiceover with exact line times.

use super::Pcm;
use crate::{Error, LineSpan, Result};

/// The silences of a voiceover, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pauses {
    /// Before the first line.
    pub lead: f64,
    /// Between two lines.
    pub between: f64,
    /// How long a scene without line and duration lasts.
    pub silent_scene: f64,
    /// How long the last scene goes on after the voice.
    pub tail: f64,
}

impl Pauses {
    /// A calm narration.
    pub const STANDARD: Self = Self {
        lead: 0.25,
        between: 0.4,
        silent_scene: 3.0,
        tail: 0.6,
    };
}

/// One scene's part of a voiceover.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpokenLine {
    /// The sound of the line; `None` for a silent scene.
    pub audio: Option<Pcm>,
    /// The scene's own duration in seconds where the person gave one: the next line waits for it.
    pub scene_secs: Option<f64>,
}

/// A voiceover and when each of its lines is spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Voiceover {
    /// The sound, from the first frame on.
    pub audio: Pcm,
    /// One entry a scene; `None` for a silent one.
    pub lines: Vec<Option<LineSpan>>,
}

/// Joins lines to one voiceover. Each is freed of the silence around it, starts with its scene
/// and never before the pause after the line before it.
pub fn join_lines(lines: &[SpokenLine], pauses: Pauses) -> Result<Voiceover> {
    let rate = lines
        .iter()
        .filter_map(|line| line.audio.as_ref())
        .map(|audio| audio.sample_rate_hz)
        .find(|rate| *rate > 0)
        .ok_or_else(|| Error::invalid_input("there is no line to speak"))?;
    let mut samples: Vec<f32> = Vec::new();
    let mut spans = Vec::with_capacity(lines.len());
    let mut scene_start = 0.0;
    let mut earliest = pauses.lead;
    for line in lines {
        let mut scene_end = scene_start;
        let spoken = line.audio.as_ref().and_then(trimmed);
        if let Some((sound, heard)) = spoken {
            if line
                .audio
                .as_ref()
                .is_some_and(|audio| audio.sample_rate_hz != rate)
            {
                return Err(Error::internal(
                    "lines of one voiceover differ in sample rate",
                ));
            }
            // The first sound, not the breath before it, is where the line starts.
            let at = f64::max(scene_start, earliest) - heard.start;
            let at = (at.max(0.0) * f64::from(rate)).round() as usize;
            samples.resize(at.max(samples.len()), 0.0);
            let offset = samples.len() as f64 / f64::from(rate);
            samples.extend(sound);
            let (start, end) = (offset + heard.start, offset + heard.end);
            spans.push(Some(LineSpan { start, end }));
            earliest = end + pauses.between;
            scene_end = earliest;
        } else {
            spans.push(None);
            scene_end += pauses.silent_scene;
        }
        scene_start = line.scene_secs.map_or(scene_end, |secs| scene_start + secs);
    }
    let audio = Pcm {
        samples,
        sample_rate_hz: rate,
    };
    Ok(Voiceover {
        audio,
        lines: spans,
    })
}

/// Cuts the silence before and after the sound, keeps a breath of it, and fades the edges so
/// that nothing clicks. Says where in the rest the sound is heard. `None` when all is silent.
fn trimmed(audio: &Pcm) -> Option<(Vec<f32>, LineSpan)> {
    const MARGIN_SECS: f64 = 0.02;
    const FADE_SECS: f64 = 0.005;
    let heard = audio.heard_span();
    if heard.secs() <= 0.0 {
        return None;
    }
    let first = audio.index_at(heard.start - MARGIN_SECS);
    let last = audio.index_at(heard.end + MARGIN_SECS);
    let mut sound = audio.samples.get(first..last)?.to_vec();
    let fade = audio.index_at(FADE_SECS).min(sound.len() / 2).max(1);
    for index in 0..fade {
        let gain = index as f32 / fade as f32;
        let mirrored = sound.len() - 1 - index;
        for at in [index, mirrored] {
            if let Some(sample) = sound.get_mut(at) {
                *sample *= gain;
            }
        }
    }
    let cut = first as f64 / f64::from(audio.sample_rate_hz);
    let heard = LineSpan {
        start: heard.start - cut,
        end: heard.end - cut,
    };
    Some((sound, heard))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(secs: f64) -> SpokenLine {
        let rate = 8000;
        let mut samples = vec![0.0; 1600];
        samples.extend((0..(secs * f64::from(rate)) as usize).map(|i| (i as f32 * 0.7).sin()));
        samples.extend(vec![0.0; 2400]);
        let audio = Pcm {
            samples,
            sample_rate_hz: rate,
        };
        SpokenLine {
            audio: Some(audio),
            scene_secs: None,
        }
    }

    #[test]
    fn spans_are_where_the_sound_is() {
        let voiceover =
            join_lines(&[spoken(1.0), spoken(0.5), spoken(2.0)], Pauses::STANDARD).unwrap();
        let mut before = 0.0;
        for span in voiceover.lines.iter().flatten() {
            assert!(span.start > before);
            before = span.end;
            let inside = voiceover.audio.index_at(span.start + 0.05)
                ..voiceover.audio.index_at(span.end - 0.05);
            let gap = voiceover.audio.index_at(span.start - 0.2)
                ..voiceover.audio.index_at(span.start - 0.01);
            let peak = |range: std::ops::Range<usize>| {
                voiceover.audio.samples[range]
                    .iter()
                    .fold(0.0f32, |p, s| p.max(s.abs()))
            };
            assert!(peak(inside) > 0.9);
            assert!(peak(gap) < 1e-6);
        }
    }

    #[test]
    fn the_next_line_waits_for_a_longer_scene() {
        let lines = [
            SpokenLine {
                scene_secs: Some(4.0),
                ..spoken(1.0)
            },
            SpokenLine {
                audio: None,
                scene_secs: Some(2.0),
            },
            spoken(1.0),
        ];
        let voiceover = join_lines(&lines, Pauses::STANDARD).unwrap();
        let start = voiceover.lines[2].unwrap().start;
        assert!((start - 6.0).abs() < 0.001, "{start}");
        assert_eq!(voiceover.lines[1], None);
    }

    #[test]
    fn a_scene_that_is_too_short_never_cuts_its_line() {
        let lines = [
            SpokenLine {
                scene_secs: Some(0.5),
                ..spoken(2.0)
            },
            spoken(1.0),
        ];
        let voiceover = join_lines(&lines, Pauses::STANDARD).unwrap();
        let [first, second] = [voiceover.lines[0].unwrap(), voiceover.lines[1].unwrap()];
        assert!(second.start >= first.end + Pauses::STANDARD.between - 0.001);
    }

    #[test]
    fn silence_alone_is_no_voiceover() {
        assert!(join_lines(&[SpokenLine::default()], Pauses::STANDARD).is_err());
    }
}
