//! Keeping several threads from decoding several huge pictures at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// What may be in use for decoding at the same time in this process, in bytes: a few ordinary
/// pictures, or one huge one.
const BUDGET_BYTES: u64 = 256_000_000;

static DECODING: MemoryGate = MemoryGate::new(BUDGET_BYTES);

/// Waits until a picture may be decoded that needs about so many bytes. A picture that needs
/// more than all of the budget is decoded alone.
pub(crate) fn decoding(bytes: u64) -> Permit<'static> {
    DECODING.enter(bytes)
}

/// A bounded number of bytes that threads share.
#[derive(Debug)]
struct MemoryGate {
    budget: u64,
    in_use: Mutex<u64>,
    freed: Condvar,
}

/// The right to use memory, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    gate: &'a MemoryGate,
    bytes: u64,
}

impl MemoryGate {
    const fn new(budget: u64) -> Self {
        Self {
            budget,
            in_use: Mutex::new(0),
            freed: Condvar::new(),
        }
    }

    fn enter(&self, bytes: u64) -> Permit<'_> {
        let bytes = bytes.min(self.budget);
        let in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        let mut in_use = self
            .freed
            .wait_while(in_use, |in_use| *in_use + bytes > self.budget)
            .unwrap_or_else(PoisonError::into_inner);
        *in_use += bytes;
        Permit { gate: self, bytes }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut in_use = self
            .gate
            .in_use
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *in_use -= self.bytes;
        drop(in_use);
        self.gate.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn never_more_than_the_budget_is_in_use() {
        let gate = MemoryGate::new(100);
        let (in_use, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8u64 {
                let (gate, in_use, most) = (&gate, &in_use, &most);
                scope.spawn(move || {
                    for round in 0..200 {
                        let bytes = (thread * 37 + round * 13) % 90 + 1;
                        let permit = gate.enter(bytes);
                        let now = in_use.fetch_add(bytes, Ordering::SeqCst) + bytes;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        in_use.fetch_sub(bytes, Ordering::SeqCst);
                        drop(permit);
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 100);
        assert_eq!(*gate.in_use.lock().unwrap(), 0);
    }

    #[test]
    fn what_is_larger_than_the_budget_enters_alone() {
        let gate = MemoryGate::new(100);
        let permit = gate.enter(1_000_000);
        assert_eq!(*gate.in_use.lock().unwrap(), 100);
        drop(permit);
    }
}
