//! Addresses in requests.

use crate::assets::AssetPath;
use crate::problem::{Answer, Failure, Mistake};
use crate::service::Shared;

/// Finds every file that a request names and that is not there, by its place in the request,
/// before a job is made of it. Those that are there stay for the next days.
pub(super) async fn check_addresses(
    shared: &Shared,
    named: Vec<(String, Option<&str>)>,
) -> Answer<()> {
    let mut mistakes = Vec::new();
    for (pointer, url) in named {
        let Some(url) = url else { continue };
        let found = match url.parse::<AssetPath>() {
            Ok(path) => shared.assets.touch(&path).await,
            Err(error) => Err(error),
        };
        if let Err(error) = found {
            mistakes.push(Mistake {
                pointer,
                detail: error.to_string(),
                hint: error.hint_text().map(str::to_owned),
            });
        }
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(Failure::mistakes(mistakes))
    }
}
