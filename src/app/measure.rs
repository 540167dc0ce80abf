//! Figures about the running program: the memory it takes while it works, and how times spread.
//!
//! Owns the sampling. Must not know what is measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Memory of the process in bytes. Anonymous memory is the program's own: pages of mapped files,
/// which the system may drop at any time, do not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Resident, mapped files included.
    pub resident: u64,
    /// Resident and anonymous.
    pub anonymous: u64,
}

impl Memory {
    /// What the process takes now; `None` where the system does not say it as Linux does.
    #[must_use]
    pub fn now() -> Option<Self> {
        Self::of(std::process::id())
    }

    /// What a process takes now; `None` where it is gone, or the system does not say it as Linux does.
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        parse(&std::fs::read_to_string(format!("/proc/{process}/status")).ok()?)
    }

    fn most(self, other: Self) -> Self {
        Self {
            resident: self.resident.max(other.resident),
            anonymous: self.anonymous.max(other.anonymous),
        }
    }
}

fn parse(status: &str) -> Option<Memory> {
    let bytes = |name: &str| {
        let line = status.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
        // The unit of these lines is always kB, which means 1024 bytes here.
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
    };
    Some(Memory { resident: bytes("VmRSS")?, anonymous: bytes("RssAnon")? })
}

/// Watches the memory on a thread of its own until it is asked for the peak.
#[derive(Debug)]
pub struct MemoryWatch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Option<Memory>>,
}

impl MemoryWatch {
    /// Starts to look every few milliseconds.
    #[must_use]
    pub fn start() -> Self {
        const EVERY: Duration = Duration::from_millis(5);
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let mut peak = Memory::now()?;
            while !seen.load(Ordering::Relaxed) {
                thread::sleep(EVERY);
                peak = peak.most(Memory::now()?);
            }
            Some(peak)
        });
        Self { stop, thread }
    }

    /// The most that was seen; `None` where the system does not say.
    #[must_use]
    pub fn peak(self) -> Option<Memory> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().ok().flatten()
    }
}

/// The middle and the 99th percentile of some measurements, by the nearest rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Half of the values are no larger.
    pub median: f64,
    /// All but one in a hundred are no larger.
    pub p99: f64,
}

impl Spread {
    /// `None` where there is nothing.
    #[must_use]
    pub fn of(values: &mut [f64]) -> Option<Self> {
        values.sort_unstable_by(f64::total_cmp);
        let rank = |percent: usize| {
            values.get((values.len() * percent).div_ceil(100).checked_sub(1)?).copied()
        };
        Some(Self { median: rank(50)?, p99: rank(99)? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_status_of_a_process_is_read() {
        let status = "Name:\tplanmap\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\nRssAnon:\t     50 kB\n";
        assert_eq!(parse(status), Some(Memory { resident: 204_800, anonymous: 51_200 }));
        assert_eq!(parse("VmRSS:\t1 kB\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_peak_is_seen_after_it_is_over() {
        const SIZE: usize = 64 << 20;
        let before = Memory::now().unwrap().anonymous;
        let watch = MemoryWatch::start();
        let large = vec![1u8; SIZE];
        thread::sleep(Duration::from_millis(100));
        drop(std::hint::black_box(large));
        let peak = watch.peak().unwrap().anonymous;
        assert!(peak >= before + SIZE as u64 / 2, "{before} {peak}");
    }

    #[test]
    fn spreads_are_taken_by_rank() {
        let mut values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(Spread::of(&mut values), Some(Spread { median: 100.0, p99: 198.0 }));
        assert_eq!(Spread::of(&mut [3.0]), Some(Spread { median: 3.0, p99: 3.0 }));
        assert_eq!(Spread::of(&mut []), None);
    }
}
