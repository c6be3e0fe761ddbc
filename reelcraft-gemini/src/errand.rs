//! One thing that is asked for, however many calls it takes.

use std::time::{Duration, SystemTime};

use reelcraft_core::provider::{Generated, Origin, Usage};
use reelcraft_core::{Control, Error, Result};

use crate::client::{Client, NAME, VERSION};
use crate::lane::{Lane, Model, Suits};
use crate::policy::{Failure, Patience, Verdict};
use crate::prices::price_of;
use crate::reading::{Reading, cut_off};
use crate::settings::Kind;
use crate::wire::{Request, Response, UsageMetadata};

/// The most times an answer is continued.
const MAX_CONTINUATIONS: usize = 4;

/// What an attempt of a call knows about those before it.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    /// The model that is asked.
    pub(crate) model: &'a str,
    /// Why the last answer that came whole was of no use.
    pub(crate) complaint: Option<&'a str>,
    /// Whether an answer was cut off: this one needs more room.
    pub(crate) was_cut_off: bool,
    /// Whether it was declined: this time softer words are needed.
    pub(crate) was_declined: bool,
}

/// Takes what was asked for out of an answer of a model.
type Read<'a, T> = &'a (dyn Fn(&str, &Response) -> Result<Reading<T>, Failure> + Send + Sync);

/// What is asked for: how to ask, and how to read the answer.
pub(crate) struct Call<'a, T> {
    /// What kind of model is asked.
    pub(crate) kind: Kind,
    /// Whether a model is able to do it.
    pub(crate) suits: Suits<'a>,
    /// Makes the request of an attempt.
    pub(crate) request: &'a (dyn Fn(&Attempt<'_>) -> Request + Send + Sync),
    /// Takes what was asked for out of an answer of a model.
    pub(crate) read: Read<'a, T>,
}

/// A call on its way.
pub(crate) struct Errand<'a, T> {
    client: &'a Client,
    lane: &'a Lane,
    call: &'a Call<'a, T>,
    control: &'a Control,
    /// What was used up so far.
    usage: Usage,
    complaint: Option<String>,
    was_cut_off: bool,
    declined: Option<Failure>,
    /// The beginning of an answer that goes on, and how often it went on.
    begun: Option<(Response, usize)>,
    /// The best of what came and is not quite what was asked for.
    kept: Option<Kept<T>>,
}

/// Something that is better than nothing.
struct Kept<T> {
    value: T,
    model: String,
    flaw: String,
}

impl<'a, T> Errand<'a, T> {
    pub(crate) fn new(client: &'a Client, call: &'a Call<'a, T>, control: &'a Control) -> Self {
        Self {
            client,
            lane: client.lane(call.kind),
            call,
            control,
            usage: Usage::default(),
            complaint: None,
            was_cut_off: false,
            declined: None,
            begun: None,
            kept: None,
        }
    }

    /// Does it. What came and is not quite right is given, with a warning, where nothing better
    /// came after it.
    pub(crate) async fn run(mut self) -> Result<Generated<T>> {
        let result = self.attempts().await;
        let (value, model) = match (result, self.kept) {
            (Ok(found), _) => found,
            (Err(_), Some(kept)) => {
                let Kept { value, model, flaw } = kept;
                self.control
                    .warn(format!("what {model} made is kept, though {flaw}"));
                (value, model)
            }
            (Err(error), None) => return Err(error.after(self.usage)),
        };
        let origin = Origin {
            provider: NAME.to_owned(),
            model,
            usage: self.usage,
        };
        Ok(Generated { value, origin })
    }

    async fn attempts(&mut self) -> Result<(T, String)> {
        let suits = self.call.suits;
        let mut model = self.lane.first(suits).map_err(|gone| match gone {
            Some(failure) => self.client.told(failure),
            None => {
                Error::invalid_input("no model is set for this").hint("name one in the settings")
            }
        })?;
        let mut asked = vec![model.id.as_str()];
        let mut patience = None;
        loop {
            let slot = model.gate.pass(self.control).await?;
            self.control.check()?;
            // Another call may have found out while this one waited.
            if model.is_gone()
                && let Ok(other) = self.lane.first(suits)
            {
                model = other;
                continue;
            }
            let patience = patience.get_or_insert_with(|| Patience::new(self.call.kind));
            let answer = self.send(model).await;
            drop(slot);
            let failure = match answer.and_then(|answer| self.read(model, answer)) {
                Ok(Some(value)) => return Ok((value, model.id.clone())),
                Ok(None) => continue,
                Err(failure) => failure,
            };
            self.log(model, &failure);
            self.control.check()?;
            match patience.judge(&failure) {
                Verdict::Again(time) => self.wait(time).await?,
                Verdict::Pause(time) => model.gate.pause_for(time),
                Verdict::NextModel(time) => {
                    let gone = match failure {
                        Failure::NoModel { .. } => model.mark_gone(&failure),
                        _ => None,
                    };
                    let next = self.lane.other_than(model, suits);
                    let Some(next) = next.or_else(|| self.lane.first(suits).ok()) else {
                        return Err(self.told(failure));
                    };
                    let was_asked = asked.contains(&next.id.as_str());
                    if was_asked && time.is_none() {
                        return Err(self.told(failure));
                    }
                    if let Some(gone) = gone {
                        self.control.warn(format!("{gone}; {} takes over", next.id));
                    } else if next.id != model.id && matches!(failure, Failure::Overloaded { .. }) {
                        let busy = &model.id;
                        self.control
                            .warn(format!("{busy} is overloaded, {} takes over", next.id));
                    }
                    if let Some(time) = time.filter(|_| was_asked) {
                        self.wait(time).await?;
                    }
                    asked.push(&next.id);
                    self.begun = None;
                    model = next;
                }
                Verdict::GiveUp => return Err(self.told(failure)),
            }
            self.remember(failure);
        }
    }

