//! A long run of plain values, owned or lying in bytes that somebody else keeps.
//!
//! Owns nothing but the way to see either as a slice, so that a layer's stores can be used where
//! they lie, in a file that is mapped, without a copy. Must not know what the values mean.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;

/// Bytes that stay where they are for as long as somebody holds them.
pub type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Values of one plain type, one after the other.
#[derive(Clone)]
pub struct Run<T> {
    values: Values<T>,
}

#[derive(Clone)]
enum Values<T> {
    Owned(Vec<T>),
    /// A range of bytes whose place and length were found to suit the type.
    Shared(SharedBytes, Range<usize>),
}

impl<T: Pod> Run<T> {
    /// The values that lie in a range of bytes, in the byte order of this machine. `None` where
    /// the range is not inside, or its place or length does not suit the type.
    #[must_use]
    pub fn shared(bytes: SharedBytes, range: Range<usize>) -> Option<Self> {
        let all: &[u8] = (*bytes).as_ref();
        bytemuck::try_cast_slice::<u8, T>(all.get(range.clone())?).ok()?;
        Some(Self { values: Values::Shared(bytes, range) })
    }

    /// The values as bytes, in the byte order of this machine.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl<T> Default for Run<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Run<T> {
    fn from(values: Vec<T>) -> Self {
        Self { values: Values::Owned(values) }
    }
}

impl<T: Pod> Deref for Run<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match &self.values {
            Values::Owned(values) => values,
            // Checked when it was made; bytes that changed under it would be a broken promise.
            Values::Shared(bytes, range) => {
                let all: &[u8] = (**bytes).as_ref();
                all.get(range.clone()).and_then(|b| bytemuck::try_cast_slice(b).ok()).unwrap_or(&[])
            }
        }
    }
}

impl<T> fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.values {
            Values::Owned(values) => write!(f, "{} owned values", values.len()),
            Values::Shared(_, range) => write!(f, "shared bytes {range:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn owned_and_shared_values_are_the_same() {
        let owned: Run<[i32; 2]> = vec![[1, -2], [3, i32::MAX]].into();
        // Eight bytes before, so that the range does not begin at the start.
        let mut bytes = vec![0u64; 1];
        bytes.extend(bytemuck::cast_slice::<u8, u64>(owned.as_bytes()));
        let bytes: SharedBytes = Arc::new(Words(bytes));
        let shared = Run::<[i32; 2]>::shared(Arc::clone(&bytes), 8..24).unwrap();
        assert_eq!(shared[..], owned[..]);
        assert!(Run::<[i32; 2]>::shared(Arc::clone(&bytes), 8..23).is_none(), "half a value");
        assert!(Run::<[i32; 2]>::shared(Arc::clone(&bytes), 9..17).is_none(), "not aligned");
        assert!(Run::<[i32; 2]>::shared(bytes, 16..32).is_none(), "beyond the end");
    }

    struct Words(Vec<u64>);

    impl AsRef<[u8]> for Words {
        fn as_ref(&self) -> &[u8] {
            bytemuck::cast_slice(&self.0)
        }
    }
}
