//! Files that come in: streamed to the disk, bounded, under names of our own.

use std::path::Path;

use poem::web::{Field, Multipart};
use poem::{FromRequest as _, Request, RequestBody};
use reelcraft_core::IoContext as _;
use tempfile::TempPath;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::disk::Disk;
use crate::problem::{Answer, Code, Failure, from_poem};
use crate::settings::Bytes;

/// The most files of one request.
const MOST_FILES: usize = 50;
/// How much is taken at a time, in bytes.
const CHUNK: usize = 64 * 1024;
/// How much is taken before it is asked again whether there is room, in bytes.
const STEP: u64 = 4 << 20;

/// A file that came in. It is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Received {
    /// Where it lies.
    pub(crate) file: TempPath,
    /// What the person calls it; it names nothing here.
    pub(crate) label: Option<String>,
}

/// Receives the files of a `multipart/form-data` body, all in the field `file`, none larger than
/// `most`.
pub(crate) async fn receive_files(
    request: &Request,
    body: &mut RequestBody,
    folder: &Path,
    most: Bytes,
    disk: &Disk,
) -> Answer<Vec<Received>> {
    let mut parts = Multipart::from_request(request, body)
        .await
        .map_err(from_poem)?;
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        if part.name() != Some("file") {
            let name: String = part.name().unwrap_or_default().chars().take(60).collect();
            return Err(Failure::invalid(name, "the files go into the field `file`"));
        }
        if files.len() == MOST_FILES {
            let detail = format!("more than {MOST_FILES} files at once");
            return Err(Failure::new(Code::TooLarge, detail).hint("send the others after these"));
        }
        files.push(receive(part, folder, most, disk).await?);
    }
    if files.is_empty() {
        return Err(Failure::invalid(
            "file",
            "there is no file in the field `file`",
        ));
    }
    Ok(files)
}

async fn receive(part: Field, folder: &Path, most: Bytes, disk: &Disk) -> Answer<Received> {
    let label = part.file_name().map(|name| {
        // Some browsers send a path.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.chars().filter(|c| !c.is_control()).take(200).collect()
    });
    let (file, path) = tempfile::Builder::new()
        .prefix("incoming-")
        .tempfile_in(folder)
        .io_context("create a file in", folder)
        .map_err(Failure::from)?
        .into_parts();
    let mut file = tokio::fs::File::from_std(file);
    let (mut bytes, mut granted) = (0u64, 0);
    let mut part = part.into_async_read();
    let mut chunk = vec![0; CHUNK];
    loop {
        let length = part
            .read(&mut chunk)
            .await
            .map_err(|error| broken(&error))?;
        let Some(read) = chunk.get(..length).filter(|read| !read.is_empty()) else {
            break;
        };
        bytes += length as u64;
        if bytes > most.0 {
            let detail = format!("the file is larger than {most}");
            return Err(Failure::new(Code::TooLarge, detail).hint("send a smaller one"));
        }
        if bytes > granted {
            disk.require(STEP)?;
            granted = bytes + STEP;
        }
        file.write_all(read)
            .await
            .io_context("write", &path)
            .map_err(Failure::from)?;
    }
    file.flush()
        .await
        .io_context("write", &path)
        .map_err(Failure::from)?;
    if bytes == 0 {
        return Err(Failure::invalid("file", "the file is empty"));
    }
    Ok(Received {
        file: path,
        label: label.filter(|label: &String| !label.is_empty()),
    })
}

/// What went wrong while a part arrived; its time may be up.
fn broken(error: &(dyn std::error::Error + 'static)) -> Failure {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut) {
            return Failure::new(Code::RequestTimeout, "the body did not arrive in time");
        }
        cause = error.source();
    }
    Failure::new(
        Code::Malformed,
        "the multipart body is broken, or did not arrive whole",
    )
}
