//! The past and the future of a session: named steps that can be taken back and done again.
//!
//! Owns the two stacks. What a step is and how it is carried out is the caller's: annotations,
//! layers and bookmarks share one history. Must not know any of them.

use std::collections::VecDeque;

/// A step and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<S> {
    /// Key of the words in `assets/i18n`.
    pub name: &'static str,
    /// What takes it back, or does it again.
    pub step: S,
}

/// The steps that can be taken back, and those that can be done again.
#[derive(Debug, Clone)]
pub struct History<S> {
    done: VecDeque<Named<S>>,
    undone: Vec<Named<S>>,
    limit: usize,
}

impl<S> History<S> {
    /// An empty history that keeps the last `limit` steps.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { done: VecDeque::new(), undone: Vec::new(), limit: limit.max(1) }
    }

    /// Notes a step that was done; `inverse` takes it back. What was undone is forgotten.
    pub fn push(&mut self, name: &'static str, inverse: S) {
        self.undone.clear();
        if self.done.len() == self.limit {
            self.done.pop_front();
        }
        self.done.push_back(Named { name, step: inverse });
    }

    /// The last step that was done, for one that goes on with it instead of being a step of its own.
    #[must_use]
    pub fn last(&self) -> Option<&Named<S>> {
        self.done.back().filter(|_| self.undone.is_empty())
    }

    /// Makes the last two steps one, called as the last: `join` gets the earlier inverse first.
    pub fn join_last(&mut self, join: impl FnOnce(S, S) -> S) {
        if let Some(later) = self.done.pop_back() {
            match self.done.pop_back() {
                Some(earlier) => {
                    let step = join(earlier.step, later.step);
                    self.done.push_back(Named { name: later.name, step });
                }
                None => self.done.push_back(later),
            }
        }
    }

    /// Takes the last step back: `apply` carries out the inverse and returns what does it again.
    /// Returns the step's name.
    pub fn undo(&mut self, apply: impl FnOnce(&S) -> S) -> Option<&'static str> {
        let entry = self.done.pop_back()?;
        let step = apply(&entry.step);
        self.undone.push(Named { name: entry.name, step });
        Some(entry.name)
    }

    /// Does the last step again that was taken back.
    pub fn redo(&mut self, apply: impl FnOnce(&S) -> S) -> Option<&'static str> {
        let entry = self.undone.pop()?;
        let step = apply(&entry.step);
        self.done.push_back(Named { name: entry.name, step });
        Some(entry.name)
    }

    /// What takes the last step back.
    #[must_use]
    pub fn next_undo(&self) -> Option<&S> {
        self.done.back().map(|n| &n.step)
    }

    /// What does the last step again that was taken back.
    #[must_use]
    pub fn next_redo(&self) -> Option<&S> {
        self.undone.last().map(|n| &n.step)
    }

    /// The names of the steps that can be taken back, the last one last.
    pub fn done(&self) -> impl DoubleEndedIterator<Item = &'static str> + ExactSizeIterator {
        self.done.iter().map(|n| n.name)
    }

    /// The names of the steps that can be done again, the next one first.
    pub fn undone(&self) -> impl Iterator<Item = &'static str> {
        self.undone.iter().rev().map(|n| n.name)
    }

    /// Forgets the steps for which `wanted` says no.
    pub fn retain(&mut self, wanted: impl Fn(&S) -> bool) {
        self.done.retain(|n| wanted(&n.step));
        self.undone.retain(|n| wanted(&n.step));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_back_and_forth_and_a_new_one_ends_the_future() {
        let mut value = 0i32;
        let mut history: History<i32> = History::new(1000);
        for n in 1..=1500 {
            history.push("add", -n);
            value += n;
        }
        let whole = value;
        let mut apply = |s: &i32| {
            value += s;
            -s
        };
        for _ in 0..1000 {
            assert_eq!(history.undo(&mut apply), Some("add"));
        }
        assert_eq!(history.undo(&mut apply), None, "older steps are gone");
        for _ in 0..1000 {
            history.redo(&mut apply);
        }
        history.undo(&mut apply);
        assert_eq!(value, whole - 1500);
        assert_eq!(history.undone().count(), 1);
        history.push("other", 0);
        assert_eq!(history.undone().count(), 0);
        assert_eq!(history.last().map(|n| n.name), Some("other"));
    }
}
