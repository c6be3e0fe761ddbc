//! One thin client for all that the API is asked for.

use std::time::Duration;

use reelcraft_core::provider::Generated;
use reelcraft_core::{Control, Error, Result};

use crate::address::Address;
use crate::errand::{Call, Errand};
use crate::key::ApiKey;
use crate::lane::Lane;
use crate::policy::Failure;
use crate::settings::{GeminiSettings, Kind, ModelChoice};
use crate::transport::{Http, Transport};
use crate::wire::ModelList;

/// The provider's name.
pub(crate) const NAME: &str = "gemini";

/// Everything used is in this version; speech is in no other.
pub(crate) const VERSION: &str = "v1beta";
/// How long a question may take that no model has to think about.
const QUICK: Duration = Duration::from_secs(20);
/// The most pages of a list that are asked for.
const MAX_PAGES: usize = 50;

/// The client; all providers of one program share it, and so its limits.
pub(crate) struct Client {
    pub(crate) transport: Box<dyn Transport>,
    key: ApiKey,
    text: Lane,
    image: Lane,
    speech: Lane,
}

impl Client {
    pub(crate) fn new(key: ApiKey, settings: &GeminiSettings) -> Result<Self> {
        let http = Http::new(&key, Address::of(&settings.base_url)?)?;
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

    pub(crate) fn lane(&self, kind: Kind) -> &Lane {
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
    /// given, as it is paid for. An error tells what was used up before it.
    pub(crate) async fn call<T>(
        &self,
        call: Call<'_, T>,
        control: &Control,
    ) -> Result<Generated<T>> {
        Errand::new(self, &call, control).run().await
    }

    /// The ids of all models that the key may use.
    pub(crate) async fn list_models(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..MAX_PAGES {
            let mut query = vec![("pageSize", "200".to_owned())];
            query.extend(seen.last().map(|token| ("pageToken", token.clone())));
            let list = self.list_page(&query).await;
            let list = list.map_err(|failure| self.told(failure))?;
            ids.extend(list.models.iter().map(|model| {
                let name = model.name.as_str();
                name.strip_prefix("models/").unwrap_or(name).to_owned()
            }));
            match list.next_page_token {
                Some(token) if !token.is_empty() && !seen.contains(&token) => seen.push(token),
                _ => break,
            }
        }
        Ok(ids)
    }

    async fn list_page(&self, query: &[(&str, String)]) -> Result<ModelList, Failure> {
        let path = format!("{VERSION}/models");
        let reply = self.transport.get(&path, query, QUICK).await?;
        if reply.status == 200 {
            let list = ModelList::parse(&reply.body).map_err(Failure::Garbled)?;
            if !list.is_error {
                return Ok(list);
            }
        }
        Err(Failure::of_reply("the list of models", &reply).of_no_model())
    }

    /// An error for the caller, without the key that a server may have repeated in it.
    pub(crate) fn told(&self, failure: Failure) -> Error {
        self.for_people(failure).into()
    }

    /// A failure as it may be told to people and logs.
    pub(crate) fn for_people(&self, failure: Failure) -> Failure {
        failure.for_people(|text| self.key.redact(text))
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
