//! Work in the background of which only the newest result counts.
//!
//! Owns one slot: what was asked last, and the last result, which stays until the next one is
//! there. An outdated run is told so and its result is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::job::Wake;

/// One slot of background work.
pub struct Latest<K, V> {
    send: Sender<(K, Arc<V>)>,
    receive: Receiver<(K, Arc<V>)>,
    wake: Wake,
    asked: Option<K>,
    have: Option<K>,
    newest: Arc<AtomicU64>,
    value: Arc<V>,
}

impl<K, V> Latest<K, V>
where
    K: PartialEq + Clone + Send + 'static,
    V: Default + Send + Sync + 'static,
{
    /// An empty slot.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        let (send, receive) = channel();
        Self {
            send,
            receive,
            wake,
            asked: None,
            have: None,
            newest: Arc::new(AtomicU64::new(0)),
            value: Arc::default(),
        }
    }

    /// The result for `key`, or the last one while `work` runs for the new key. `work` gets a
    /// question to ask now and then: is my result still wanted?
    pub fn get(
        &mut self,
        key: K,
        work: impl FnOnce(&dyn Fn() -> bool) -> V + Send + 'static,
    ) -> Arc<V> {
        for (key, value) in self.receive.try_iter() {
            self.have = Some(key);
            self.value = value;
        }
        if self.asked.as_ref() != Some(&key) {
            self.asked = Some(key.clone());
            let turn = self.newest.fetch_add(1, Ordering::AcqRel) + 1;
            let (send, wake, newest) =
                (self.send.clone(), Arc::clone(&self.wake), Arc::clone(&self.newest));
            rayon::spawn(move || {
                let outdated = || newest.load(Ordering::Acquire) != turn;
                if outdated() {
                    return;
                }
                let value = work(&outdated);
                if !outdated() {
                    // The receiver is gone only when the window is.
                    let _ = send.send((key, Arc::new(value)));
                    wake();
                }
            });
        }
        Arc::clone(&self.value)
    }

    /// Whether the value is the one last asked for.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.asked.is_some() && self.asked == self.have
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_result_wins_and_the_last_one_stays_meanwhile() {
        let mut slot: Latest<u32, u32> = Latest::new(Arc::new(|| {}));
        assert_eq!(*slot.get(1, |_| 10), 0);
        while !slot.is_current() {
            std::thread::yield_now();
            slot.get(1, |_| 99);
        }
        assert_eq!(*slot.get(1, |_| 99), 10, "asked once a key");
        for key in 2..50 {
            slot.get(key, move |_| key * 10);
        }
        while !slot.is_current() {
            std::thread::yield_now();
            slot.get(49, |_| 0);
        }
        assert_eq!(*slot.get(49, |_| 0), 490);
    }
}
