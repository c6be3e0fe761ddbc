//! Projects as files: TOML, and ZIP with pictures and sounds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use poem::http::header;
use poem::{Body, IntoResponse, Request, RequestBody, Response};
use poem_openapi::param::Path;
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, OpenApi};
use reelcraft_core::{IoContext as _, Project};
use tempfile::TempPath;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::Tag;
use super::project_wire::ProjectView;
use super::projects::{Begun, begin, begun};
use crate::assets::{Received, UploadedKind, attachment};
use crate::background::{Unless, in_background, in_time};
use crate::id::Id;
use crate::problem::{Answer, Code, Failure, from_poem};
use crate::projects::archive::{bytes_of, pack, to_toml, unpack};
use crate::projects::{Addresses, with_files};
use crate::service::Shared;

/// Projects as files.
pub(crate) struct ProjectFilesApi(pub(crate) Shared);

/// The two kinds of project files.
const TOML: &str = "application/toml";
const ZIP: &str = "application/zip";

/// How long packing a project may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// A file to be downloaded.
pub(crate) struct Download<const IS_ZIP: bool>(Response);

impl<const IS_ZIP: bool> Payload for Download<IS_ZIP> {
    const CONTENT_TYPE: &'static str = if IS_ZIP { ZIP } else { TOML };

    fn schema_ref() -> MetaSchemaRef {
        let schema = if IS_ZIP {
            MetaSchema::new_with_format("string", "binary")
        } else {
            MetaSchema::new("string")
        };
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

impl<const IS_ZIP: bool> IntoResponse for Download<IS_ZIP> {
    fn into_response(self) -> Response {
        self.0
    }
}

impl<const IS_ZIP: bool> ApiResponse for Download<IS_ZIP> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: <Self as Payload>::CONTENT_TYPE,
                    schema: <Self as Payload>::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

/// A project file that comes in.
pub(crate) enum ProjectUpload {
    Toml(String),
    Zip(TempPath),
}

impl<'a> ApiExtractor<'a> for ProjectUpload {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let content = |content_type, schema: MetaSchema| MetaMediaType {
            content_type,
            schema: MetaSchemaRef::Inline(Box::new(schema)),
        };
        Some(MetaRequest {
            description: None,
            content: vec![
                content(TOML, MetaSchema::new("string")),
                content(ZIP, MetaSchema::new_with_format("string", "binary")),
            ],
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
        let media_type = request.content_type().unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let body = body.take()?;
        let limits = &shared.settings.limits;
        match essence {
            TOML => {
                let bytes = body.into_bytes_limit(limits.json_body.0 as usize).await;
                let bytes = bytes.map_err(|error| from_poem(error.into()))?;
                let text = String::from_utf8(bytes.to_vec())
                    .map_err(|_| Failure::new(Code::Malformed, "the body is no UTF-8 text"))?;
                Ok(Self::Toml(text))
            }
            ZIP => Ok(Self::Zip(
                receive(shared, body, limits.archive_file.0).await?,
            )),
            _ => Err(
                Failure::new(Code::UnsupportedType, "this is no project file")
                    .hint(format!("send {TOML} or {ZIP}"))
                    .into(),
            ),
        }
    }
}

/// Puts a body into a file of our own.
async fn receive(shared: &Shared, body: Body, most: u64) -> Answer<TempPath> {
    let folder = shared.folder.incoming();
    let (file, path) = tempfile::Builder::new()
        .prefix("incoming-")
        .tempfile_in(&folder)
        .io_context("create a file in", &folder)
        .map_err(Failure::from)?
        .into_parts();
    let mut file = tokio::fs::File::from_std(file);
    let mut body = body.into_async_read();
    let mut chunk = vec![0; 64 * 1024];
    let mut bytes = 0u64;
    loop {
        let length = body.read(&mut chunk).await.map_err(|error| {
            let code = match error.kind() {
                std::io::ErrorKind::TimedOut => Code::RequestTimeout,
                _ => Code::Malformed,
            };
            Failure::new(code, "the body did not arrive whole")
        })?;
        let Some(read) = chunk.get(..length).filter(|read| !read.is_empty()) else {
            break;
        };
        bytes += length as u64;
        if bytes > most {
            let detail = format!("the file is larger than {} MB", most / 1_000_000);
            return Err(Failure::new(Code::TooLarge, detail));
        }
        shared.assets.disk().require(length as u64)?;
        file.write_all(read)
            .await
            .io_context("write", &path)
            .map_err(Failure::from)?;
    }
    file.flush()
        .await
        .io_context("write", &path)
        .map_err(Failure::from)?;
    Ok(path)
}

#[OpenApi(tag = "Tag::Projects")]
impl ProjectFilesApi {
    /// Download a project as TOML
    ///
    /// Its files are addresses of this service.
    #[oai(
        path = "/api/projects/:id/toml",
        method = "get",
        operation_id = "exportToml"
    )]
    async fn toml(&self, id: Path<String>) -> Answer<Download<false>> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        let addresses = Addresses::of(&self.0.assets, &id, self.0.folder.project(&id))?;
        let text = to_toml(
            &addresses.shown(&row.document).await?,
            &self.0.folder.incoming(),
        )?;
        let response = Response::builder()
            .content_type(TOML)
            .header(
                header::CONTENT_DISPOSITION,
                attachment(&format!("{}.toml", row.name)),
            )
            .body(text);
        Ok(Download(response))
    }

