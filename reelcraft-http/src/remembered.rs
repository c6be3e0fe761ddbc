//! Answers that cost a while, and change seldom.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// An answer that costs a while, and changes seldom: it is found out again when it is old. Who
/// asks meanwhile gets the old one, and waits only where there is none.
#[derive(Debug)]
pub(crate) struct Remembered<T> {
    lasts: Duration,
    known: Mutex<Option<(Instant, T)>>,
    asking: tokio::sync::Mutex<()>,
}

impl<T: Clone> Remembered<T> {
    pub(crate) fn new(lasts: Duration) -> Self {
        Self {
            lasts,
            known: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The answer, found out by `ask` where it is not known or too old.
    pub(crate) async fn get(&self, ask: impl Future<Output = T>) -> T {
        if let Some((answer, true)) = self.known() {
            return answer;
        }
        let _alone = match (self.asking.try_lock(), self.known()) {
            (Ok(alone), _) => alone,
            (Err(_), Some((old, _))) => return old,
            (Err(_), None) => self.asking.lock().await,
        };
        // Whoever asked before may have found it out.
        if let Some((answer, true)) = self.known() {
            return answer;
        }
        let answer = ask.await;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), answer.clone()));
        answer
    }

    /// What is known, and whether it is still good.
    fn known(&self) -> Option<(T, bool)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, answer) = known.as_ref()?;
        Some((answer.clone(), since.elapsed() < self.lasts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_known_is_not_found_out_again_until_it_is_old() {
        let remembered = Remembered::new(Duration::from_secs(30));
        assert_eq!(remembered.get(async { 1 }).await, 1);
        assert_eq!(remembered.get(async { 2 }).await, 1);
        tokio::time::advance(Duration::from_secs(31)).await;
        assert_eq!(remembered.get(async { 3 }).await, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_meanwhile_gets_what_was_known() {
        let remembered = Remembered::new(Duration::from_secs(1));
        assert_eq!(remembered.get(async { 1 }).await, 1);
        tokio::time::advance(Duration::from_secs(2)).await;
        let (slow, meanwhile) = tokio::join!(
            remembered.get(async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                2
            }),
            remembered.get(async { 3 }),
        );
        assert_eq!((slow, meanwhile), (2, 1));
    }
}
