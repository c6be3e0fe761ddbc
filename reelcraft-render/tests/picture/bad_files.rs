//! What is refused, and how.

use std::path::Path;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reelcraft_core::{Error, ErrorKind};
use reelcraft_render::picture::{PictureFile, PictureLimits, decode, inspect};

use crate::files::{Folder, encoded, find_segment, jpeg, png, quarters};

fn error(path: &Path) -> Error {
    decode(path).expect_err("it must not decode")
}

#[test]
fn what_is_no_picture_is_named() {
    let folder = Folder::new();
    let cases: [(&str, &[u8]); 9] = [
        ("a.jpg", b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"),
        (
            "b.png",
            b"ffconcat version 1.0\nfile 'http://localhost/x'\n",
        ),
        (
            "c.jpg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        ),
        ("d.webp", b"<!DOCTYPE html><html></html>"),
        ("e.jpg", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"),
        ("f.jpg", b""),
        ("g.png", b"\0"),
        ("h.jpg", b"\xFF\xD8\xFF"),
        (
            "i.bmp",
            b"BM is how this text begins, and no bitmap follows it at all",
        ),
    ];
    for (name, bytes) in cases {
        let error = error(&folder.write(name, bytes));
        assert_eq!(*error.kind(), ErrorKind::Media, "{name}: {error}");
        assert!(error.to_string().contains(name), "{error}");
        assert!(error.hint_text().is_some(), "{error}");
    }
}

#[test]
fn a_missing_file_is_not_found_and_a_folder_is_no_picture() {
    let folder = Folder::new();
    let missing = error(&folder.path("nothing.png"));
    assert_eq!(*missing.kind(), ErrorKind::NotFound);
    assert!(missing.to_string().contains("nothing.png"));
    assert_eq!(*error(&folder.path(".")).kind(), ErrorKind::Media);
}

#[test]
fn a_truncated_file_is_an_error_and_not_half_a_picture() {
    let folder = Folder::new();
    // Noise does not shrink, so that a cut always takes pixels away.
    let mut state = 1u32;
    let noise = RgbImage::from_fn(120, 90, |_, _| {
        Rgb(std::array::from_fn(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }))
    });
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let bytes = encoded(&DynamicImage::ImageRgb8(noise.clone()), format);
        assert!(decode(&folder.write("whole", &bytes)).is_ok(), "{format:?}");
        for part in [5, 20, 50, 80, 95] {
            let cut = &bytes[..bytes.len() * part / 100];
            let error = error(&folder.write("cut", cut));
            assert_eq!(
                *error.kind(),
                ErrorKind::Media,
                "{format:?} at {part} %: {error}"
            );
        }
    }
}

#[test]
fn pixel_bombs_are_refused_before_they_are_decoded() {
    let folder = Folder::new();
    // A JPEG that claims 65,000 x 65,000 pixels.
    let mut bomb = jpeg(&quarters());
    let at = find_segment(&bomb, &[0xC0, 0xC1, 0xC2]);
    bomb[at + 5..at + 9].copy_from_slice(&[0xFD, 0xE8, 0xFD, 0xE8]);
    assert_eq!(
        *error(&folder.write("bomb.jpg", bomb)).kind(),
        ErrorKind::InvalidInput
    );
    // A GIF of 65,535 x 65,535.
    let mut bomb = encoded(&quarters().into(), ImageFormat::Gif);
    bomb[6..10].fill(0xFF);
    assert_eq!(
        *error(&folder.write("bomb.gif", bomb)).kind(),
        ErrorKind::InvalidInput
    );
    // A bitmap of 40,000 x 1.
    let wide = RgbImage::new(40_000, 1);
    let error = error(&folder.write("wide.png", png(wide)));
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("40000x1"), "{error}");
    assert!(error.to_string().contains("wide.png"), "{error}");
}

#[test]
fn a_jpeg_of_endless_scans_is_refused() {
    let folder = Folder::new();
    let whole = jpeg(&quarters());
    let scan_at = find_segment(&whole, &[0xDA]);
    let (head, scan) = (&whole[..scan_at], &whole[scan_at..whole.len() - 2]);
    let with_scans = |count: usize| [head, &scan.repeat(count), &[0xFF, 0xD9]].concat();
    let path = folder.write("scans.jpg", with_scans(201));
    let error = error(&path);
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("201 scans"), "{error}");
    // Few scans over many pixels are as slow: the budget counts both.
    let limits = PictureLimits {
        jpeg_scanned_px: 5 * 96 * 64 - 1,
        ..PictureLimits::default()
    };
    let path = folder.write("five.jpg", with_scans(5));
    assert!(PictureFile::open(&path).is_ok());
    let error = PictureFile::open_within(&path, limits).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn files_above_the_limits_are_refused() {
    let folder = Folder::new();
    let path = folder.write("picture.png", png(quarters()));
    let usual = PictureLimits::default();
    for limits in [
        PictureLimits {
            file_bytes: 20,
            ..usual
        },
        PictureLimits {
            area_px: 96 * 64 - 1,
            ..usual
        },
        PictureLimits {
            side_px: 95,
            ..usual
        },
        PictureLimits {
            decoded_bytes: 96 * 64 * 3 - 1,
            ..usual
        },
    ] {
        let error = PictureFile::open_within(&path, limits).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{error}");
        assert!(error.to_string().contains("picture.png"));
    }
    assert_eq!(inspect(&path).unwrap().size.width, 96);
}
