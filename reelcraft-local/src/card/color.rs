//! Colours, and mixing them as the eye does.

/// A colour in sRGB, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rgb {
    pub(crate) red: f32,
    pub(crate) green: f32,
    pub(crate) blue: f32,
}

impl Rgb {
    /// White.
    pub(crate) const WHITE: Self = Self::hex(0xFF_FF_FF);
    /// Black.
    pub(crate) const BLACK: Self = Self::hex(0);

    /// Makes a colour from `0xRRGGBB`.
    pub(crate) const fn hex(value: u32) -> Self {
        Self {
            red: ((value >> 16) & 0xFF) as f32 / 255.0,
            green: ((value >> 8) & 0xFF) as f32 / 255.0,
            blue: (value & 0xFF) as f32 / 255.0,
        }
    }

    /// The parts as bytes.
    pub(crate) fn bytes(self) -> [u8; 3] {
        [self.red, self.green, self.blue].map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
    }

    /// The colour that is `share` of the way to another one, 0 to 1, by Oklab.
    pub(crate) fn mix(self, other: Self, share: f32) -> Self {
        let [a, b] = [self.oklab(), other.oklab()];
        let [l, m, s] = [0, 1, 2].map(|part| {
            let (from, to) = (a.get(part).copied(), b.get(part).copied());
            let (from, to) = (from.unwrap_or(0.0), to.unwrap_or(0.0));
            from + (to - from) * share
        });
        Self::from_oklab([l, m, s])
    }

    /// A lighter one: `share` of the way to white.
    pub(crate) fn lighter(self, share: f32) -> Self {
        self.mix(Self::WHITE, share)
    }

    /// A darker one: `share` of the way to black.
    pub(crate) fn darker(self, share: f32) -> Self {
        self.mix(Self::BLACK, share)
    }

    /// A greyer one: `share` of the way to the grey of the same lightness.
    pub(crate) fn greyer(self, share: f32) -> Self {
        let [lightness, a, b] = self.oklab();
        Self::from_oklab([lightness, a * (1.0 - share), b * (1.0 - share)])
    }

    /// Lightness as the eye sees it, 0 to 1.
    pub(crate) fn lightness(self) -> f32 {
        let [lightness, ..] = self.oklab();
        lightness
    }

    /// How different two colours look: distance in Oklab, about 1 from black to white.
    pub(crate) fn distance(self, other: Self) -> f32 {
        let ([l1, a1, b1], [l2, a2, b2]) = (self.oklab(), other.oklab());
        ((l1 - l2).powi(2) + (a1 - a2).powi(2) + (b1 - b2).powi(2)).sqrt()
    }

    /// Björn Ottosson, "A perceptual color space for image processing", 2020.
    fn oklab(self) -> [f32; 3] {
        let [r, g, b] = [self.red, self.green, self.blue].map(to_linear);
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        [
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ]
    }

    fn from_oklab([lightness, a, b]: [f32; 3]) -> Self {
        let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let [red, green, blue] = [
            4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
            -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
            -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        ]
        .map(from_linear);
        Self { red, green, blue }
    }
}

/// The transfer function of sRGB, IEC 61966-2-1.
fn to_linear(part: f32) -> f32 {
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

fn from_linear(part: f32) -> f32 {
    let part = part.clamp(0.0, 1.0);
    if part <= 0.003_130_8 {
        part * 12.92
    } else {
        1.055 * part.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_ends_at_both_colors() {
        let (one, other) = (Rgb::hex(0x1D_7F_B8), Rgb::hex(0xFF_D9_B0));
        assert_eq!(one.mix(other, 0.0).bytes(), one.bytes());
        assert_eq!(one.mix(other, 1.0).bytes(), other.bytes());
        let middle = one.mix(other, 0.5);
        assert!(middle.lightness() > one.lightness() && middle.lightness() < other.lightness());
    }

    #[test]
    fn lightness_and_distance_are_those_of_oklab() {
        assert!((Rgb::WHITE.lightness() - 1.0).abs() < 1e-3);
        assert!(Rgb::BLACK.lightness() < 1e-3);
        assert!((Rgb::WHITE.distance(Rgb::BLACK) - 1.0).abs() < 1e-3);
        // Oklab of sRGB red, by the reference: L 0.628.
        assert!((Rgb::hex(0xFF_00_00).lightness() - 0.628).abs() < 1e-3);
    }

    #[test]
    fn a_grey_has_equal_parts() {
        let [red, green, blue] = Rgb::hex(0xE5_8A_2F).greyer(1.0).bytes();
        assert!(red.abs_diff(green) <= 1 && green.abs_diff(blue) <= 1);
    }
}
