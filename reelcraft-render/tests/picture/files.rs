//! Picture files made for the tests.

use std::io::Cursor;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};

/// A folder for the files of one test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// Four quarters: red, green, blue and yellow, row by row.
pub(crate) const QUARTERS: [[u8; 3]; 4] =
    [[220, 30, 40], [20, 180, 60], [30, 60, 200], [230, 200, 20]];

/// A picture of four quarters, 96 pixels wide and 64 high.
pub(crate) fn quarters() -> RgbImage {
    RgbImage::from_fn(96, 64, |x, y| {
        Rgb(QUARTERS[usize::from(x >= 48) + 2 * usize::from(y >= 32)])
    })
}

pub(crate) fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    encoded(&image.into(), ImageFormat::Png)
}

pub(crate) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(image)
        .unwrap();
    bytes
}

/// A JPEG that says in its EXIF block how it is to be turned.
pub(crate) fn jpeg_with_orientation(image: &RgbImage, orientation: u8) -> Vec<u8> {
    // TIFF header, one entry: tag 0x0112, type SHORT, one value.
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut bytes = jpeg(image);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE1], &length[..], &exif].concat();
    bytes.splice(2..2, segment);
    bytes
}

/// A PNG with an ICC profile.
pub(crate) fn png_with_profile(image: impl Into<DynamicImage>, profile: Vec<u8>) -> Vec<u8> {
    let image = image.into();
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

/// Where the first segment with one of these markers begins.
pub(crate) fn find_segment(jpeg: &[u8], markers: &[u8]) -> usize {
    jpeg.windows(2)
        .position(|pair| pair[0] == 0xFF && markers.contains(&pair[1]))
        .unwrap()
}