    /// Sends the request, or asks for the rest of an answer that has begun, and counts what it
    /// took.
    async fn send(&mut self, model: &Model) -> Result<Response, Failure> {
        let mut request = (self.call.request)(&Attempt {
            model: &model.id,
            complaint: self.complaint.as_deref(),
            was_cut_off: self.was_cut_off,
            was_declined: self.declined.is_some(),
        });
        let begun = self.begun.as_ref();
        let token = begun.and_then(|(begun, _)| begun.continuation_token());
        request.continuation_token = token.map(str::to_owned);
        let path = format!("{VERSION}/models/{}:generateContent", model.id);
        let json = serde_json::to_vec(&request)
            .map_err(|error| Failure::BadRequest(format!("it cannot be written: {error}")))?;
        let timeout = self.lane.choice.timeout;
        self.usage.calls = self.usage.calls.saturating_add(1);
        let reply = self.client.transport.post(&path, json, timeout).await?;
        let was_begun = token.is_some();
        if reply.status == 200 {
            let answer = Response::parse(&reply.body).map_err(|unreadable| {
                if let Some(tokens) = unreadable.usage {
                    self.count(model, tokens);
                }
                Failure::Garbled(unreadable.reason)
            })?;
            self.count_answer(model, &answer);
            if !answer.is_error() {
                return Ok(answer);
            }
        }
        Err(match Failure::of_reply(&model.id, &reply) {
            // The beginning is of no use any more: it is asked for anew.
            Failure::BadRequest(_) if was_begun => {
                self.begun = None;
                cut_off(&model.id, self.call.kind)
            }
            failure => failure,
        })
    }

    /// Takes what was asked for out of an answer. `None` means that there is more to come, or
    /// that it is asked for again with what is known now.
    fn read(&mut self, model: &Model, answer: Response) -> Result<Option<T>, Failure> {
        let (answer, times) = match self.begun.take() {
            Some((mut begun, times)) => {
                begun.append(answer);
                (begun, times)
            }
            None => (answer, 0),
        };
        if answer.continuation_token().is_some() {
            if times >= MAX_CONTINUATIONS {
                return Err(cut_off(&model.id, self.call.kind));
            }
            self.begun = Some((answer, times + 1));
            return Ok(None);
        }
        match (self.call.read)(&model.id, &answer)? {
            Reading::Good(value) => Ok(Some(value)),
            Reading::Poor { value, flaw } => {
                self.kept = Some(Kept {
                    value,
                    model: model.id.clone(),
                    flaw: flaw.clone(),
                });
                Err(Failure::Unusable {
                    model: model.id.clone(),
                    reason: flaw,
                })
            }
        }
    }

    fn count_answer(&mut self, model: &Model, answer: &Response) {
        let has_file = answer.files().next().is_some();
        let is_empty = answer.parts().next().is_none();
        if has_file && self.call.kind == Kind::Image {
            self.usage.pictures = self.usage.pictures.saturating_add(1);
        }
        // Speech that was made and never arrives is paid for as speech.
        let is_media = has_file || (is_empty && self.call.kind == Kind::Speech);
        match answer.usage_metadata {
            Some(tokens) if is_media => self.count(model, tokens.of_media()),
            Some(tokens) => self.count(model, tokens),
            // Something came, and nobody knows what it cost.
            None if !is_empty => {
                self.usage.unpriced = self.usage.unpriced.saturating_add(1);
            }
            None => {}
        }
        tracing::debug!(
            model = model.id,
            version = answer.model_version.as_deref().unwrap_or_default(),
            input = self.usage.input_tokens,
            output = self.usage.output_tokens,
            media = self.usage.media_tokens,
            "a call was answered"
        );
    }

    fn count(&mut self, model: &Model, tokens: UsageMetadata) {
        let price = price_of(&model.id, SystemTime::now());
        self.usage += Usage {
            unpriced: u32::from(price.is_none()),
            input_tokens: tokens.input,
            output_tokens: tokens.text_tokens(),
            media_tokens: tokens.media_tokens(),
            micro_usd: price.map_or(0, |price| price.micro_usd(&tokens)),
            ..Usage::default()
        };
    }

    /// Keeps what the next attempt should know, also over failures that say nothing about the
    /// request.
    fn remember(&mut self, failure: Failure) {
        match failure {
            Failure::Unusable { reason, .. } => self.complaint = Some(reason),
            Failure::CutOff { .. } => self.was_cut_off = true,
            Failure::Declined(_) => {
                self.declined.get_or_insert(failure);
            }
            _ => {}
        }
    }

    /// The error that ends it. A refusal is told in the words of the first one, which is about
    /// the prompt itself.
    fn told(&mut self, failure: Failure) -> Error {
        let failure = match failure {
            Failure::Declined(_) => self.declined.take().unwrap_or(failure),
            failure => failure,
        };
        self.client.told(failure)
    }

    fn log(&self, model: &Model, failure: &Failure) {
        let reason = self.client.for_people(failure.clone());
        tracing::debug!(model = model.id, %reason, "a call failed");
    }

    /// Waits for a time, or until the caller cancels.
    async fn wait(&self, time: Duration) -> Result<()> {
        let sleep = async {
            tokio::time::sleep(time).await;
            Ok(())
        };
        self.control.or_cancelled(sleep).await
    }
}
