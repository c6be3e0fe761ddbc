//! Looks at what a video would be.

use std::time::Duration;

use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::Tag;
use super::render::RenderApi;
use super::render_wire::RenderRequest;
use crate::background::in_time;
use crate::body::JsonBody;
use crate::problem::Answer;
use crate::service::Shared;

/// Looks at what a video would be.
pub(crate) struct PreviewApi(pub(crate) Shared);

/// How long composing a frame may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A frame that is asked for.
#[derive(Debug, Object)]
pub(crate) struct FrameRequest {
    /// The video that it is of.
    video: RenderRequest,
    /// When it is seen, in seconds from the start.
    #[oai(validator(minimum(value = "0"), maximum(value = "360000")))]
    at: f64,
}

/// A picture: JPEG, or PNG where it is transparent.
pub(crate) struct Picture<const IS_PNG: bool>(Vec<u8>);

impl<const IS_PNG: bool> Payload for Picture<IS_PNG> {
    const CONTENT_TYPE: &'static str = if IS_PNG { "image/png" } else { "image/jpeg" };

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
    }
}

impl<const IS_PNG: bool> IntoResponse for Picture<IS_PNG> {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(Self::CONTENT_TYPE)
            .header("cache-control", "no-store")
            .body(self.0)
    }
}

impl<const IS_PNG: bool> ApiResponse for Picture<IS_PNG> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The picture",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: Self::CONTENT_TYPE,
                    schema: Self::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

#[OpenApi(tag = "Tag::Material")]
impl PreviewApi {
    /// Look at one frame of a video
    ///
    /// Composed just as the video would be, without encoding it.
    #[oai(
        path = "/api/preview/frame",
        method = "post",
        operation_id = "previewFrame"
    )]
    async fn frame(&self, body: JsonBody<FrameRequest>) -> Answer<Picture<false>> {
        let render = RenderApi(self.0.clone());
        render.check_files(&body.0.video).await?;
        let document = render.document_of(body.0.video).await?;
        let preview = &self.0.preview;
        in_time(PATIENCE, async {
            let look = preview.of_document(&self.0, &document).await?;
            Ok(Picture(preview.frame(look, body.0.at).await?))
        })
        .await
    }

    /// Look at one frame of a project
    #[oai(
        path = "/api/projects/:id/frame",
        method = "get",
        operation_id = "previewProjectFrame"
    )]
    async fn project_frame(
        &self,
        id: Path<String>,
        /// When it is seen, in seconds from the start.
        #[oai(validator(minimum(value = "0"), maximum(value = "360000")))]
        at: Query<f64>,
    ) -> Answer<Picture<false>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        let preview = &self.0.preview;
        in_time(PATIENCE, async {
            let look = preview.of_project(&self.0, &row).await?;
            Ok(Picture(preview.frame(look, at.0).await?))
        })
        .await
    }

    /// Look at what lies over the pictures of a project
    ///
    /// Captions and watermark at a time, on a transparent ground, at most 540 pixels wide. Words
    /// that spring in are at rest. `changes` of `GET /api/projects/{id}/captions` says when it is
    /// another one.
    #[oai(
        path = "/api/projects/:id/overlay",
        method = "get",
        operation_id = "previewOverlay"
    )]
    async fn overlay(
        &self,
        id: Path<String>,
        /// When it is seen, in seconds from the start.
        #[oai(validator(minimum(value = "0"), maximum(value = "360000")))]
        at: Query<f64>,
    ) -> Answer<Picture<true>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        let preview = &self.0.preview;
        in_time(PATIENCE, async {
            let look = preview.of_project(&self.0, &row).await?;
            Ok(Picture(preview.overlay(look, at.0).await?))
        })
        .await
    }

    /// Look at the card of a scene
    ///
    /// The scene in its middle, with the words of its card, and without captions and watermark.
    #[oai(
        path = "/api/projects/:id/card",
        method = "get",
        operation_id = "previewCard"
    )]
    async fn card(
        &self,
        id: Path<String>,
        /// The scene, from 1.
        #[oai(validator(minimum(value = "1"), maximum(value = "500")))]
        scene: Query<u32>,
    ) -> Answer<Picture<false>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        let preview = &self.0.preview;
        in_time(PATIENCE, async {
            let look = preview.of_project(&self.0, &row).await?;
            Ok(Picture(preview.scene(look, scene.0 as usize).await?))
        })
        .await
    }
}
