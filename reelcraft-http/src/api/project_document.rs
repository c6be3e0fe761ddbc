//! The document of a project on the wire.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use reelcraft_core::Project;
use serde_json::Value;

use super::document_schema::DocumentSchema;

/// A project as people edit it: the very document of a project file, with addresses of this
/// service in the place of paths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document(pub(crate) Value);

impl Document {
    /// Tells a project.
    pub(crate) fn of(project: &Project) -> Self {
        Self(serde_json::to_value(project).unwrap_or_default())
    }
}

impl Type for Document {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "Project".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        DocumentSchema::schema_ref()
    }

    fn register(registry: &mut Registry) {
        DocumentSchema::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for Document {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for Document {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}

/// A patch of a project: a JSON merge patch (RFC 7396).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MergePatch(pub(crate) Value);

impl Type for MergePatch {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "MergePatch".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference("MergePatch".to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>("MergePatch".to_owned(), |_| MetaSchema {
            description: Some(
                "A JSON merge patch (RFC 7396) of `{\"name\": …, \"document\": …}`: what it holds \
                 is replaced, null removes a field, lists are replaced as a whole.",
            ),
            properties: vec![
                ("name", <String as Type>::schema_ref()),
                (
                    "document",
                    MetaSchemaRef::Inline(Box::new(MetaSchema::new("object"))),
                ),
            ],
            ..MetaSchema::new("object")
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for MergePatch {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for MergePatch {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}
