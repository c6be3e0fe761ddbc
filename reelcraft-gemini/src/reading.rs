//! Reading what an answer says about itself.

use crate::policy::Failure;
use crate::settings::Kind;
use crate::wire::Response;

/// What was taken out of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading<T> {
    /// What was asked for.
    Good(T),
    /// Not quite what was asked for: better than nothing, and it is paid for.
    Poor {
        /// What came.
        value: T,
        /// What is wrong with it.
        flaw: String,
    },
}

/// Looks at why an answer was declined, before anything is taken out of it.
pub(crate) fn check_declined(answer: &Response) -> Result<(), Failure> {
    let feedback = answer.prompt_feedback.as_ref();
    if let Some(reason) = feedback.and_then(|feedback| feedback.block_reason.as_deref()) {
        return Err(Failure::Declined(format!(
            "the prompt is blocked ({reason})"
        )));
    }
    let candidate = answer.candidate();
    let reason = candidate.and_then(|candidate| candidate.finish_reason.as_deref());
    if let Some(
        reason @ ("SAFETY"
        | "PROHIBITED_CONTENT"
        | "BLOCKLIST"
        | "SPII"
        | "MODEL_ARMOR"
        | "IMAGE_SAFETY"
        | "IMAGE_PROHIBITED_CONTENT"),
    ) = reason
    {
        let message = candidate.and_then(|candidate| candidate.finish_message.as_deref());
        return Err(Failure::Declined(message.unwrap_or(reason).to_owned()));
    }
    Ok(())
}

/// Looks at why an answer ended, before anything is taken out of it. Reasons that are not known
/// pass: whoever reads the answer sees whether it is of use.
pub(crate) fn check_end(model: &str, kind: Kind, answer: &Response) -> Result<(), Failure> {
    check_declined(answer)?;
    let Some(candidate) = answer.candidate() else {
        return Err(empty(model, "there is no answer in it"));
    };
    match candidate.finish_reason.as_deref() {
        Some("MAX_TOKENS") => Err(cut_off(model, kind)),
        Some(
            reason @ ("RECITATION" | "IMAGE_RECITATION" | "OTHER" | "IMAGE_OTHER" | "NO_IMAGE"
            | "LANGUAGE" | "MALFORMED_RESPONSE"),
        ) if answer.parts().next().is_none() => Err(empty(model, reason)),
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

/// An answer that needed more tokens than it may have.
pub(crate) fn cut_off(model: &str, kind: Kind) -> Failure {
    Failure::CutOff {
        model: model.to_owned(),
        hint: match kind {
            Kind::Text => "ask for fewer scenes, or choose another model in the settings",
            Kind::Image => "change the prompt, or choose another model in the settings",
            Kind::Speech => {
                "have each line spoken alone, with speech_unit = \"line\" in the settings, or \
                 make the lines shorter"
            }
        },
    }
}
