//! The operations: what goes over the wire, and what it means to the engine.

mod addresses;
mod answering;
mod captions;
mod choices;
mod cost_wire;
mod document_schema;
mod events;
mod files;
mod generate;
mod generate_wire;
mod job_wire;
mod jobs;
mod material;
mod preview;
mod project_document;
mod project_files;
mod project_history;
mod project_view;
mod project_wire;
mod project_work;
mod projects;
mod render;
mod render_wire;
mod spec;
mod status;
mod tags;
mod upload;

use poem_openapi::OpenApiService;

pub(crate) use job_wire::job_view;
pub(crate) use spec::document;
pub(crate) use tags::Tag;

use crate::service::Shared;

/// All operations.
pub(crate) type Operations = (
    generate::GenerateApi,
    upload::UploadApi,
    files::FilesApi,
    render::RenderApi,
    jobs::JobsApi,
    projects::ProjectsApi,
    project_work::ProjectWorkApi,
    project_history::ProjectHistoryApi,
    project_files::ProjectFilesApi,
    captions::CaptionsApi,
    material::MaterialApi,
    preview::PreviewApi,
    status::StatusApi,
);

/// Puts all operations together.
pub(crate) fn operations(shared: &Shared) -> OpenApiService<Operations, ()> {
    let all = (
        generate::GenerateApi(shared.clone()),
        upload::UploadApi(shared.clone()),
        files::FilesApi(shared.clone()),
        render::RenderApi(shared.clone()),
        jobs::JobsApi(shared.clone()),
        projects::ProjectsApi(shared.clone()),
        project_work::ProjectWorkApi(shared.clone()),
        project_history::ProjectHistoryApi(shared.clone()),
        project_files::ProjectFilesApi(shared.clone()),
        captions::CaptionsApi(shared.clone()),
        material::MaterialApi(shared.clone()),
        preview::PreviewApi(shared.clone()),
        status::StatusApi(shared.clone()),
    );
    spec::service(all)
}
