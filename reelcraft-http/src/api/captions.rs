//! Captions of projects.

use std::collections::BTreeSet;

use poem::http::header;
use poem::{IntoResponse, Response};
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::{Json, Payload};
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiResponse, Object, OpenApi};
use reelcraft_core::captions::{Caption, CaptionFormat, write_captions};
use reelcraft_core::{Control, LineSpan, Project, Studio};
use reelcraft_render::RenderOptions;
use reelcraft_render::caption::families;

use super::Tag;
use super::choices::Choice;
use super::project_wire::ProjectView;
use super::projects::{Tagged, check_version, tagged};
use crate::assets::attachment;
use crate::background::in_background;
use crate::body::JsonBody;
use crate::id::Id;
use crate::problem::{Answer, Failure};
use crate::projects::SavedProject;
use crate::service::Shared;

/// Captions of projects.
pub(crate) struct CaptionsApi(pub(crate) Shared);

/// The captions of a project.
#[derive(Debug, Object)]
pub(crate) struct CaptionList {
    /// All of them in order, also where none are drawn.
    captions: Vec<CaptionView>,
    /// When something else lies over the pictures, captions or watermark, in seconds; the first
    /// one is 0.
    changes: Vec<f64>,
}

/// A caption.
#[derive(Debug, Object)]
pub(crate) struct CaptionView {
    /// The scene whose line it is of, from 1.
    scene: usize,
    /// When it appears, in seconds.
    start: f64,
    /// When it goes, in seconds.
    end: f64,
    /// What is shown; rows are divided by line breaks.
    text: String,
    /// What is seen one after the other.
    pages: Vec<PageView>,
}

/// What is seen at a time.
#[derive(Debug, Object)]
pub(crate) struct PageView {
    /// When it appears, in seconds.
    start: f64,
    /// When it goes, in seconds.
    end: f64,
    /// Its words.
    words: Vec<WordView>,
}

/// A word.
#[derive(Debug, Object)]
pub(crate) struct WordView {
    /// What is shown.
    text: String,
    /// Whether a space stands before it.
    has_space_before: bool,
    /// When it is spoken, in seconds.
    start: f64,
    /// Until when, in seconds.
    end: f64,
}

/// Captions that were edited elsewhere.
#[derive(Debug, Object)]
pub(crate) struct CaptionImport {
    /// A whole SubRip file (`.srt`).
    #[oai(validator(max_length = 1_000_000))]
    subrip: String,
}

/// The families of fonts that captions can be written in.
#[derive(Debug, Object)]
pub(crate) struct FontList {
    /// Their names, for `captions.font`; the first one is built in.
    fonts: Vec<String>,
}

/// A file of captions.
pub(crate) struct CaptionsFile(Response);

impl Payload for CaptionsFile {
    const CONTENT_TYPE: &'static str = "text/plain";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
    }
}

impl IntoResponse for CaptionsFile {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for CaptionsFile {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file",
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

#[OpenApi(tag = "Tag::Projects")]
impl CaptionsApi {
    /// Read the captions of a project
    ///
    /// With the time of every word: as its voice was spoken, or as long as it takes to read where
    /// there is no voice yet.
    #[oai(
        path = "/api/projects/:id/captions",
        method = "get",
        operation_id = "getCaptions"
    )]
    async fn captions(&self, id: Path<String>) -> Answer<Json<CaptionList>> {
        let row = self.0.projects.get(&id.parse()?).await?;
        if row.document.scenes.is_empty() {
            return Ok(Json(CaptionList {
                captions: Vec::new(),
                changes: vec![0.0],
            }));
        }
        let look = self.0.preview.of_project(&self.0, &row).await?;
        let captions = look.captions.iter().map(told).collect();
        let changes = self.0.preview.overlay_changes(look).await?;
        Ok(Json(CaptionList { captions, changes }))
    }

    /// Download the captions of a project
    ///
    /// As SubRip, WebVTT, or Advanced SubStation Alpha, which has their look, too.
    #[oai(
        path = "/api/projects/:id/captions/:format",
        method = "get",
        operation_id = "exportCaptions"
    )]
    async fn export(
        &self,
        id: Path<String>,
        format: Path<Choice<CaptionFormat>>,
    ) -> Answer<CaptionsFile> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        let (studio, store) = self.engine_of(&id, &row.document).await?;
        let runtime = tokio::runtime::Handle::current();
        let planning =
            in_background(move || runtime.block_on(studio.captions(&store, &Control::default())));
        let plan = planning.await??;
        let size = row.document.reel.format.size();
        let text = write_captions(&plan.captions, format.0.0, &plan.sheet, size);
        let name = format!("{}.{}", row.name, format.0.0);
        let response = Response::builder()
            .content_type("text/plain; charset=utf-8")
            .header(header::CONTENT_DISPOSITION, attachment(&name))
            .body(text);
        Ok(CaptionsFile(response))
    }

    /// Take edited captions into a project
    ///
    /// Scenes whose words or times are other ones than those of their lines get captions of their
    /// own; all others have those of their lines.
    #[oai(
        path = "/api/projects/:id/captions",
        method = "put",
        operation_id = "importCaptions"
    )]
    async fn import(
        &self,
        id: Path<String>,
        /// The `ETag` of the version that is changed, or `*`.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: JsonBody<CaptionImport>,
    ) -> Answer<Tagged<ProjectView>> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        check_version(&row, if_match.0.as_deref())?;
        let (studio, store) = self.engine_of(&id, &row.document).await?;
        let runtime = tokio::runtime::Handle::current();
        let text = body.0.subrip;
        let importing = in_background(move || {
            runtime.block_on(studio.import_captions(&store, &text, &Control::default()))
        });
        importing.await?.map_err(|error| {
            let mut failure = Failure::from(error);
            for mistake in &mut failure.mistakes {
                "#/subrip".clone_into(&mut mistake.pointer);
            }
            failure
        })?;
        tagged(&self.0, self.0.projects.get(&id).await?).await
    }

    /// List fonts
    ///
    /// The families that captions can be written in. Others can be uploaded.
    #[oai(path = "/api/fonts", method = "get", operation_id = "listFonts")]
    async fn fonts(&self) -> Answer<Json<FontList>> {
        // They are read from the disk when somebody asks for the first time.
        let fonts = in_background(families).await?;
        Ok(Json(FontList { fonts }))
    }
}

impl CaptionsApi {
    async fn engine_of(&self, id: &Id, document: &Project) -> Answer<(Studio, SavedProject)> {
        let store = SavedProject::open(&self.0, id).await?;
        let options = RenderOptions::default();
        let studio = self.0.engine.studio(document, options, &BTreeSet::new())?;
        Ok((studio, store))
    }
}

fn told(caption: &Caption) -> CaptionView {
    let LineSpan { start, end } = caption.span;
    let pages = caption.pages.iter().map(|page| PageView {
        start: page.span.start,
        end: page.span.end,
        words: page
            .words
            .iter()
            .map(|word| WordView {
                text: word.text.clone(),
                has_space_before: word.has_space_before,
                start: word.span.start,
                end: word.span.end,
            })
            .collect(),
    });
    CaptionView {
        scene: caption.scene + 1,
        start,
        end,
        text: caption.text.clone(),
        pages: pages.collect(),
    }
}
