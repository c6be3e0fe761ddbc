//! Projects: the documents that people edit, and the folders of what was made for them.

mod addresses;
pub(crate) mod archive;
mod job_project;
mod project_table;
mod saved_project;
mod slots;
pub(crate) mod versions;

pub(crate) use addresses::{Addresses, resolve, with_files};
pub(crate) use job_project::{JobProject, record_of, voice_of};
pub(crate) use project_table::{ProjectRow, ProjectTable, Summary};
pub(crate) use saved_project::SavedProject;
