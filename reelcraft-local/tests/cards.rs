//! The cards as a caller gets them.
#![expect(clippy::unwrap_used, reason = "a failed helper is a failed test")]

use std::collections::HashSet;

use image::RgbImage;
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::{ImageGen, ImageRequest, PictureType};
use reelcraft_core::{Control, ErrorKind};
use reelcraft_local::card::LocalImages;

fn request(prompt: &str) -> ImageRequest {
    ImageRequest {
        prompt: prompt.to_owned(),
        style: None,
        language: "en".parse().unwrap(),
        size: FrameSize::new(270, 480),
        variant: 0,
        reference: None,
    }
}

async fn draw(request: &ImageRequest) -> Vec<u8> {
    let card = LocalImages::new()
        .draw(request, &Control::default())
        .await
        .unwrap();
    assert_eq!(card.value.picture_type, PictureType::Jpeg);
    assert_eq!(
        PictureType::sniff(&card.value.bytes),
        Some(PictureType::Jpeg)
    );
    assert_eq!(card.origin.provider, "local");
    card.value.bytes
}

fn decode(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().to_rgb8()
}

/// Mean difference of two pictures of one size, in levels of 255.
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    let sum: u64 = one
        .as_raw()
        .iter()
        .zip(other.as_raw())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    sum as f64 / one.as_raw().len() as f64
}

/// Standard deviation of the lightness in a part of a picture, given in parts of its sides.
fn liveliness(image: &RgbImage, left: f32, top: f32, right: f32, bottom: f32) -> f64 {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let values: Vec<f64> = image
        .enumerate_pixels()
        .filter(|(x, y, _)| {
            let (x, y) = (*x as f32 / width, *y as f32 / height);
            (left..right).contains(&x) && (top..bottom).contains(&y)
        })
        .map(|(_, _, pixel)| pixel.0.iter().map(|part| f64::from(*part)).sum::<f64>() / 3.0)
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>();
    (variance / values.len() as f64).sqrt()
}

#[tokio::test]
async fn the_same_request_gives_the_same_bytes() {
    for prompt in [
        "Rivers carry salt to the sea",
        "Тихая ночь",
        "Choy ichish madaniyati",
    ] {
        assert_eq!(draw(&request(prompt)).await, draw(&request(prompt)).await);
    }
}

#[tokio::test]
async fn every_variant_looks_different() {
    let base = request("Rivers carry salt to the sea, a grain at a time.");
    let mut cards = Vec::new();
    for variant in 0..12 {
        cards.push(decode(
            &draw(&ImageRequest {
                variant,
                ..base.clone()
            })
            .await,
        ));
    }
    for (index, one) in cards.iter().enumerate() {
        for other in cards.iter().skip(index + 1) {
            assert!(difference(one, other) > 8.0, "variant {index}");
        }
    }
}

#[tokio::test]
async fn style_and_language_count() {
    let base = request("A mountain river");
    let night = ImageRequest {
        style: Some("night, dark".to_owned()),
        ..base.clone()
    };
    let soft = ImageRequest {
        style: Some("soft watercolour".to_owned()),
        ..base.clone()
    };
    let light = |image: &RgbImage| {
        image
            .as_raw()
            .iter()
            .map(|part| u64::from(*part))
            .sum::<u64>()
            / image.as_raw().len() as u64
    };
    let (night, soft) = (decode(&draw(&night).await), decode(&draw(&soft).await));
    assert!(
        light(&night) + 30 < light(&soft),
        "{} {}",
        light(&night),
        light(&soft)
    );
    let russian = ImageRequest {
        language: "ru".parse().unwrap(),
        ..base.clone()
    };
    assert_ne!(draw(&base).await, draw(&russian).await);
}

#[tokio::test]
async fn cards_have_the_size_asked_for_and_are_painted_everywhere() {
    for (width, height) in [
        (270, 480),
        (240, 300),
        (256, 256),
        (480, 270),
        (640, 128),
        (128, 640),
        (1, 1),
        (3, 900),
    ] {
        for variant in 0..10 {
            let request = ImageRequest {
                size: FrameSize::new(width, height),
                variant,
                ..request("The sea")
            };
            let card = decode(&draw(&request).await);
            assert_eq!((card.width(), card.height()), (width, height));
            if width.min(height) < 128 {
                continue;
            }
            // Nothing is left unpainted, which would be black.
            for (x, y) in [
                (0, 0),
                (width - 1, 0),
                (0, height - 1),
                (width - 1, height - 1),
            ] {
                let sum: u32 = card
                    .get_pixel(x, y)
                    .0
                    .iter()
                    .map(|part| u32::from(*part))
                    .sum();
                assert!(
                    sum > 24,
                    "{width}x{height} variant {variant} corner {x},{y}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_largest_size_can_be_drawn() {
    let request = ImageRequest {
        size: FrameSize::new(4096, 4096),
        ..request("The sea")
    };
    let card = decode(&draw(&request).await);
    assert_eq!((card.width(), card.height()), (4096, 4096));
}

#[tokio::test]
async fn the_middle_is_lively_and_the_captions_have_peace() {
    let prompts = [
        "Rivers carry salt to the sea",
        "Юрий Гагарин полетел в космос",
        "Choy ichish madaniyati",
        "Money habits",
    ];
    let (mut middle, mut lower) = (0.0, 0.0);
    for prompt in prompts {
        for variant in 0..10 {
            let card = decode(
                &draw(&ImageRequest {
                    variant,
                    ..request(prompt)
                })
                .await,
            );
            let here = liveliness(&card, 0.2, 0.3, 0.8, 0.55);
            assert!(here > 12.0, "{prompt} variant {variant}: {here}");
            middle += here;
            lower += liveliness(&card, 0.0, 0.82, 1.0, 1.0);
        }
    }
    assert!(lower < middle * 0.6, "{lower} {middle}");
}

#[tokio::test]
async fn strange_texts_get_cards_too() {
    let long = "The sea is wide. ".repeat(600);
    let suffixes = "mimimi".repeat(2000);
    let marks = "a\u{301}".repeat(3000);
    let mut seen = HashSet::new();
    for prompt in [
        long.as_str(),
        suffixes.as_str(),
        marks.as_str(),
        "…?!",
        "🦊",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "بحر عظيم",
        "海",
        "\u{202e}abc\u{0}\u{feff}",
        "<svg/>&amp;\"'",
        "12345",
    ] {
        let card = draw(&request(prompt)).await;
        assert!(card.len() > 5_000, "{prompt}");
        assert!(seen.insert(card), "{prompt}");
    }
}

#[tokio::test]
async fn what_cannot_be_drawn_is_refused() {
    for prompt in ["", "  \n\t "] {
        let error = LocalImages::new()
            .draw(&request(prompt), &Control::default())
            .await
            .unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput);
        assert!(error.hint_text().is_some());
    }
    for size in [FrameSize::new(0, 100), FrameSize::new(5000, 100)] {
        let request = ImageRequest {
            size,
            ..request("The sea")
        };
        let error = LocalImages::new()
            .draw(&request, &Control::default())
            .await
            .unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidInput, "{size}");
    }
}

#[tokio::test]
async fn a_cancelled_control_draws_nothing() {
    let control = Control::default();
    control.cancel();
    let error = LocalImages::new()
        .draw(&request("The sea"), &control)
        .await
        .unwrap_err();
    assert!(error.is_cancelled());
}

#[test]
fn several_cards_at_a_time_are_worth_it() {
    let provider = LocalImages::new();
    assert_eq!(provider.name(), "local");
    assert!(provider.concurrency() >= 1);
}
