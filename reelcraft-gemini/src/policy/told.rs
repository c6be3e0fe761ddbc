//! What a failure means for the caller.

use std::time::Duration;

use reelcraft_core::{Error, ErrorKind};

use super::Failure;
use crate::settings::BASE_URL_VARIABLE;

/// Where quotas, keys and billing are looked at.
const ACCOUNT_PAGE: &str = "https://aistudio.google.com";
/// Where an API is switched on.
const CONSOLE_PAGE: &str = "https://console.cloud.google.com";
/// What helps against what passes.
const LATER: &str = "try again later; what is finished is kept";

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let text = failure.to_string();
        let quota = |retry_after: Option<Duration>| ErrorKind::QuotaExceeded { retry_after };
        match failure {
            Failure::Unreachable(_) => Self::unavailable(text).hint(format!(
                "check the network, and {BASE_URL_VARIABLE} where it is set"
            )),
            Failure::TimedOut(_) => Self::new(ErrorKind::Timeout, text).hint(LATER),
            Failure::Lost(_)
            | Failure::Overloaded { .. }
            | Failure::Broken { .. }
            | Failure::Empty { .. } => Self::unavailable(text).hint(LATER),
            Failure::Garbled(_) | Failure::Misdirected(_) => Self::unavailable(text).hint(format!(
                "check {BASE_URL_VARIABLE} where it is set, and whether a proxy answers instead"
            )),
            Failure::TooLarge(_) => {
                Self::unavailable(text).hint("choose a smaller image_size in the settings")
            }
            // Other scenes may still get through: the run goes on.
            Failure::TooFast { .. } => Self::unavailable(text).hint(
                "make it again in a minute, or lower calls_per_minute in the settings; what is \
                 finished is kept",
            ),
            Failure::QuotaUsedUp { wait, .. } => Self::new(quota(wait), text).hint(format!(
                "quotas of a day begin anew at midnight in California; see {ACCOUNT_PAGE}"
            )),
            Failure::NeedsBilling { .. } => Self::new(quota(None), text).hint(format!(
                "this model needs a paid account: link billing at {ACCOUNT_PAGE}"
            )),
            Failure::NoCredits(_) => {
                Self::new(quota(None), text).hint(format!("add credits at {ACCOUNT_PAGE}"))
            }
            Failure::KeyRejected { hint, .. } => {
                Self::new(ErrorKind::Unauthenticated, text).hint(hint)
            }
            Failure::WrongPlace(_) => Self::unavailable(text).hint(format!(
                "link billing at {CONSOLE_PAGE}, or use the local providers"
            )),
            Failure::NoModel { ref model, .. } => {
                let hint = crate::models::retired_model(model).map_or_else(
                    || {
                        "choose another model in the settings; `reelcraft doctor` says which"
                            .to_owned()
                    },
                    |retired| format!("choose {} in the settings instead", retired.instead),
                );
                Self::unavailable(text).hint(hint)
            }
            Failure::BadRequest(_) => Self::internal(text)
                .hint("check the models in the settings; `reelcraft doctor` helps"),
            Failure::Declined(reason) => Self::new(ErrorKind::Refused { reason }, text)
                .hint("change the words and try again"),
            Failure::CutOff { hint, .. } => Self::unavailable(text).hint(hint),
            Failure::Unusable { .. } => {
                Self::unavailable(text).hint("try again, or choose another model in the settings")
            }
        }
    }
}
