//! Numbers: the strict JSON grammar and the nearest `f64` in one go.
//!
//! Most bytes of a map file are digits, so that this is the inner loop of the reader. Exactness
//! comes first: whatever the short way cannot give exactly goes to `fast_float2`.

use super::scan::{Cursor, Fault, Grammar, Syntax};

/// A number as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// The nearest `f64`; infinite where it is too large for one.
    pub(crate) value: f64,
    /// Whether `value` says all that the digits say of a whole number, or it is no whole number.
    pub(crate) exact: bool,
}

/// Powers of ten that an `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Whole numbers up to here are exact in an `f64`.
const EXACT: u64 = 1 << 53;

impl Cursor<'_> {
    /// Takes a number; the cursor stands on its first character. A mending cursor gives NaN for
    /// what is none.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Number, Syntax> {
        let start = self.at;
        let read = self.strict_number();
        if self.grammar == Grammar::Strict {
            return read;
        }
        // What a number ends with in JSON; anything else belongs to it and is wrong.
        let ends =
            matches!(self.peek(), Some(b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') | None);
        match read {
            Ok(number) if ends => Ok(number),
            Ok(_) => self.mended_number(start, self.unexpected()),
            Err(wrong) => self.mended_number(start, wrong),
        }
    }

    /// Takes a number as nearly all coordinates are written, if one stands here: no exponent, few
    /// digits, and behind it a comma, a bracket or white space.
    #[inline(always)]
    pub(crate) fn plain_number(&mut self) -> Option<f64> {
        let bytes = self.bytes;
        let negative = self.peek() == Some(b'-');
        let start = self.at + usize::from(negative);
        let first = bytes.get(start)?.wrapping_sub(b'0');
        let (mut mantissa, mut at) = (u64::from(first), start + 1);
        if first > 9 {
            return None;
        }
        if first > 0 {
            (mantissa, at) = more_digits(bytes, at, mantissa);
        }
        let mut fraction = 0;
        let mut digits = at - start;
        if bytes.get(at) == Some(&b'.') {
            let from = at + 1;
            (mantissa, at) = more_digits(bytes, from, mantissa);
            fraction = at - from;
            if fraction == 0 {
                return None;
            }
            digits += fraction;
        }
        let ends = matches!(bytes.get(at), Some(b',' | b']' | b' ' | b'\n' | b'\r' | b'\t'));
        if !ends || digits > 19 || mantissa > EXACT {
            return None;
        }
        self.at = at;
        let value = mantissa as f64 / POWERS.get(fraction)?;
        Some(if negative { -value } else { value })
    }

    #[inline]
    fn strict_number(&mut self) -> Result<Number, Syntax> {
        let bytes = self.bytes;
        let start = self.at;
        let mut at = start;
        let digit = |at: usize| bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10);
        let fault = |at: usize| Syntax {
            at,
            fault: if at >= bytes.len() { Fault::End } else { Fault::Number },
        };

        let negative = bytes.get(at) == Some(&b'-');
        at += usize::from(negative);
        // Wraps only beyond 19 digits, where it is not used.
        let mut mantissa = 0u64;
        let first = digit(at).ok_or_else(|| fault(at))?;
        at += 1;
        let mut digits = 1usize;
        if first > 0 {
            let from = at;
            (mantissa, at) = more_digits(bytes, at, u64::from(first));
            digits += at - from;
        }
        let mut whole = true;
        let mut fraction = 0usize;
        if bytes.get(at) == Some(&b'.') {
            whole = false;
            at += 1;
            let from = at;
            (mantissa, at) = more_digits(bytes, at, mantissa);
            fraction = at - from;
            if fraction == 0 {
                return Err(fault(at));
            }
        }
        let mut plain = true;
        if let Some(b'e' | b'E') = bytes.get(at) {
            plain = false;
            whole = false;
            at += 1;
            if let Some(b'+' | b'-') = bytes.get(at) {
                at += 1;
            }
            digit(at).ok_or_else(|| fault(at))?;
            while digit(at).is_some() {
                at += 1;
            }
        }
        self.at = at;
        // A mantissa and a power of ten that are both exact give the nearest number in one division
        // (Clinger 1990).
        let value =
            if plain && digits + fraction <= 19 && mantissa <= EXACT && fraction < POWERS.len() {
                let v = mantissa as f64 / POWERS[fraction];
                if negative { -v } else { v }
            } else {
                fast_float2::parse(&bytes[start..at]).map_err(|_| fault(start))?
            };
        let exact = value.is_finite() && (!whole || (digits <= 19 && mantissa <= EXACT));
        Ok(Number { value, exact })
    }
}

