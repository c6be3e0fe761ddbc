//! Names that the engine knows, as types of the wire.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use reelcraft_core::captions::CaptionFormat;
use reelcraft_core::project::{
    CaptionLook, CaptionPosition, CaptionStyle, Fit, Motion, TransitionEffect, VoiceProvider,
    WatermarkPosition,
};
use reelcraft_core::provider::{Quality, SpeechUnit};
use serde_json::Value;

/// A type of the engine whose values have names.
pub(crate) trait Named:
    std::str::FromStr + std::fmt::Display + Send + Sync + Copy + 'static
{
    /// The name of the type.
    const TITLE: &'static str;
    /// What it is.
    const ABOUT: &'static str;
    /// The names of all values.
    const NAMES: &'static [&'static str];
}

macro_rules! named {
    ($($name:ident, $about:literal;)+) => {
        $(impl Named for $name {
            const TITLE: &'static str = stringify!($name);
            const ABOUT: &'static str = $about;
            const NAMES: &'static [&'static str] = $name::NAMES;
        })+
    };
}

named! {
    Motion, "The camera move over a still picture. `auto` chooses by the place of the scene.";
    TransitionEffect, "How one scene becomes the next.";
    CaptionStyle, "How captions follow the voice.";
    CaptionLook, "What captions look like.";
    CaptionPosition, "Where captions stand.";
    CaptionFormat, "A kind of files of captions.";
    WatermarkPosition, "Where a watermark stands.";
    Quality, "Time against picture quality. A draft is half as wide and high.";
    Fit, "How a picture of another shape fills the frame.";
    VoiceProvider, "Who speaks the lines.";
    SpeechUnit, "What is spoken in one call: each line, with exact times, or the whole script.";
}

/// One of some names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Choice<T>(pub(crate) T);

impl<T: Named> Type for Choice<T> {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        T::TITLE.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(T::TITLE.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(T::TITLE.to_owned(), |_| MetaSchema {
            description: Some(T::ABOUT),
            enum_items: T::NAMES.iter().map(|name| Value::from(*name)).collect(),
            ..MetaSchema::new("string")
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl<T: Named> ParseFromJSON for Choice<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let text = value.as_ref().and_then(Value::as_str).unwrap_or_default();
        let value = text
            .parse()
            .map_err(|_| ParseError::custom("unknown name"))?;
        Ok(Self(value))
    }
}

impl<T: Named> ToJSON for Choice<T> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.to_string()))
    }
}
