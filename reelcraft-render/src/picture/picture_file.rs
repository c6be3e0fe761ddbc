//! Reading a picture file: what it is, whether it is within the limits, and its pixels.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::PictureInfo;
use reelcraft_core::{Digest, Error, IoContext, Result};

use super::picture_format::describe_other;
use super::{DecodedPicture, PictureFormat, PictureLimits, color_profile, jpeg_scans, memory_gate};

/// Decodes a picture file of any supported kind, within the usual limits.
pub fn decode(path: &Path) -> Result<DecodedPicture> {
    PictureFile::open(path)?.decode()
}

/// Decodes a picture file fully and says what it is. It waits while other threads decode as much
/// as memory is meant for.
pub fn inspect(path: &Path) -> Result<PictureInfo> {
    let file = PictureFile::open(path)?;
    let _permit = memory_gate::decoding(file.working_bytes());
    Ok(file.decode()?.info())
}

/// A picture file that was read and found to be within the limits; nothing is decoded yet.
#[derive(Debug, Clone)]
pub struct PictureFile {
    path: PathBuf,
    bytes: Vec<u8>,
    format: PictureFormat,
    size: FrameSize,
    decoded_bytes: u64,
    limits: PictureLimits,
}

impl PictureFile {
    /// Reads a file within the usual limits.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_within(path, PictureLimits::default())
    }

    /// Reads a file within other limits.
    pub fn open_within(path: &Path, limits: PictureLimits) -> Result<Self> {
        let bytes = read(path, &limits)?;
        let Some(format) = PictureFormat::sniff(&bytes) else {
            return Err(Error::media(format!(
                "{} is no picture that can be read: {}",
                path.display(),
                describe_other(&bytes)
            ))
            .hint("use a JPEG, PNG, WebP, GIF, BMP or TIFF picture"));
        };
        let in_file = |error: Error| error.context(path.display());
        let decoder = decoder(&bytes, format, &limits).map_err(|error| refused(path, error))?;
        let (width, height) = decoder.dimensions();
        let size = FrameSize::new(width, height);
        let decoded_bytes = decoder.total_bytes();
        drop(decoder);
        if width == 0 || height == 0 {
            return Err(Error::media(format!("{} has no pixels", path.display())));
        }
        limits.check_pixels(size, decoded_bytes).map_err(in_file)?;
        if format == PictureFormat::Jpeg {
            let scans = jpeg_scans::count(&bytes);
            limits.check_scans(scans.count, size).map_err(in_file)?;
            if !scans.is_complete {
                return Err(Error::media(format!(
                    "{} is cut off: the end of the JPEG is missing",
                    path.display()
                ))
                .hint("copy or download it again"));
            }
        }
        Ok(Self {
            path: path.to_path_buf(),
            bytes,
            format,
            size,
            decoded_bytes,
            limits,
        })
    }

    /// How the file is coded.
    pub fn format(&self) -> PictureFormat {
        self.format
    }

    /// Width and height as stored, before the picture is turned upright.
    pub fn stored_size(&self) -> FrameSize {
        self.size
    }

    /// About how many bytes are in use at the worst moment of decoding and preparing.
    pub fn working_bytes(&self) -> u64 {
        // A progressive JPEG keeps two bytes of coefficients a sample; other kinds are held
        // twice while they are turned or converted.
        self.bytes.len() as u64 + 3 * self.decoded_bytes
    }

    /// The digest of the file as it was read.
    pub fn digest(&self) -> Digest {
        Digest::of_bytes(&self.bytes)
    }

    /// Decodes all of it, turns it upright and brings it to sRGB.
    pub fn decode(&self) -> Result<DecodedPicture> {
        self.decode_image()
            .map_err(|error| refused(&self.path, error))
    }

    fn decode_image(&self) -> Result<DecodedPicture, ImageError> {
        let mut decoder = decoder(&self.bytes, self.format, &self.limits)?;
        // A broken EXIF block or profile does not make the picture unreadable.
        let orientation = decoder.orientation();
        let icc = decoder.icc_profile();
        let mut image = DynamicImage::from_decoder(decoder)?;
        if let Ok(Some(icc)) = icc {
            color_profile::to_srgb(&mut image, &icc);
        }
        let mut image = to_8_bit(image);
        if let Ok(orientation) = orientation {
            image.apply_orientation(orientation);
        }
        Ok(without_needless_alpha(image))
    }
}

fn read(path: &Path, limits: &PictureLimits) -> Result<Vec<u8>> {
    let metadata = std::fs::metadata(path).io_context("read picture", path)?;
    if !metadata.is_file() {
        return Err(Error::media(format!(
            "{} is no picture: it is no regular file",
            path.display()
        )));
    }
    let in_file = |error: Error| error.context(path.display());
    limits.check_file(metadata.len()).map_err(in_file)?;
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    File::open(path)
        .and_then(|file| file.take(limits.file_bytes + 1).read_to_end(&mut bytes))
        .io_context("read picture", path)?;
    limits.check_file(bytes.len() as u64).map_err(in_file)?;
    Ok(bytes)
}

fn decoder<'a>(
    bytes: &'a [u8],
    format: PictureFormat,
    limits: &PictureLimits,
) -> Result<impl ImageDecoder + 'a, ImageError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder());
    let mut decoder_limits = Limits::no_limits();
    // Somewhat more than is allowed, so that our own check speaks first and clearly.
    decoder_limits.max_alloc = Some(limits.decoded_bytes * 2);
    reader.limits(decoder_limits);
    reader.into_decoder()
}

fn refused(path: &Path, error: ImageError) -> Error {
    match error {
        ImageError::Limits(_) => Error::invalid_input(format!(
            "{} needs too much memory to decode",
            path.display()
        ))
        .hint("scale it down"),
        _ => Error::media(format!("cannot decode picture {}", path.display()))
            .hint("save it again as JPEG or PNG"),
    }
    .because(error)
}

/// Brings every kind of samples to RGB or RGBA with 8 bits.
fn to_8_bit(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    }
}

fn without_needless_alpha(image: DynamicImage) -> DecodedPicture {
    let size = FrameSize::new(image.width(), image.height());
    let (has_alpha, samples) = match image {
        DynamicImage::ImageRgba8(image)
            if image.pixels().any(|pixel| matches!(pixel.0, [.., 0..=254])) =>
        {
            (true, image.into_raw())
        }
        image => (false, image.into_rgb8().into_raw()),
    };
    DecodedPicture {
        size,
        has_alpha,
        samples,
    }
}
