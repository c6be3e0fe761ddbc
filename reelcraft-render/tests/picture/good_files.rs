//! What is read, and how it comes out.

use image::{
    DynamicImage, Frame, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage,
};
use reelcraft_core::project::FrameSize;
use reelcraft_render::picture::{DecodedPicture, PictureFile, PictureFormat, decode, inspect};

use crate::files::{Folder, QUARTERS, encoded, jpeg_with_orientation, png, quarters};

/// The colours in the middles of the four quarters.
fn seen_quarters(picture: &DecodedPicture) -> [Vec<u8>; 4] {
    let FrameSize { width, height } = picture.size;
    [(1, 1), (3, 1), (1, 3), (3, 3)]
        .map(|(x, y)| picture.pixel(width * x / 4, height * y / 4).unwrap()[..3].to_vec())
}

fn assert_quarters(picture: &DecodedPicture, order: [usize; 4], what: &str) {
    for (seen, wanted) in seen_quarters(picture).iter().zip(order) {
        for (seen, wanted) in seen.iter().zip(QUARTERS[wanted]) {
            assert!(seen.abs_diff(wanted) <= 6, "{what}: {seen} for {wanted}");
        }
    }
}

#[test]
fn all_six_kinds_are_read_whatever_their_name() {
    let folder = Folder::new();
    for (format, kind) in [
        (ImageFormat::Jpeg, PictureFormat::Jpeg),
        (ImageFormat::Png, PictureFormat::Png),
        (ImageFormat::WebP, PictureFormat::Webp),
        (ImageFormat::Gif, PictureFormat::Gif),
        (ImageFormat::Bmp, PictureFormat::Bmp),
        (ImageFormat::Tiff, PictureFormat::Tiff),
    ] {
        let path = folder.write("picture.txt", encoded(&quarters().into(), format));
        assert_eq!(PictureFile::open(&path).unwrap().format(), kind);
        let picture = decode(&path).unwrap();
        assert_eq!(picture.size, FrameSize::new(96, 64));
        assert!(!picture.has_alpha);
        assert_eq!(picture.samples.len(), 96 * 64 * 3);
        assert_quarters(&picture, [0, 1, 2, 3], &format!("{format:?}"));
    }
}

#[test]
fn all_eight_orientations_stand_upright() {
    let folder = Folder::new();
    // Which quarter of the stored picture is seen where, by EXIF 2.3, tag 0x0112.
    let orders = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    for (orientation, order) in (1u8..).zip(orders) {
        let bytes = jpeg_with_orientation(&quarters(), orientation);
        let picture = decode(&folder.write("turned.jpg", bytes)).unwrap();
        let size = if orientation < 5 { (96, 64) } else { (64, 96) };
        assert_eq!(
            (picture.size.width, picture.size.height),
            size,
            "{orientation}"
        );
        assert_quarters(&picture, order, &format!("orientation {orientation}"));
    }
}

#[test]
fn grey_and_deep_pictures_become_8_bit_rgb() {
    let folder = Folder::new();
    let grey = ImageBuffer::from_pixel(20, 10, Luma([77u8]));
    let deep_grey = ImageBuffer::from_pixel(20, 10, Luma([77u16 * 257]));
    let deep = ImageBuffer::from_pixel(20, 10, Rgb([77u16 * 257, 200 * 257, 3 * 257]));
    let cases: [(DynamicImage, [u8; 3]); 3] = [
        (grey.into(), [77, 77, 77]),
        (deep_grey.into(), [77, 77, 77]),
        (deep.into(), [77, 200, 3]),
    ];
    for (image, wanted) in cases {
        let picture = decode(&folder.write("grey.png", png(image))).unwrap();
        assert_eq!(picture.pixel(7, 7).unwrap(), wanted);
        assert_eq!(picture.pixel(20, 0), None);
    }
}

#[test]
fn alpha_is_kept_where_it_is_used_and_dropped_where_it_is_not() {
    let folder = Folder::new();
    let half = RgbaImage::from_fn(16, 16, |x, _| {
        Rgba([10, 20, 30, if x < 8 { 128 } else { 255 }])
    });
    let path = folder.write("half.png", png(half));
    let info = inspect(&path).unwrap();
    assert!(info.has_alpha);
    assert_eq!(
        decode(&path).unwrap().pixel(0, 0).unwrap(),
        [10, 20, 30, 128]
    );
    let opaque = RgbaImage::from_pixel(16, 16, Rgba([10, 20, 30, 255]));
    let path = folder.write("opaque.png", png(opaque));
    assert!(!inspect(&path).unwrap().has_alpha);
    assert_eq!(decode(&path).unwrap().pixel(3, 3).unwrap(), [10, 20, 30]);
    let grey = ImageBuffer::from_pixel(16, 16, LumaA([90u8, 0]));
    assert!(
        inspect(&folder.write("grey.png", png(grey)))
            .unwrap()
            .has_alpha
    );
}

#[test]
fn the_first_frame_of_an_animation_is_shown() {
    let folder = Folder::new();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for colour in [[200, 0, 0, 255], [0, 0, 200, 255]] {
        let frame = RgbaImage::from_pixel(24, 24, Rgba(colour));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let picture = decode(&folder.write("two.gif", bytes)).unwrap();
    let red = picture.pixel(12, 12).unwrap();
    assert!(red[0] > 180 && red[2] < 30, "{red:?}");
}

#[test]
fn a_single_pixel_is_a_picture() {
    let folder = Folder::new();
    let dot = RgbImage::from_pixel(1, 1, Rgb([9, 8, 7]));
    let picture = decode(&folder.write("dot.png", png(dot))).unwrap();
    assert_eq!(picture.size, FrameSize::new(1, 1));
    assert_eq!(picture.samples, [9, 8, 7]);
}
