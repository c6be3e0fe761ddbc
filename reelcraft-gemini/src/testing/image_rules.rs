//! The rules for calls of models that draw.

use reelcraft_core::project::FrameSize;
use serde_json::Value;

use super::errors::ApiError;
use super::models::Model;
use super::rules::{modalities, wrong_modalities};

/// The shapes that pictures can have.
const RATIOS: [&str; 14] = [
    "1:1", "1:4", "4:1", "1:8", "8:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9",
    "21:9",
];

/// How many pictures may be sent along.
const MOST_REFERENCES: usize = 14;

/// Checks the body of a call for a picture.
pub(super) fn check(model: &Model, body: &Value, config: &Value) -> Result<(), ApiError> {
    let asked = modalities(config);
    if !asked.is_empty() && (!asked.contains(&"IMAGE") || asked.contains(&"AUDIO")) {
        return Err(wrong_modalities(&asked));
    }
    for (field, what) in [
        ("responseSchema", "JSON mode"),
        ("responseJsonSchema", "JSON mode"),
        ("responseMimeType", "JSON mode"),
        ("speechConfig", "Speech generation"),
        ("responseFormat", "Response format"),
    ] {
        if config.get(field).is_some() {
            return Err(ApiError::invalid(format!(
                "{what} is not enabled for models/{}",
                model.id
            )));
        }
    }
    let text = |name| config.get("imageConfig")?.get(name)?.as_str();
    if let Some(ratio) = text("aspectRatio")
        && !RATIOS.contains(&ratio)
    {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.generation_config.image_config.aspect_ratio: {ratio} is not \
             one of {}.\n",
            RATIOS.join(", ")
        )));
    }
    if let Some(size) = text("imageSize")
        && !model.sizes.contains(&size)
    {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.generation_config.image_config.image_size: {size} is not \
             one of {}.\n",
            model.sizes.join(", ")
        )));
    }
    let references = body
        .get("contents")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|content| content.get("parts")?.as_array())
        .flatten()
        .filter(|part| part.get("inlineData").is_some())
        .count();
    if references > MOST_REFERENCES {
        return Err(ApiError::invalid(format!(
            "{references} images are more than the {MOST_REFERENCES} that the model takes."
        )));
    }
    Ok(())
}

/// The size of the picture that a configuration asks for, in pixels: about one megapixel at 1K,
/// both sides multiples of 32, so 768x1376 for 9:16. Without a shape it is 1408x768.
pub(super) fn size_of(config: &Value) -> FrameSize {
    const ROUNDED_TO_PX: f64 = 32.0;
    let text = |name| config.get("imageConfig")?.get(name)?.as_str();
    let (width, height) = text("aspectRatio")
        .and_then(|ratio| ratio.split_once(':'))
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .map_or((1408.0, 768.0), |(width, height): (f64, f64)| {
            let area = 1024.0 * 1024.0;
            let side = |share: f64| ((area * share).sqrt() / ROUNDED_TO_PX).ceil() * ROUNDED_TO_PX;
            (side(width / height), side(height / width))
        });
    let scale = match text("imageSize") {
        Some("512") => 0.5,
        Some("2K") => 2.0,
        Some("4K") => 4.0,
        _ => 1.0,
    };
    FrameSize::new((width * scale) as u32, (height * scale) as u32)
}

/// The tokens of a picture of the configured size: $30 a million, $0.0336, 0.0504 and 0.0756.
pub(super) fn tokens_of(config: &Value) -> u64 {
    let size = config
        .get("imageConfig")
        .and_then(|image| image.get("imageSize")?.as_str());
    match size {
        Some("512") => 747,
        Some("2K") => 1680,
        Some("4K") => 2520,
        _ => 1120,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pictures_have_the_documented_sizes() {
        let size = |config| {
            let size = size_of(&config);
            (size.width, size.height)
        };
        let asked = |ratio, size| json!({"imageConfig": {"aspectRatio": ratio, "imageSize": size}});
        assert_eq!(size(asked("9:16", "1K")), (768, 1376));
        assert_eq!(size(asked("9:16", "2K")), (1536, 2752));
        assert_eq!(size(asked("9:16", "4K")), (3072, 5504));
        assert_eq!(size(asked("16:9", "1K")), (1376, 768));
        assert_eq!(size(asked("1:1", "1K")), (1024, 1024));
        assert_eq!(size(json!({})), (1408, 768));
    }
}
