//! What a composition is given to arrange.

use std::sync::Arc;

use super::stage::Stage;
use crate::card::canvas::{Canvas, Placed, Shadow};
use crate::card::color::Rgb;
use crate::card::illustration::Artwork;
use crate::card::palette::Palette;
use crate::card::seed::Seed;

/// A contrast with the background at which an outline is seen at a glance.
const CLEAR_CONTRAST: f32 = 0.2;

/// A card in the making.
#[derive(Debug)]
pub(crate) struct Scene {
    /// What is painted on.
    pub(crate) canvas: Canvas,
    /// Its measures.
    pub(crate) stage: Stage,
    /// Its colours.
    pub(crate) palette: Palette,
    /// The main illustration.
    pub(crate) hero: Arc<Artwork>,
    /// Smaller ones around it, none to four.
    pub(crate) others: Vec<Arc<Artwork>>,
    /// Chance for the details.
    pub(crate) seed: Seed,
}

impl Scene {
    /// The first of some colours from which an illustration stands out clearly, else the best.
    pub(crate) fn backing(artwork: &Artwork, colors: &[Rgb]) -> Rgb {
        let contrast = |color: &Rgb| artwork.contrast(*color);
        colors
            .iter()
            .find(|color| contrast(color) >= CLEAR_CONTRAST)
            .or_else(|| {
                colors
                    .iter()
                    .max_by(|a, b| contrast(a).total_cmp(&contrast(b)))
            })
            .copied()
            .unwrap_or(Rgb::WHITE)
    }

    /// The shadow of something that floats above the rest, by parts of the short side.
    pub(crate) fn shadow(&self, height: f32) -> Shadow {
        let height = self.stage.part(height);
        Shadow {
            fall: (height * 0.25, height * 0.8),
            blur: (height * 1.6).max(3.0),
            color: self.palette.shadow(),
            strength: if self.palette.is_dark { 0.55 } else { 0.38 },
        }
    }

    /// The shadow of a layer of paper on the layers behind it.
    pub(crate) fn layer_shadow(&self) -> Shadow {
        let short = self.stage.short;
        Shadow {
            fall: (0.0, -short * 0.006),
            blur: short * 0.034,
            color: self.palette.shadow(),
            strength: if self.palette.is_dark { 0.5 } else { 0.34 },
        }
    }

    /// Where the main illustration goes, upright.
    pub(crate) fn hero_place(&self) -> Placed {
        // Thin things are drawn longer, so that all weigh about the same.
        let aspect = self.hero.aspect();
        let slender = (aspect.max(1.0 / aspect) - 1.0).min(1.0) * 0.12;
        Placed::at(self.stage.focus, self.stage.hero_size() * (1.0 + slender))
    }

    /// Draws the main illustration with a soft shadow under it.
    pub(crate) fn draw_hero(&mut self, placed: Placed) {
        let hero = Arc::clone(&self.hero);
        let shadow = self.shadow(0.022);
        self.canvas.shade_illustration(&hero, placed, shadow);
        self.canvas.illustrate(&hero, placed);
    }

    /// Draws a smaller illustration with a shadow; where it would not be seen, with a pale border.
    pub(crate) fn draw_small(&mut self, artwork: &Artwork, placed: Placed, background: Rgb) {
        let shadow = self.shadow(0.012);
        if artwork.contrast(background) < 0.13 {
            let border = if background.lightness() > 0.75 {
                self.palette.layers[1]
            } else {
                Rgb::WHITE
            };
            let width = self.stage.part(0.008);
            self.canvas
                .sticker(artwork, placed, (border, width), shadow);
        } else {
            self.canvas.shade_illustration(artwork, placed, shadow);
            self.canvas.illustrate(artwork, placed);
        }
    }

    /// The smaller illustrations with places around the main one.
    pub(crate) fn others_in_corners(&mut self) -> Vec<(Arc<Artwork>, (f32, f32))> {
        let shake = self.stage.part(0.018);
        let corners = self.stage.corners();
        let mirror = self.seed.chance(0.5);
        let middle = self.stage.focus.0;
        self.others
            .clone()
            .into_iter()
            .zip(corners)
            .map(|(artwork, (x, y))| {
                let x = if mirror { 2.0 * middle - x } else { x };
                let x = x + self.seed.between(-shake, shake);
                (artwork, (x, y + self.seed.between(-shake, shake)))
            })
            .collect()
    }
}
