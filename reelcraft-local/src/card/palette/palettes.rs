//! The palettes, picked by hand.

use crate::card::color::Rgb;

/// Colours of one card.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Palette {
    /// Name, for tests and logs.
    pub(crate) name: &'static str,
    /// Whether the card is dark as a whole.
    pub(crate) is_dark: bool,
    /// The background from top to bottom.
    pub(crate) sky: [Rgb; 3],
    /// Layers from far to near.
    pub(crate) layers: [Rgb; 4],
    /// Sun, moon, or whatever is brightest.
    pub(crate) sun: Rgb,
    /// The colour that draws the eye, sparingly used.
    pub(crate) accent: Rgb,
}

const fn palette(
    name: &'static str,
    is_dark: bool,
    sky: [u32; 3],
    layers: [u32; 4],
    sun: u32,
    accent: u32,
) -> Palette {
    let [top, middle, low] = sky;
    let [far, further, nearer, near] = layers;
    Palette {
        name,
        is_dark,
        sky: [Rgb::hex(top), Rgb::hex(middle), Rgb::hex(low)],
        layers: [
            Rgb::hex(far),
            Rgb::hex(further),
            Rgb::hex(nearer),
            Rgb::hex(near),
        ],
        sun: Rgb::hex(sun),
        accent: Rgb::hex(accent),
    }
}

/// All palettes.
#[rustfmt::skip]
#[expect(clippy::unreadable_literal, reason = "colours are written RRGGBB everywhere")]
pub(crate) const ALL: [Palette; 16] = [
    palette("dawn", false, [0x5B6FB5, 0xE79AA6, 0xFFD9B0], [0xC98BA0, 0x9C6C95, 0x6C5189, 0x43366B], 0xFFF0D2, 0xFF7E67),
    palette("dusk", true, [0x1E1B4B, 0x7A3E8E, 0xFF8A5C], [0x7B3F7E, 0x552A68, 0x371D50, 0x1F1238], 0xFFC36B, 0xFFD36E),
    palette("ocean", false, [0x1D7FB8, 0x58B9DB, 0xC9EEF0], [0x3FA0C6, 0x1F7FAE, 0x135F90, 0x0B426B], 0xFFF4D6, 0xFF8C61),
    palette("deep", true, [0x062B4F, 0x0B5078, 0x1FA2A6], [0x12677F, 0x0C4C66, 0x07344D, 0x042135], 0x9CF0E1, 0xFFD166),
    palette("forest", false, [0x8CC7A6, 0xC3E3BD, 0xF6F3D2], [0x8FBF8F, 0x5E9C74, 0x3A7A5C, 0x1F5244], 0xFFF3B8, 0xF28C52),
    palette("sand", false, [0xF4C98C, 0xF9D9A0, 0xFDEBCB], [0xE8A867, 0xD08A4E, 0xAE673B, 0x7E452B], 0xFFF6DF, 0x2E8C99),
    palette("night", true, [0x0B1033, 0x1B2559, 0x41488F], [0x2E3A7A, 0x222C63, 0x171F4B, 0x0D1433], 0xF7E9C0, 0xFFD670),
    palette("berry", true, [0x4A1A55, 0xA13670, 0xF0818E], [0x8C2F6B, 0x6C2260, 0x4B174E, 0x300E38], 0xFFE0D0, 0xFFC15E),
    palette("paper", false, [0xF6EFE3, 0xF3E6D3, 0xEAD9C2], [0xD9BFA3, 0xC29C7C, 0x8E6C57, 0x5B463E], 0xFFFFFF, 0xD9573F),
    palette("mint", false, [0xB5E8D5, 0xD9F4E6, 0xFFF9E8], [0x9EDCC6, 0x6CC3AC, 0x3E9E8F, 0x266F70], 0xFFFFFF, 0xFF8577),
    palette("coral", false, [0xFF8F70, 0xFFB88A, 0xFFE3B8], [0xF47C6C, 0xD95D6A, 0xA94468, 0x6B2F58], 0xFFF4DC, 0x2FA6A0),
    palette("lavender", false, [0xA9A4EA, 0xD3C5F5, 0xFBE6F2], [0xA79BE0, 0x8578C9, 0x6156A3, 0x3F3A76], 0xFFF8EC, 0xFF9F80),
    palette("samarkand", true, [0x0E4D8F, 0x1C86B8, 0x7CD3D0], [0x18699F, 0x11508A, 0x0B3A70, 0x072750], 0xFFE9B0, 0xF4B942),
    palette("ember", true, [0x2B0F1E, 0x7A1F2B, 0xF2692E], [0x8A2A2C, 0x5F1D28, 0x3D1422, 0x220C18], 0xFFD27A, 0xFFE39A),
    palette("graphite", true, [0x111827, 0x1F2F46, 0x35618A], [0x27435F, 0x1D3349, 0x142536, 0x0C1722], 0x8FE3FF, 0x7CF2C8),
    palette("meadow", false, [0x6EC6E8, 0xBDE7EE, 0xFFF7D6], [0xA5D86E, 0x74BE5C, 0x479A55, 0x2B6E4D], 0xFFF3A8, 0xFF7A59),
];

impl Palette {
    /// The same colours softened towards white, as in watercolour and pastel.
    pub(crate) fn softened(&self) -> Self {
        let soften = |color: Rgb, white: f32| color.lighter(white).greyer(0.12);
        Self {
            sky: self.sky.map(|color| soften(color, 0.42)),
            layers: self.layers.map(|color| soften(color, 0.34)),
            sun: soften(self.sun, 0.3),
            accent: soften(self.accent, 0.2),
            is_dark: false,
            ..self.clone()
        }
    }

    /// The palette without hue, for black-and-white styles.
    pub(crate) fn monochrome(&self) -> Self {
        Self {
            sky: self.sky.map(|color| color.greyer(0.9)),
            layers: self.layers.map(|color| color.greyer(0.9)),
            sun: self.sun.greyer(0.8),
            ..self.clone()
        }
    }

    /// The colour of shadows: the nearest layer, darker.
    pub(crate) fn shadow(&self) -> Rgb {
        let [.., near] = self.layers;
        near.darker(0.45)
    }

    /// The colour of the background at a height, 0 at the top to 1 at the bottom.
    pub(crate) fn sky_at(&self, height: f32) -> Rgb {
        let [top, middle, low] = self.sky;
        if height < 0.5 {
            top.mix(middle, height.max(0.0) * 2.0)
        } else {
            middle.mix(low, (height.min(1.0) - 0.5) * 2.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_darken_towards_the_eye() {
        for palette in &ALL {
            for pair in palette.layers.windows(2) {
                assert!(
                    pair[0].lightness() > pair[1].lightness(),
                    "{}",
                    palette.name
                );
            }
        }
    }

    #[test]
    fn suns_stand_out_from_the_sky() {
        for palette in &ALL {
            let [_, middle, _] = palette.sky;
            assert!(palette.sun.distance(middle) > 0.06, "{}", palette.name);
            assert!(
                palette.sun.distance(palette.layers[3]) > 0.4,
                "{}",
                palette.name
            );
        }
    }

    #[test]
    fn names_differ_and_both_moods_are_there() {
        let mut names: Vec<_> = ALL.iter().map(|palette| palette.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        let dark = ALL.iter().filter(|palette| palette.is_dark).count();
        assert!((5..=11).contains(&dark));
    }

    #[test]
    fn softening_lightens() {
        for palette in &ALL {
            let middle = |palette: &Palette| palette.sky[1].lightness();
            assert!(middle(&palette.softened()) > middle(palette) || middle(palette) > 0.9);
        }
    }
}