    /// Download a project with its pictures and sounds
    ///
    /// One ZIP file, which the command line understands as well.
    #[oai(
        path = "/api/projects/:id/zip",
        method = "get",
        operation_id = "exportZip"
    )]
    async fn zip(&self, id: Path<String>) -> Answer<Download<true>> {
        let id: Id = id.parse()?;
        let row = self.0.projects.get(&id).await?;
        let folder = self.0.folder.project(&id);
        let (document, scratch) = (row.document.clone(), self.0.folder.incoming());
        let disk = Arc::clone(self.0.assets.disk());
        let packer = Arc::clone(&self.0.packers).acquire_owned();
        let packing = async {
            let packer = packer.await.map_err(Failure::internal)?;
            let unless = Unless::given_up();
            let control = unless.control();
            let packing = in_background(move || {
                let _packer = packer;
                disk.require_for_work(bytes_of(&document, &folder)?)?;
                pack(&document, &folder, &scratch, &control)
            });
            Ok(packing.await??)
        };
        let file = in_time(PATIENCE, packing).await?;
        let response = Response::builder()
            .content_type(ZIP)
            .header(
                header::CONTENT_DISPOSITION,
                attachment(&format!("{}.zip", row.name)),
            )
            .body(Body::from_async_read(tokio::fs::File::from_std(file)));
        Ok(Download(response))
    }

    /// Begin a project from a file
    ///
    /// A TOML file whose files are addresses of this service, or a ZIP file with a `project.toml`
    /// and the files that it names. Pictures and sounds are decoded and written anew.
    #[oai(
        path = "/api/projects/import",
        method = "post",
        operation_id = "importProject"
    )]
    async fn import(&self, body: ProjectUpload) -> Answer<Begun<ProjectView>> {
        let project = match body {
            ProjectUpload::Toml(text) => Project::from_toml(&text)?,
            ProjectUpload::Zip(archive) => self.take_in(archive).await?,
        };
        let row = begin(&self.0, None, &project).await?;
        begun(&self.0, row).await
    }
}

impl ProjectFilesApi {
    /// Takes in the files of an archive as if they were uploaded one by one.
    async fn take_in(&self, archive: TempPath) -> Answer<Project> {
        let folder = self.0.folder.incoming();
        let limits = &self.0.settings.limits;
        let most = limits.archive_file.0.min(self.0.assets.disk().room()?);
        let unpacked = tokio::task::spawn_blocking(move || unpack(&archive, &folder, most))
            .await
            .map_err(Failure::internal)??;
        let mut names = Vec::new();
        let mut files = Vec::new();
        for (name, file) in unpacked.files {
            let (kind, most) = match name
                .rsplit('.')
                .next()
                .map(str::to_ascii_lowercase)
                .as_deref()
            {
                Some("wav" | "mp3" | "m4a" | "aac" | "ogg" | "opus" | "flac") => {
                    (UploadedKind::Sound, limits.audio_file)
                }
                Some("ttf" | "otf") => (UploadedKind::Font, limits.font_file),
                _ => (UploadedKind::Picture, limits.picture_file),
            };
            let bytes = std::fs::metadata(&file).io_context("read", &file);
            if bytes.map_err(Failure::from)?.len() > most.0 {
                let detail = format!("`{name}` is larger than {most}");
                return Err(Failure::new(Code::TooLarge, detail).hint("make it smaller"));
            }
            let label = name.rsplit('/').next().map(str::to_owned);
            files.push((Received { file, label }, kind));
            names.push(name);
        }
        let taken = self.0.uploads.take(files).await?;
        let addresses = taken.iter().map(|asset| asset.path.to_string());
        let addresses: BTreeMap<String, String> = names.into_iter().zip(addresses).collect();
        Ok(with_files(&unpacked.project, |name| {
            addresses.get(name).cloned()
        })?)
    }
}
