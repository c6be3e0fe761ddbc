//! How operations are grouped in the docs.

use poem_openapi::Tags;

/// How operations are grouped in the docs.
#[derive(Tags)]
pub(crate) enum Tag {
    /// From a topic to a video, each step one call. They answer when the work is done; with
    /// `Prefer: respond-async` they answer at once with a job.
    Steps,
    /// Work that is watched, stopped and tried again. It survives restarts.
    Jobs,
    /// What people edit, kept by the service.
    Projects,
    /// What a video can be made of: music, voices, and looks at what it would be.
    Material,
    /// How the service is.
    Service,
}
