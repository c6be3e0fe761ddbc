//! What is tried again, after which time, and when it is enough.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use tokio::time::Instant;

use super::Failure;
use crate::settings::Kind;

/// How long all attempts of one call may take together; an attempt that has begun is waited for.
const DEADLINE: Duration = Duration::from_mins(5);
/// How often a request may be sent again of which nobody knows whether it was answered and paid.
const LOST_AGAIN: u32 = 1;
/// How often an answer that is empty is asked for again: each may have been paid.
const EMPTY_AGAIN: u32 = 2;
/// How often an answer of no use is asked for again.
const UNUSABLE_AGAIN: u32 = 1;
/// After so many overloads the next model takes over.
const OVERLOADS: u32 = 2;

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Send it again after this time.
    Again(Duration),
    /// Hold all calls of this model for this time, and send it again.
    Pause(Duration),
    /// Send it to the next model at once. Where there is none, an overloaded one is asked again
    /// after this time.
    NextModel(Duration),
    /// Tell the caller.
    GiveUp,
}

/// The patience of one call.
#[derive(Debug)]
pub(crate) struct Patience {
    attempts_left: u32,
    deadline: Instant,
    backoff: <ExponentialBuilder as backon::BackoffBuilder>::Backoff,
    overloads: u32,
    lost: u32,
    empty: u32,
    unusable: u32,
}

impl Patience {
    /// The patience of a call of this kind; a text costs little, so it is tried more often.
    pub(crate) fn new(kind: Kind) -> Self {
        let attempts = match kind {
            Kind::Text => 5,
            Kind::Image | Kind::Speech => 4,
        };
        let backoff = ExponentialBuilder::new()
            .with_min_delay(Duration::from_secs(1))
            .with_max_delay(Duration::from_mins(1))
            .with_factor(2.0)
            .without_max_times();
        Self {
            attempts_left: attempts - 1,
            deadline: Instant::now() + DEADLINE,
            backoff: backoff.build(),
            overloads: 0,
            lost: 0,
            empty: 0,
            unusable: 0,
        }
    }

    /// Decides what a failure means for the call.
    pub(crate) fn judge(&mut self, failure: &Failure) -> Verdict {
        match failure {
            Failure::Unreachable(_) | Failure::Broken { .. } => self.again(None),
            Failure::TooFast { wait, .. } => match self.again(*wait) {
                Verdict::Again(time) => Verdict::Pause(time),
                verdict => verdict,
            },
            Failure::Overloaded { .. } => {
                self.overloads += 1;
                match self.again(None) {
                    Verdict::Again(time) if self.overloads.is_multiple_of(OVERLOADS) => {
                        Verdict::NextModel(time)
                    }
                    verdict => verdict,
                }
            }
            Failure::NoModel { .. } => Verdict::NextModel(Duration::ZERO),
            Failure::Lost(_) => Self::counted(&mut self.lost, LOST_AGAIN)
                .map_or(Verdict::GiveUp, |()| self.again(None)),
            Failure::Empty { .. } => Self::counted(&mut self.empty, EMPTY_AGAIN)
                .map_or(Verdict::GiveUp, |()| self.again(None)),
            Failure::Unusable { .. } | Failure::CutOff(_) => {
                Self::counted(&mut self.unusable, UNUSABLE_AGAIN)
                    .map_or(Verdict::GiveUp, |()| self.again(Some(Duration::ZERO)))
            }
            Failure::QuotaUsedUp { .. }
            | Failure::NoCredits(_)
            | Failure::KeyRejected { .. }
            | Failure::WrongPlace(_)
            | Failure::BadRequest(_)
            | Failure::Declined(_) => Verdict::GiveUp,
        }
    }

    /// Another attempt, after what the server asked for or the next step of the backoff,
    /// whichever is longer, and up to a second more, so that calls do not come back together.
    fn again(&mut self, asked: Option<Duration>) -> Verdict {
        let step = self.backoff.next().unwrap_or_default();
        let jitter = Duration::from_secs_f64(fastrand::f64());
        let wait = asked.unwrap_or_default().max(step) + jitter;
        if self.attempts_left == 0 || Instant::now() + wait > self.deadline {
            return Verdict::GiveUp;
        }
        self.attempts_left -= 1;
        Verdict::Again(wait)
    }

    fn counted(count: &mut u32, limit: u32) -> Option<()> {
        *count += 1;
        (*count <= limit).then_some(())
    }
}
