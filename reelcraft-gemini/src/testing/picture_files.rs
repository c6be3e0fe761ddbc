//! Picture files, good and bad.

use jpeg_encoder::{ColorType, Encoder};
use reelcraft_core::project::FrameSize;
use reelcraft_core::{Error, Result};

/// Writes a JPEG that goes from one colour at the top to another one at the bottom.
pub(super) fn gradient(size: FrameSize, colours: [[u8; 3]; 2]) -> Result<Vec<u8>> {
    let [top, bottom] = colours;
    let mut pixels = Vec::with_capacity((size.width * size.height * 3) as usize);
    for row in 0..size.height {
        let share = f64::from(row) / f64::from(size.height.max(2) - 1);
        let between = |(top, bottom): (u8, u8)| {
            (f64::from(top) + (f64::from(bottom) - f64::from(top)) * share).round() as u8
        };
        let [(r0, r1), (g0, g1), (b0, b1)] = [0, 1, 2].map(|channel: usize| {
            let of = |colour: [u8; 3]| colour.get(channel).copied().unwrap_or_default();
            (of(top), of(bottom))
        });
        let colour = [between((r0, r1)), between((g0, g1)), between((b0, b1))];
        pixels.extend(colour.repeat(size.width as usize));
    }
    let too_large = |error| Error::invalid_input(format!("a picture of {size}")).because(error);
    let width = u16::try_from(size.width).map_err(too_large)?;
    let height = u16::try_from(size.height).map_err(too_large)?;
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 85)
        .encode(&pixels, width, height, ColorType::Rgb)
        .map_err(|error| Error::internal("cannot write a JPEG").because(error))?;
    Ok(bytes)
}

/// Changes the size that the header of a JPEG says, and nothing else.
pub(super) fn claiming(mut jpeg: Vec<u8>, size: FrameSize) -> Vec<u8> {
    // ITU-T T.81, B.2.2: FF C0, length, precision, then lines and samples a line, 16 bits each.
    let frame = jpeg.windows(2).position(|marker| marker == [0xFF, 0xC0]);
    if let Some(at) = frame
        && let Some(field) = jpeg.get_mut(at + 5..at + 9)
    {
        let height = (size.height as u16).to_be_bytes();
        let width = (size.width as u16).to_be_bytes();
        field.copy_from_slice(&[height, width].concat());
    }
    jpeg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_what_it_is_told() {
        let jpeg = gradient(FrameSize::new(32, 16), [[0; 3], [255; 3]]).unwrap();
        let said = |jpeg: &[u8]| {
            let at = jpeg.windows(2).position(|m| m == [0xFF, 0xC0]).unwrap();
            let number = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
            (number(at + 7), number(at + 5))
        };
        assert_eq!(said(&jpeg), (32, 16));
        let claiming = claiming(jpeg.clone(), FrameSize::new(36000, 64000));
        assert_eq!(said(&claiming), (36000, 64000));
        assert_eq!(claiming.len(), jpeg.len());
    }
}
