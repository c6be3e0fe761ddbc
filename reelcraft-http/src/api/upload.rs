//! Files that people bring.

use poem::{Request, RequestBody};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, Object, OpenApi};
use reelcraft_core::IoContext as _;
use reelcraft_render::caption::family_of;

use super::Tag;
use crate::assets::{Asset, Received, UploadedKind, receive_files};
use crate::problem::{Answer, Failure};
use crate::service::Shared;

/// Files that people bring.
pub(crate) struct UploadApi(pub(crate) Shared);

/// Pictures that were taken in.
#[derive(Debug, Object)]
pub(crate) struct ImageUploaded {
    /// The first picture.
    image_url: String,
    /// All pictures, in order.
    files: Vec<UploadedFile>,
}

/// Sounds that were taken in.
#[derive(Debug, Object)]
pub(crate) struct AudioUploaded {
    /// The first sound.
    audio_url: String,
    /// How long it is, in seconds.
    duration: f64,
    /// All sounds, in order.
    files: Vec<UploadedFile>,
}

/// A font that was taken in.
#[derive(Debug, Object)]
pub(crate) struct FontUploaded {
    /// The font, for `captions.font`.
    font_url: String,
    /// The name of its family.
    family: String,
}

/// A file that was taken in.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct UploadedFile {
    /// Its address.
    url: String,
    /// What the person calls it.
    label: Option<String>,
    /// Bytes, as it is kept.
    bytes: u64,
    /// Width of a picture in pixels.
    width: Option<u32>,
    /// Height of a picture in pixels.
    height: Option<u32>,
    /// Length of a sound in seconds.
    duration: Option<f64>,
}

/// A `multipart/form-data` body with files in the field `file`.
pub(crate) struct FilesBody(Vec<Received>);

impl<'a> ApiExtractor<'a> for FilesBody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let file = MetaSchema {
            description: Some("The file. The field may stand several times."),
            ..MetaSchema::new_with_format("string", "binary")
        };
        let schema = MetaSchema {
            required: vec!["file"],
            properties: vec![("file", MetaSchemaRef::Inline(Box::new(file)))],
            ..MetaSchema::new("object")
        };
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: "multipart/form-data",
                schema: MetaSchemaRef::Inline(Box::new(schema)),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let Some(shared) = request.data::<Shared>() else {
            return Err(Failure::internal("a request without the service").into());
        };
        let limits = &shared.settings.limits;
        let most = match request.uri().path().rsplit('/').next() {
            Some("audio") => limits.audio_file,
            Some("font") => limits.font_file,
            _ => limits.picture_file,
        };
        let folder = shared.folder.incoming();
        let disk = shared.assets.disk();
        Ok(Self(
            receive_files(request, body, &folder, most, disk).await?,
        ))
    }
}

#[OpenApi(tag = "Tag::Steps")]
impl UploadApi {
    /// Upload pictures
    ///
    /// JPEG, PNG, WebP, GIF, BMP or TIFF. They are decoded and written anew: upright, and without
    /// anything but their pixels.
    #[oai(
        path = "/api/upload/image",
        method = "post",
        operation_id = "uploadImage"
    )]
    async fn image(&self, body: FilesBody) -> Answer<Json<ImageUploaded>> {
        let files = self.take(body, UploadedKind::Picture).await?;
        let first = files.first().map(|file| file.url.clone());
        Ok(Json(ImageUploaded {
            image_url: first.unwrap_or_default(),
            files,
        }))
    }

    /// Upload sounds
    ///
    /// WAV, MP3, M4A, AAC, OGG, Opus, FLAC, AIFF or WebM: music, or a recording of your own voice.
    /// They are decoded and written anew as WAV.
    #[oai(
        path = "/api/upload/audio",
        method = "post",
        operation_id = "uploadAudio"
    )]
    async fn audio(&self, body: FilesBody) -> Answer<Json<AudioUploaded>> {
        let files = self.take(body, UploadedKind::Sound).await?;
        let first = files.first();
        Ok(Json(AudioUploaded {
            audio_url: first.map(|file| file.url.clone()).unwrap_or_default(),
            duration: first.and_then(|file| file.duration).unwrap_or_default(),
            files,
        }))
    }

    /// Upload a font
    ///
    /// A TrueType or OpenType file, for the captions of your videos. It is kept as it is.
    #[oai(
        path = "/api/upload/font",
        method = "post",
        operation_id = "uploadFont"
    )]
    async fn font(&self, body: FilesBody) -> Answer<Json<FontUploaded>> {
        let taken = self.taken(body, UploadedKind::Font).await?;
        let Some(font) = taken.first() else {
            return Err(Failure::internal("no font was taken"));
        };
        let file = self.0.assets.file(&font.path);
        let bytes = std::fs::read(&file).io_context("read", &file);
        let family = family_of(bytes.map_err(Failure::from)?).unwrap_or_default();
        Ok(Json(FontUploaded {
            font_url: font.path.to_string(),
            family,
        }))
    }
}

impl UploadApi {
    async fn take(&self, body: FilesBody, kind: UploadedKind) -> Answer<Vec<UploadedFile>> {
        Ok(self
            .taken(body, kind)
            .await?
            .into_iter()
            .map(told)
            .collect())
    }

    async fn taken(&self, body: FilesBody, kind: UploadedKind) -> Answer<Vec<Asset>> {
        let files = body.0.into_iter().map(|received| (received, kind));
        self.0.uploads.take(files.collect()).await
    }
}

fn told(asset: Asset) -> UploadedFile {
    let facts = asset.facts;
    UploadedFile {
        url: asset.path.to_string(),
        label: facts.label,
        bytes: asset.bytes,
        width: facts.size_px.map(|(width, _)| width),
        height: facts.size_px.map(|(_, height)| height),
        duration: facts.secs,
    }
}
