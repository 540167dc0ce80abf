//! Whole numbers of any length, as their digits: identifiers of 19 digits and more, which no f64
//! holds.
//!
//! Owns their order, among themselves and beside other numbers.

use std::cmp::Ordering;

/// Whether a text is a whole number: digits, with a minus before them or not.
#[must_use]
pub fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The order of two whole numbers, by their digits.
#[must_use]
pub fn compare(one: &str, other: &str) -> Ordering {
    let (one_is_negative, one_digits) = parts(one);
    let (other_is_negative, other_digits) = parts(other);
    match (one_is_negative, other_is_negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => compare_magnitudes(one_digits, other_digits),
        (true, true) => compare_magnitudes(other_digits, one_digits),
    }
}

/// The order of a whole number and any other number; none beside NaN.
#[must_use]
pub fn compare_with_number(digits: &str, number: f64) -> Option<Ordering> {
    if number.is_nan() {
        return None;
    }
    if number.is_infinite() {
        return Some(if number > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = number.trunc();
    // An f64 without a fraction is written with every digit that it has.
    let order = compare(digits, &format!("{whole:.0}"));
    if order != Ordering::Equal || number.fract() == 0.0 {
        return Some(order);
    }
    Some(if number > whole { Ordering::Less } else { Ordering::Greater })
}

/// A key that, beside the nearest f64, puts whole numbers of any length into their order: what one
/// differs by from that f64. [`EXACT_KEY`] is the key of the f64 itself.
#[must_use]
pub fn sort_key(digits: &str) -> Vec<u8> {
    const BELOW: u8 = 0;
    const ABOVE: u8 = 2;
    let order = compare_with_number(digits, nearest(digits)).unwrap_or(Ordering::Equal);
    let (is_negative, magnitude) = parts(digits);
    let mut key = match order {
        Ordering::Equal => return EXACT_KEY.to_vec(),
        Ordering::Less => vec![BELOW],
        Ordering::Greater => vec![ABOVE],
    };
    // All that share a nearest f64 and lie on one side of it have about as many digits; their
    // number goes first.
    let count = u32::try_from(magnitude.len()).unwrap_or(u32::MAX).to_be_bytes();
    let bytes = count.iter().chain(magnitude.as_bytes());
    if is_negative {
        key.extend(bytes.map(|byte| !byte));
    } else {
        key.extend(bytes);
    }
    key
}

/// The [`sort_key`] of a number that an f64 holds.
pub const EXACT_KEY: [u8; 1] = [1];

/// The nearest f64.
#[must_use]
pub fn nearest(digits: &str) -> f64 {
    digits.parse().unwrap_or(f64::NAN)
}

/// Whether it is below nothing, and its digits without leading zeros.
fn parts(number: &str) -> (bool, &str) {
    let digits = number.strip_prefix('-').unwrap_or(number).trim_start_matches('0');
    (number.starts_with('-') && !digits.is_empty(), digits)
}

fn compare_magnitudes(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_compare_as_numbers() {
        let ordered = [
            "-9223372036854775809",
            "-9223372036854775808",
            "-1",
            "0",
            "9007199254740993",
            "2305843009223239036",
            "2305843009223239037",
            "18446744073709551615",
            "123456789012345678901234567890",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(compare("007", "7"), Ordering::Equal);
        assert_eq!(compare("-0", "0"), Ordering::Equal);
        // 2⁵³ + 1 lies between two neighbouring f64.
        assert_eq!(
            compare_with_number("9007199254740993", 9_007_199_254_740_992.0),
            Some(Ordering::Greater)
        );
        assert_eq!(
            compare_with_number("9007199254740993", 9_007_199_254_740_994.0),
            Some(Ordering::Less)
        );
        assert_eq!(compare_with_number("2", 2.5), Some(Ordering::Less));
        assert_eq!(compare_with_number("-2", -2.5), Some(Ordering::Greater));
        assert_eq!(compare_with_number("1", f64::NAN), None);
    }

    proptest! {
        /// Against `i128`, with neighbours that share an f64.
        #[test]
        fn keys_are_ordered_as_the_numbers_are(one in any::<i128>(), step in -1_000_i128..1_000) {
            let one = one / 2;
            let other = one + step;
            let key = |number: i128| {
                let digits = number.to_string();
                let near = nearest(&digits);
                let bits = near.to_bits();
                let ordered = if near < 0.0 { !bits } else { bits | 1 << 63 };
                (ordered, sort_key(&digits))
            };
            prop_assert_eq!(key(one).cmp(&key(other)), one.cmp(&other));
            prop_assert_eq!(compare(&one.to_string(), &other.to_string()), one.cmp(&other));
        }
    }
}
