//! The few things that were made last.

use std::sync::{Arc, Mutex, PoisonError};

/// The few things that were made last, to be had again.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    /// What was needed last stands last.
    things: Mutex<Vec<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Recent<K, V> {
    /// Keeps at most `most` things.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            things: Mutex::default(),
        }
    }

    /// Finds a thing, which then is the last one to go.
    pub(crate) fn find(&self, key: &K) -> Option<Arc<V>> {
        let mut things = self.things.lock().unwrap_or_else(PoisonError::into_inner);
        let at = things.iter().position(|(known, _)| known == key)?;
        let found = things.remove(at);
        let thing = Arc::clone(&found.1);
        things.push(found);
        Some(thing)
    }

    /// Keeps a thing; the one that nobody has needed for the longest time goes.
    pub(crate) fn keep(&self, key: K, thing: V) -> Arc<V> {
        let mut things = self.things.lock().unwrap_or_else(PoisonError::into_inner);
        things.retain(|(known, _)| *known != key);
        if things.len() >= self.most {
            things.remove(0);
        }
        let thing = Arc::new(thing);
        things.push((key, Arc::clone(&thing)));
        thing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_stays() {
        let recent = Recent::new(2);
        recent.keep("a", 1);
        recent.keep("b", 2);
        assert_eq!(recent.find(&"a").as_deref(), Some(&1));
        recent.keep("c", 3);
        assert_eq!(recent.find(&"b"), None);
        assert_eq!(recent.find(&"a").as_deref(), Some(&1));
        recent.keep("a", 4);
        assert_eq!(recent.find(&"a").as_deref(), Some(&4));
        assert_eq!(recent.find(&"c").as_deref(), Some(&3));
    }
}
