//! Reading what an answer says about itself.

use crate::policy::Failure;
use crate::wire::Response;

/// Looks at why an answer ended, before anything is taken out of it. Reasons that are not known
/// pass: whoever reads the answer sees whether it is of use.
pub(crate) fn check_end(model: &str, answer: &Response) -> Result<(), Failure> {
    let feedback = answer.prompt_feedback.as_ref();
    if let Some(reason) = feedback.and_then(|feedback| feedback.block_reason.as_deref()) {
        return Err(Failure::Declined(format!(
            "the prompt is blocked ({reason})"
        )));
    }
    let Some(candidate) = answer.candidate() else {
        return Err(Failure::Empty {
            model: model.to_owned(),
            reason: "there is no answer in it".to_owned(),
        });
    };
    let reason = candidate.finish_reason.as_deref().unwrap_or_default();
    match reason {
        "SAFETY"
        | "PROHIBITED_CONTENT"
        | "BLOCKLIST"
        | "SPII"
        | "IMAGE_SAFETY"
        | "IMAGE_PROHIBITED_CONTENT" => {
            let message = candidate.finish_message.as_deref().unwrap_or(reason);
            Err(Failure::Declined(message.to_owned()))
        }
        "MAX_TOKENS" => Err(Failure::CutOff(model.to_owned())),
        "RECITATION" | "IMAGE_RECITATION" | "OTHER" | "IMAGE_OTHER" | "NO_IMAGE" | "LANGUAGE"
        | "MALFORMED_RESPONSE"
            if answer.parts().next().is_none() =>
        {
            Err(Failure::Empty {
                model: model.to_owned(),
                reason: reason.to_owned(),
            })
        }
        _ => Ok(()),
    }
}

/// An answer that came whole, and has nothing of what was asked for in it.
pub(crate) fn empty(model: &str, reason: impl Into<String>) -> Failure {
    Failure::Empty {
        model: model.to_owned(),
        reason: reason.into(),
    }
}

/// An answer that has something in it, which is not what was asked for.
pub(crate) fn unusable(model: &str, reason: impl Into<String>) -> Failure {
    Failure::Unusable {
        model: model.to_owned(),
        reason: reason.into(),
    }
}