/// Adds the digits from a place on to a number. Wraps beyond 19 digits. Gives the place behind them.
#[inline]
fn more_digits(bytes: &[u8], mut at: usize, mut mantissa: u64) -> (u64, usize) {
    while let Some(eight) =
        bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).and_then(eight_digits)
    {
        mantissa = mantissa.wrapping_mul(100_000_000).wrapping_add(eight);
        at += 8;
    }
    while let Some(d) = bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d));
        at += 1;
    }
    (mantissa, at)
}

/// The number that eight digits make, in a few operations on all at once (Lemire 2021, "Number
/// parsing at a gigabyte per second"); `None` if one of the bytes is no digit.
#[inline]
fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let v = u64::from_le_bytes(bytes);
    if v & HIGH != ZEROS || v.wrapping_add(0x0606_0606_0606_0606) & HIGH != ZEROS {
        return None;
    }
    let v = v - ZEROS;
    let v = v * 10 + (v >> 8);
    let (a, b) = (v & PAIRS, (v >> 16) & PAIRS);
    // 100 and 10⁶ for the first, 1 and 10⁴ for the second of two pairs.
    Some(
        a.wrapping_mul(100 + (1_000_000 << 32)).wrapping_add(b.wrapping_mul(1 + (10_000 << 32)))
            >> 32,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<(Number, usize), Fault> {
        let mut c = Cursor::new(text.as_bytes(), 0);
        c.number().map(|n| (n, c.at)).map_err(|e| e.fault)
    }

    #[test]
    fn grammar_is_strict() {
        for bad in ["-", "-a", "1.", "1.e3", "1e", "1e+", "1E-x", ".5", "-.5"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        // What follows a number is for others to judge: 012 ends after the zero.
        assert_eq!(read("012").unwrap().1, 1);
        assert_eq!(read("-0.0").unwrap().0.value.to_bits(), (-0.0f64).to_bits());
    }

    #[test]
    fn usual_coordinates_are_plain() {
        for (text, value) in [
            ("103.8179996,", 103.817_999_6),
            ("-21]", -21.0),
            ("0.5 ", 0.5),
            ("503466.366\n", 503_466.366),
        ] {
            assert_eq!(Cursor::new(text.as_bytes(), 0).plain_number(), Some(value), "{text}");
        }
        for text in ["103.8", "1e5,", "012,", "1.,", "-,", "9007199254740993,", "1:"] {
            assert_eq!(Cursor::new(text.as_bytes(), 0).plain_number(), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_beyond_an_f64_are_told() {
        assert!(read("9007199254740992").unwrap().0.exact);
        assert!(!read("9007199254740993").unwrap().0.exact);
        assert!(!read("1e400").unwrap().0.exact);
        assert!(read("1e-400").unwrap().0.exact);
        assert!(read("0.1").unwrap().0.exact);
    }

    proptest! {
        /// The standard library's parser is the independent judge.
        #[test]
        fn every_number_is_the_nearest(sign in "-?", whole in "0|[1-9][0-9]{0,22}", fraction in "(\\.[0-9]{1,25})?", exp in "([eE][+-]?[0-9]{1,3})?") {
            let text = format!("{sign}{whole}{fraction}{exp}");
            let want: f64 = text.parse().unwrap();
            let (got, end) = read(&text).unwrap();
            prop_assert_eq!(got.value.to_bits(), want.to_bits(), "{}", text);
            prop_assert_eq!(end, text.len());
        }

        /// The short way gives the same, or leaves the number alone.
        #[test]
        fn plain_numbers_are_read_as_all_numbers(text in "-?0?[0-9]{0,21}\\.?[0-9]{0,20}[eE]?[0-9]{0,2}[],} \\n:]?") {
            let mut c = Cursor::new(text.as_bytes(), 0);
            match c.plain_number() {
                Some(value) => {
                    let (number, end) = read(&text).unwrap();
                    prop_assert_eq!(value.to_bits(), number.value.to_bits(), "{}", text);
                    prop_assert_eq!(c.at, end);
                }
                None => prop_assert_eq!(c.at, 0),
            }
        }
    }
}
