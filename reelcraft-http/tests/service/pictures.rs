//! Files that people bring.

use std::io::Cursor;

/// A JPEG picture of a size, with some metadata.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 256) as u8, (y % 256) as u8, 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    let mut bytes = bytes.into_inner();
    // A comment behind the first marker.
    let comment = b"SECRET-COMMENT";
    let mut segment = vec![0xFF, 0xFE, 0, comment.len() as u8 + 2];
    segment.extend_from_slice(comment);
    bytes.splice(2..2, segment);
    bytes
}

/// A second of a tone as WAV.
pub(crate) fn wav(secs: f64) -> Vec<u8> {
    let samples = (0..(secs * 16_000.0) as usize)
        .map(|i| (i as f32 * 0.1).sin() * 0.5)
        .collect();
    let tone = reelcraft_core::voiceover::Pcm {
        samples,
        sample_rate_hz: 16_000,
    };
    tone.to_wav().unwrap()
}
