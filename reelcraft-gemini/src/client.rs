//! One thin client for all that the API is asked for.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use reelcraft_core::provider::{Generated, Origin, Usage};
use reelcraft_core::{Control, Error, Result};

use crate::key::ApiKey;
use crate::policy::{Failure, Gate, Patience, Verdict};
use crate::prices::price_of;
use crate::settings::{GeminiSettings, Kind, ModelChoice};
use crate::transport::{Http, Reply, Transport};
use crate::wire::{ModelList, Request, Response};

/// The provider's name.
pub(crate) const NAME: &str = "gemini";

/// Everything used is in this version; speech is in no other.
const VERSION: &str = "v1beta";
/// How long a question may take that no model has to think about.
const QUICK: Duration = Duration::from_secs(20);
/// The most times an answer is continued.
const MAX_CONTINUATIONS: usize = 4;

/// What one attempt of a call knows about those before it.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    /// The model that is asked.
    pub(crate) model: &'a str,
    /// Why the attempt before was of no use.
    pub(crate) complaint: Option<&'a Failure>,
}

/// What is asked for: how to ask, and how to read the answer.
pub(crate) struct Call<'a, T> {
    /// What kind of model is asked.
    pub(crate) kind: Kind,
    /// Makes the request of an attempt.
    pub(crate) request: &'a (dyn Fn(&Attempt<'_>) -> Request + Send + Sync),
    /// Takes what was asked for out of an answer of a model.
    pub(crate) read: &'a (dyn Fn(&str, &Response) -> Result<T, Failure> + Send + Sync),
}

/// The models of one kind, each with its gate.
struct Lane {
    choice: ModelChoice,
    gates: BTreeMap<String, Gate>,
}

impl Lane {
    fn new(choice: ModelChoice) -> Self {
        let gate = |model: &String| (model.clone(), Gate::new(&choice));
        let gates = choice.models.iter().map(gate).collect();
        Self { choice, gates }
    }
}

/// The client; all providers of one program share it, and so its limits.
pub(crate) struct Client {
    transport: Box<dyn Transport>,
    key: ApiKey,
    text: Lane,
    image: Lane,
    speech: Lane,
}

impl Client {
    pub(crate) fn new(key: ApiKey, settings: &GeminiSettings) -> Result<Self> {
        let http = Http::new(&key, settings.base()?)?;
        Ok(Self::over(Box::new(http), key, settings))
    }

    /// A client whose requests go another way.
    pub(crate) fn over(
        transport: Box<dyn Transport>,
        key: ApiKey,
        settings: &GeminiSettings,
    ) -> Self {
        Self {
            transport,
            key,
            text: Lane::new(settings.choice(Kind::Text)),
            image: Lane::new(settings.choice(Kind::Image)),
            speech: Lane::new(settings.choice(Kind::Speech)),
        }
    }

    fn lane(&self, kind: Kind) -> &Lane {
        match kind {
            Kind::Text => &self.text,
            Kind::Image => &self.image,
            Kind::Speech => &self.speech,
        }
    }

    /// The settings of a kind.
    pub(crate) fn choice(&self, kind: Kind) -> &ModelChoice {
        &self.lane(kind).choice
    }

    /// Makes a call: waits for its turn, sends it, and sends it again as long as that makes
    /// sense. Cancelling ends all waiting at once; an answer that is under way is waited for and
    /// given, as it is paid for.
    pub(crate) async fn call<T>(
        &self,
        call: Call<'_, T>,
        control: &Control,
    ) -> Result<Generated<T>> {
        let lane = self.lane(call.kind);
        let mut models = lane.gates_in_order();
        let (mut model, mut gate) = models.next().ok_or_else(|| {
            Error::invalid_input("no model is set").hint("name one in the settings")
        })?;
        let mut patience = Patience::new(call.kind);
        let mut usage = Usage::default();
        let mut complaint: Option<Failure> = None;
        loop {
            let slot = gate.pass(control).await?;
            control.check()?;
            let attempt = Attempt {
                model,
                complaint: complaint.as_ref(),
            };
            let request = (call.request)(&attempt);
            let answer = self.send(lane, model, request, &mut usage).await;
            drop(slot);
            let failure = match answer.and_then(|answer| (call.read)(model, &answer)) {
                Ok(value) => {
                    let origin = Origin {
                        provider: NAME.to_owned(),
                        model: model.to_owned(),
                        usage,
                    };
                    return Ok(Generated { value, origin });
                }
                Err(failure) => failure,
            };
            tracing::debug!(
                model,
                reason = self.key.redact(&failure.to_string()),
                "a call failed"
            );
            control.check()?;
            match patience.judge(&failure) {
                Verdict::Again(time) => wait(time, control).await?,
                Verdict::Pause(time) => gate.pause_for(time),
                Verdict::NextModel(time) => match (models.next(), &failure) {
                    (Some(next), _) => {
                        control.warn(format!("{model} does not answer, {} takes over", next.0));
                        (model, gate) = next;
                    }
                    (None, Failure::Overloaded { .. }) => wait(time, control).await?,
                    (None, _) => return Err(self.told(failure)),
                },
                Verdict::GiveUp => return Err(self.told(failure)),
            }
            complaint = Some(failure);
        }
    }

