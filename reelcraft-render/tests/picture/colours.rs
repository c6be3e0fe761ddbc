//! Colour profiles.

use image::{ImageBuffer, Luma, Rgb, RgbImage};
use moxcms::{ColorProfile, ToneReprCurve};
use reelcraft_render::picture::decode;

use crate::files::{Folder, png, png_with_profile};

/// Display P3 to sRGB by the primaries (SMPTE EG 432-1, IEC 61966-2-1); both have the same
/// white and the same curve.
fn from_display_p3(colour: [u8; 3]) -> [f64; 3] {
    let linear = colour.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    let [red, green, blue] = linear;
    [
        1.224_94 * red - 0.224_94 * green,
        -0.042_057 * red + 1.042_057 * green,
        -0.019_638 * red - 0.078_636 * green + 1.098_274 * blue,
    ]
    .map(|value| {
        let value = value.clamp(0.0, 1.0);
        let coded = if value <= 0.003_130_8 {
            12.92 * value
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        };
        coded * 255.0
    })
}

#[test]
fn a_display_p3_picture_comes_out_in_srgb() {
    let folder = Folder::new();
    let profile = ColorProfile::new_display_p3().encode().unwrap();
    for colour in [
        [128, 128, 128],
        [200, 100, 50],
        [90, 160, 120],
        [60, 60, 180],
    ] {
        let flat = RgbImage::from_pixel(8, 8, Rgb(colour));
        let picture =
            decode(&folder.write("p3.png", png_with_profile(flat, profile.clone()))).unwrap();
        let deep = ImageBuffer::from_pixel(8, 8, Rgb(colour.map(|value| u16::from(value) * 257)));
        let deep =
            decode(&folder.write("deep.png", png_with_profile(deep, profile.clone()))).unwrap();
        for picture in [picture, deep] {
            for (seen, wanted) in picture
                .pixel(4, 4)
                .unwrap()
                .iter()
                .zip(from_display_p3(colour))
            {
                assert!(
                    (f64::from(*seen) - wanted).abs() <= 1.5,
                    "{colour:?}: {seen} for {wanted:.1}"
                );
            }
        }
    }
}

#[test]
fn a_grey_profile_is_applied_to_a_grey_picture() {
    let folder = Folder::new();
    // Linear grey: 55 of 255 is 21.6 %, in sRGB about 128.
    let mut profile = ColorProfile::new_gray_with_gamma(1.0);
    profile.gray_trc = Some(ToneReprCurve::Parametric(vec![1.0]));
    let grey = ImageBuffer::from_pixel(8, 8, Luma([55u8]));
    let bytes = png_with_profile(grey, profile.encode().unwrap());
    let picture = decode(&folder.write("linear.png", bytes)).unwrap();
    for sample in picture.pixel(1, 1).unwrap() {
        assert!(sample.abs_diff(128) <= 2, "{sample}");
    }
}

#[test]
fn broken_and_unfitting_profiles_are_ignored() {
    let folder = Folder::new();
    let flat = RgbImage::from_pixel(8, 8, Rgb([200, 100, 50]));
    let grey = ColorProfile::new_gray_with_gamma(2.2).encode().unwrap();
    let mut cut = ColorProfile::new_display_p3().encode().unwrap();
    cut.truncate(150);
    for profile in [b"no profile at all".to_vec(), cut, grey] {
        let picture =
            decode(&folder.write("odd.png", png_with_profile(flat.clone(), profile))).unwrap();
        assert_eq!(picture.pixel(0, 0).unwrap(), [200, 100, 50]);
    }
}

#[test]
fn srgb_pictures_are_untouched() {
    let folder = Folder::new();
    let every = RgbImage::from_fn(256, 16, |x, y| {
        Rgb([x as u8, (y * 16) as u8, 255 - x as u8])
    });
    let profile = ColorProfile::new_srgb().encode().unwrap();
    let tagged =
        decode(&folder.write("tagged.png", png_with_profile(every.clone(), profile))).unwrap();
    let plain = decode(&folder.write("plain.png", png(every))).unwrap();
    assert_eq!(tagged, plain);
}
