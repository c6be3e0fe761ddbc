//! The upper edges of layers: hills, waves, dunes, mountains.

use std::f32::consts::TAU;

use resvg::tiny_skia::{Path, PathBuilder};

use super::stage::Stage;
use crate::card::canvas::{Canvas, Fill, Shadow};
use crate::card::color::Rgb;
use crate::card::seed::Seed;

/// The kind of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Gentle hills.
    Hills,
    /// Waves with crests.
    Waves,
    /// Long dunes, steep on one side.
    Dunes,
    /// Peaks.
    Mountains,
}

impl Kind {
    /// The kind that goes with a palette, by its name.
    pub(crate) fn for_palette(name: &str, seed: &mut Seed) -> Self {
        match name {
            "ocean" | "deep" => Self::Waves,
            "sand" | "ember" => Self::Dunes,
            "night" | "dawn" | "lavender" if seed.chance(0.6) => Self::Mountains,
            "samarkand" | "mint" if seed.chance(0.4) => Self::Waves,
            _ => Self::Hills,
        }
    }
}

/// The upper edge of a layer that fills the card below it.
#[derive(Debug, Clone)]
pub(crate) struct Ridge {
    kind: Kind,
    base: f32,
    swing: f32,
    length: f32,
    phases: [f32; 4],
    stage: Stage,
}

impl Ridge {
    /// An edge around the height `base` (a part of the card's) that swings by `swing` parts of
    /// the short side up and down.
    pub(crate) fn new(kind: Kind, stage: Stage, base: f32, swing: f32, seed: &mut Seed) -> Self {
        let phases = [0; 4].map(|_| seed.between(0.0, 1.0));
        let length = stage.short * seed.between(0.85, 1.25);
        Self {
            kind,
            base: stage.height * base,
            swing: stage.part(swing),
            length,
            phases,
            stage,
        }
    }

    /// The height of the edge at a place, in pixels from the top.
    pub(crate) fn y(&self, x: f32) -> f32 {
        let [a, b, c, d] = self.phases;
        let at = x / self.length;
        let sine = |cycles: f32, phase: f32| ((at * cycles + phase) * TAU).sin();
        let offset = match self.kind {
            Kind::Hills => sine(0.8, a) * 0.65 + sine(1.7, b) * 0.28 + sine(3.3, c) * 0.07,
            Kind::Waves => {
                let crest = 1.0 - 2.0 * ((at * 2.2 + a) * TAU / 2.0).sin().abs().powf(0.8);
                -crest * 0.42 + sine(0.6, b) * 0.35
            }
            Kind::Dunes => {
                let saw = |cycles: f32, phase: f32| {
                    let t = (at * cycles + phase).rem_euclid(1.0);
                    let rise = if t < 0.72 { t / 0.72 } else { (1.0 - t) / 0.28 };
                    let smooth = rise * rise * (3.0 - 2.0 * rise);
                    1.0 - 2.0 * smooth
                };
                saw(0.75, a) * 0.75 + sine(0.4, b) * 0.25
            }
            Kind::Mountains => {
                let peak = |cycles: f32, phase: f32| {
                    let t = (at * cycles + phase).rem_euclid(1.0);
                    (2.0 * t - 1.0).abs() * 2.0 - 1.0
                };
                peak(1.3, a) * 0.6 + peak(2.9, b) * 0.27 + peak(6.1, c) * 0.13 + 0.0 * d
            }
        };
        self.base + offset * self.swing
    }

    /// The layer: everything below the edge down to `bottom` pixels from the top, and a little
    /// beyond the sides of the card.
    pub(crate) fn path(&self, bottom: f32) -> Option<Path> {
        let beyond = self.stage.short * 0.1;
        let step = (self.stage.short / 180.0).max(1.0);
        let mut builder = PathBuilder::new();
        builder.move_to(-beyond, bottom);
        let count = ((self.stage.width + 2.0 * beyond) / step).ceil() as usize;
        for index in 0..=count {
            let x = -beyond + index as f32 * step;
            builder.line_to(x, self.y(x));
        }
        builder.line_to(self.stage.width + beyond, bottom);
        builder.close();
        builder.finish()
    }

    /// The highest point the edge may reach, in pixels from the top.
    pub(crate) fn top(&self) -> f32 {
        self.base - self.swing
    }

    /// The lowest point the edge may reach, in pixels from the top.
    pub(crate) fn low(&self) -> f32 {
        self.base + self.swing
    }

    /// Lays the layer on a canvas down to `bottom` pixels from the top, lit from above.
    pub(crate) fn lay(&self, canvas: &mut Canvas, bottom: f32, color: Rgb, shadow: Shadow) {
        if let Some(path) = self.path(bottom) {
            let fill = Fill::lit(
                color,
                self.top(),
                self.top() + self.stage.short * 0.32,
                0.13,
            );
            canvas.lay_ridge(&path, (self.top(), self.low()), &fill, shadow);
        }
    }
}

#[cfg(test)]
mod tests {
    use reelcraft_core::Digest;

    use super::*;

    #[test]
    fn edges_stay_within_their_swing_and_cover_the_bottom() {
        let stage = Stage::new(1080, 1920);
        for kind in [Kind::Hills, Kind::Waves, Kind::Dunes, Kind::Mountains] {
            let mut seed = Seed::new(&Digest::of_bytes(b"ridge"));
            let ridge = Ridge::new(kind, stage, 0.6, 0.1, &mut seed);
            for x in -100..1200 {
                let y = ridge.y(x as f32);
                assert!(
                    y >= ridge.top() - 1.0 && y <= ridge.low() + 1.0,
                    "{kind:?} {y}"
                );
            }
            let bounds = ridge.path(2000.0).unwrap().bounds();
            assert!(bounds.left() < 0.0 && bounds.right() > 1080.0 && bounds.bottom() > 1920.0);
        }
    }
}
