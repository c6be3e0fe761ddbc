//! What is tried again, after which time, and when it is enough.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use tokio::time::Instant;

use super::Failure;
use crate::settings::Kind;

/// How long all attempts of one call may take together, from the moment when the first one may
/// go out; an attempt that has begun is waited for.
pub(super) const PATIENCE: Duration = Duration::from_mins(5);
/// How long a call waits that came too fast, where the server does not say how long.
const TOO_FAST: Duration = Duration::from_secs(15);
/// How often a request may be sent again of which nobody knows whether it was answered and paid.
const LOST_AGAIN: u32 = 1;
/// After so many overloads the next model takes over.
const OVERLOADS: u32 = 2;

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Send it again after this time.
    Again(Duration),
    /// Hold all calls of this model for this time, and send it again.
    Pause(Duration),
    /// Send it to the next model at once. Where the next one was asked before, or there is no
    /// other, do so after this time; `None` is a time that nobody waits.
    NextModel(Option<Duration>),
    /// Tell the caller.
    GiveUp,
}

/// How often something is asked for again that was answered, and so paid, but is of no use.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// All attempts together.
    attempts: u32,
    /// After an empty answer.
    empty: u32,
    /// After an answer that is not what was asked for.
    unusable: u32,
    /// After an answer that was cut off, with room for a longer one. Nothing can be given more
    /// room but words.
    cut_off: u32,
    /// After a prompt was declined, in softer words.
    declined: u32,
}

impl Limits {
    /// From the known faults of the models: words cost little, speech is often empty, and only a
    /// picture can be told of in softer words.
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self {
                attempts: 5,
                empty: 2,
                unusable: 1,
                cut_off: 1,
                declined: 0,
            },
            Kind::Image => Self {
                attempts: 4,
                empty: 2,
                unusable: 1,
                cut_off: 0,
                declined: 1,
            },
            Kind::Speech => Self {
                attempts: 4,
                empty: 3,
                unusable: 2,
                cut_off: 0,
                declined: 0,
            },
        }
    }
}

/// The patience of one call.
#[derive(Debug)]
pub(crate) struct Patience {
    limits: Limits,
    deadline: Instant,
    backoff: <ExponentialBuilder as backon::BackoffBuilder>::Backoff,
    attempts: u32,
    overloads: u32,
    lost: u32,
    empty: u32,
    unusable: u32,
    cut_off: u32,
    declined: u32,
}

impl Patience {
    /// The patience of a call of this kind that may go out now.
    pub(crate) fn new(kind: Kind) -> Self {
        let backoff = ExponentialBuilder::new()
            .with_min_delay(Duration::from_secs(1))
            .with_max_delay(Duration::from_mins(1))
            .with_factor(2.0)
            .without_max_times();
        Self {
            limits: Limits::of(kind),
            deadline: Instant::now() + PATIENCE,
            backoff: backoff.build(),
            attempts: 1,
            overloads: 0,
            lost: 0,
            empty: 0,
            unusable: 0,
            cut_off: 0,
            declined: 0,
        }
    }

    /// Decides what a failure means for the call.
    pub(crate) fn judge(&mut self, failure: &Failure) -> Verdict {
        let limits = self.limits;
        match failure {
            Failure::Unreachable(_) => self.later(None),
            Failure::Broken { wait, .. } => self.later(*wait),
            Failure::TooFast { wait, .. } => match self.later(Some(wait.unwrap_or(TOO_FAST))) {
                Verdict::Again(time) => Verdict::Pause(time),
                verdict => verdict,
            },
            Failure::Overloaded { wait, .. } => {
                self.overloads += 1;
                match self.later(*wait) {
                    Verdict::Again(time) if self.overloads.is_multiple_of(OVERLOADS) => {
                        Verdict::NextModel(Some(time))
                    }
                    Verdict::GiveUp => self.other_model(),
                    verdict => verdict,
                }
            }
            // Nothing was paid, and no model is gone twice.
            Failure::NoModel { .. } => Verdict::NextModel(Some(self.step())),
            Failure::Lost(_) | Failure::TimedOut(_) | Failure::Garbled(_) => {
                self.lost += 1;
                self.later_if(self.lost <= LOST_AGAIN)
            }
            Failure::Empty { .. } => {
                self.empty += 1;
                self.later_if(self.empty <= limits.empty)
            }
            Failure::Unusable { .. } => {
                self.unusable += 1;
                self.now_if(self.unusable <= limits.unusable)
            }
            Failure::CutOff { .. } => {
                self.cut_off += 1;
                self.now_if(self.cut_off <= limits.cut_off)
            }
            Failure::Declined(_) => {
                self.declined += 1;
                self.now_if(self.declined <= limits.declined)
            }
            Failure::TooLarge(_)
            | Failure::QuotaUsedUp { .. }
            | Failure::NeedsBilling { .. }
            | Failure::NoCredits(_)
            | Failure::KeyRejected { .. }
            | Failure::WrongPlace(_)
            | Failure::Misdirected(_)
            | Failure::BadRequest(_) => Verdict::GiveUp,
        }
    }

    /// Another attempt, after what the server asked for or the next step of the backoff,
    /// whichever is longer, and up to a second more, so that calls do not come back together.
    fn later(&mut self, asked: Option<Duration>) -> Verdict {
        let wait = asked.unwrap_or_default().max(self.step());
        self.again(wait.saturating_add(Duration::from_secs_f64(fastrand::f64())))
    }

    fn later_if(&mut self, may: bool) -> Verdict {
        if may {
            self.later(None)
        } else {
            Verdict::GiveUp
        }
    }

    /// Another attempt at once: the server is well, and it is asked for something else.
    fn now_if(&mut self, may: bool) -> Verdict {
        if may {
            self.again(Duration::ZERO)
        } else {
            Verdict::GiveUp
        }
    }

    /// Another attempt with a model that was not asked yet, while there is time for one.
    fn other_model(&mut self) -> Verdict {
        match self.now_if(!self.left().is_zero()) {
            Verdict::Again(_) => Verdict::NextModel(None),
            verdict => verdict,
        }
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    fn again(&mut self, wait: Duration) -> Verdict {
        if self.attempts >= self.limits.attempts || wait > self.left() {
            return Verdict::GiveUp;
        }
        self.attempts += 1;
        Verdict::Again(wait)
    }

    fn step(&mut self) -> Duration {
        self.backoff.next().unwrap_or_default()
    }
}
