//! Looks at what a video would be.

use std::time::Duration;

use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiResponse, Object, OpenApi};
use reelcraft_core::Project;

use super::Tag;
use super::render::RenderApi;
use super::render_wire::RenderRequest;
use crate::background::in_time;
use crate::body::JsonBody;
use crate::id::Id;
use crate::preview::Preview;
use crate::problem::Answer;
use crate::projects::Addresses;
use crate::service::Shared;

/// Looks at what a video would be.
pub(crate) struct PreviewApi {
    shared: Shared,
    preview: Preview,
}

impl PreviewApi {
    pub(crate) fn new(shared: Shared) -> Self {
        let workers = shared.settings.limits.decoders();
        Self {
            shared,
            preview: Preview::new(workers),
        }
    }
}

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

/// A JPEG picture.
pub(crate) struct Jpeg(Vec<u8>);

impl Payload for Jpeg {
    const CONTENT_TYPE: &'static str = "image/jpeg";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
    }
}

impl IntoResponse for Jpeg {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(Self::CONTENT_TYPE)
            .header("cache-control", "no-store")
            .body(self.0)
    }
}

impl ApiResponse for Jpeg {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The frame",
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
    async fn frame(&self, body: JsonBody<FrameRequest>) -> Answer<Jpeg> {
        let render = RenderApi(self.shared.clone());
        render.check_files(&body.0.video).await?;
        let document = render.document_of(body.0.video).await?;
        self.compose(&document, body.0.at).await
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
    ) -> Answer<Jpeg> {
        let id: Id = id.parse()?;
        let row = self.shared.projects.get(&id).await?;
        let folder = self.shared.folder.project(&id);
        let addresses = Addresses::of(&self.shared.assets, &id, folder)?;
        let document = addresses.shown(&row.document).await?;
        self.compose(&document, at.0).await
    }
}

impl PreviewApi {
    async fn compose(&self, document: &Project, at_secs: f64) -> Answer<Jpeg> {
        let frame = self.preview.frame(&self.shared.assets, document, at_secs);
        in_time(PATIENCE, async { Ok(Jpeg(frame.await?)) }).await
    }
}
