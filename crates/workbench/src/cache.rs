//! A bounded cache of answers: what is asked for by many at once is worked out once.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;

/// Answers by key; the one not asked for longest goes first.
#[derive(Debug)]
pub struct Cache<V> {
    slots: Mutex<Slots<V>>,
    room: usize,
}

#[derive(Debug)]
struct Slots<V> {
    by_key: BTreeMap<String, (u64, Arc<OnceCell<V>>)>,
    clock: u64,
}

impl<V: Clone> Cache<V> {
    /// A cache of so many answers.
    pub fn new(room: usize) -> Self {
        Self { slots: Mutex::new(Slots { by_key: BTreeMap::new(), clock: 0 }), room: room.max(1) }
    }

    /// The answer of a key, worked out if it is not there. While one caller works it out the others wait; where that one gives
    /// up, the next takes over. What fails is not kept.
    pub async fn get<E, F: Future<Output = Result<V, E>>>(&self, key: &str, make: impl FnOnce() -> F) -> Result<V, E> {
        let cell = self.cell(key);
        let found = cell.get_or_try_init(make).await.cloned();
        if found.is_err() {
            self.forget(key, &cell);
        }
        found
    }

    /// The answer of a key that is there.
    pub fn peek(&self, key: &str) -> Option<V> {
        let mut slots = self.slots();
        slots.clock += 1;
        let clock = slots.clock;
        let (used, cell) = slots.by_key.get_mut(key)?;
        *used = clock;
        cell.get().cloned()
    }

    /// Keeps an answer; one that is there already stays.
    pub fn put(&self, key: &str, value: V) {
        // Another may have been quicker; law has it that the two are the same.
        self.cell(key).set(value).ok();
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.slots().by_key.clear();
    }

    fn cell(&self, key: &str) -> Arc<OnceCell<V>> {
        let mut slots = self.slots();
        slots.clock += 1;
        let clock = slots.clock;
        if let Some((used, cell)) = slots.by_key.get_mut(key) {
            *used = clock;
            return cell.clone();
        }
        while slots.by_key.len() >= self.room {
            let oldest = slots.by_key.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            slots.by_key.remove(&oldest);
        }
        let cell = Arc::new(OnceCell::new());
        slots.by_key.insert(key.to_string(), (clock, cell.clone()));
        cell
    }

    fn forget(&self, key: &str, cell: &Arc<OnceCell<V>>) {
        let mut slots = self.slots();
        if slots.by_key.get(key).is_some_and(|(_, own)| Arc::ptr_eq(own, cell) && own.get().is_none()) {
            slots.by_key.remove(key);
        }
    }

    fn slots(&self) -> MutexGuard<'_, Slots<V>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;

    #[tokio::test]
    async fn the_oldest_goes_and_failures_are_not_kept() {
        let cache = Cache::new(2);
        let make = |value: Result<u32, ()>| move || async move { value };
        assert_eq!(cache.get("a", make(Ok(1))).await, Ok(1));
        assert_eq!(cache.get("b", make(Err(()))).await, Err(()));
        assert_eq!(cache.get("b", make(Ok(2))).await, Ok(2));
        assert_eq!(cache.get("a", make(Ok(9))).await, Ok(1));
        cache.put("c", 3);
        assert_eq!((cache.peek("a"), cache.peek("b"), cache.peek("c")), (Some(1), None, Some(3)));
    }
}