    /// Sends a request and gets the whole answer, with what it was continued by.
    async fn send(
        &self,
        lane: &Lane,
        model: &str,
        mut request: Request,
        usage: &mut Usage,
    ) -> Result<Response, Failure> {
        let mut answer = self.send_once(lane, model, &request, usage).await?;
        for _ in 0..MAX_CONTINUATIONS {
            let candidate = answer.candidate();
            let token = candidate.and_then(|candidate| candidate.continuation_token.clone());
            if token.is_none() {
                break;
            }
            request.continuation_token = token;
            answer.append(self.send_once(lane, model, &request, usage).await?);
        }
        Ok(answer)
    }

    async fn send_once(
        &self,
        lane: &Lane,
        model: &str,
        request: &Request,
        usage: &mut Usage,
    ) -> Result<Response, Failure> {
        usage.calls += 1;
        let path = format!("{VERSION}/models/{model}:generateContent");
        let json = serde_json::to_vec(request)
            .map_err(|error| Failure::BadRequest(format!("it cannot be written: {error}")))?;
        let timeout = lane.choice.timeout;
        let answer: Response = parsed(model, &self.transport.post(&path, json, timeout).await?)?;
        let tokens = &answer.usage_metadata;
        usage.input_tokens += tokens.prompt_token_count;
        usage.output_tokens += tokens.text_tokens();
        usage.media_tokens += tokens.media_tokens();
        if let Some(price) = price_of(model, SystemTime::now()) {
            usage.micro_usd += price.micro_usd(tokens);
        }
        tracing::debug!(
            model,
            version = answer.model_version.as_deref().unwrap_or_default(),
            input = tokens.prompt_token_count,
            output = tokens.candidates_token_count,
            "a call was answered"
        );
        Ok(answer)
    }

    /// The ids of all models that the key may use.
    pub(crate) async fn list_models(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        let mut page = None;
        loop {
            let mut query = vec![("pageSize", "200".to_owned())];
            query.extend(page.take().map(|token| ("pageToken", token)));
            let path = format!("{VERSION}/models");
            let reply = self.transport.get(&path, &query, QUICK).await;
            let list = reply.and_then(|reply| parsed::<ModelList>("models", &reply));
            let list = list.map_err(|failure| self.told(failure))?;
            let id = |name: &str| name.trim_start_matches("models/").to_owned();
            ids.extend(list.models.iter().map(|model| id(&model.name)));
            page = list.next_page_token.filter(|token| !token.is_empty());
            if page.is_none() || ids.len() > 10_000 {
                return Ok(ids);
            }
        }
    }

    /// An error for the caller, without the key that a server may have repeated in it.
    fn told(&self, failure: Failure) -> Error {
        failure.map_text(|text| self.key.redact(text)).into()
    }
}

impl Lane {
    fn gates_in_order(&self) -> impl Iterator<Item = (&str, &Gate)> {
        let gate = |model: &'_ String| self.gates.get_key_value(model);
        let gates = self.choice.models.iter().filter_map(gate);
        gates.map(|(model, gate)| (model.as_str(), gate))
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Waits for a time, or until the caller cancels.
async fn wait(time: Duration, control: &Control) -> Result<()> {
    let sleep = async {
        tokio::time::sleep(time).await;
        Ok(())
    };
    control.or_cancelled(sleep).await
}

/// What an answer says, if it is one.
fn parsed<T: serde::de::DeserializeOwned>(model: &str, reply: &Reply) -> Result<T, Failure> {
    if reply.status != 200 {
        return Err(Failure::of_reply(model, reply));
    }
    serde_json::from_slice(&reply.body)
        .map_err(|error| Failure::Lost(format!("the answer is broken JSON: {error}")))
}
