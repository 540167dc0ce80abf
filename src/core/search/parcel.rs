//! Parcels as cadastral papers name them: sheet and number.

use super::fold::fold;

/// A parcel by its sheet and its number on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParcelQuery {
    /// Số tờ; none where only the parcel was typed.
    pub sheet: Option<u32>,
    /// Số thửa.
    pub parcel: u32,
}

/// Reads "tờ 12 thửa 345", "thửa 345 tờ bản đồ 12", "thửa đất số 345, tờ bản đồ số 12", "sheet 12
/// parcel 345". `None` if it is none of these.
#[must_use]
pub fn read_parcel(text: &str) -> Option<ParcelQuery> {
    let (mut sheet, mut parcel, mut wanted) = (None, None, None);
    for word in fold(text).split(' ') {
        match word {
            "to" | "sheet" => wanted = Some(true),
            "thua" | "parcel" => wanted = Some(false),
            "so" | "ban" | "do" | "dat" | "map" | "no" => {}
            figure => {
                let number: u32 = figure.parse().ok()?;
                match wanted.take()? {
                    true => sheet = Some(number),
                    false => parcel = Some(number),
                }
            }
        }
    }
    Some(ParcelQuery { sheet, parcel: parcel? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_are_read_as_papers_write_them() {
        let want = Some(ParcelQuery { sheet: Some(12), parcel: 345 });
        for text in [
            "tờ 12 thửa 345",
            "Thửa đất số 345, tờ bản đồ số 12",
            "to 12 thua 345",
            "sheet 12, parcel 345",
        ] {
            assert_eq!(read_parcel(text), want, "{text}");
        }
        assert_eq!(read_parcel("thửa 7"), Some(ParcelQuery { sheet: None, parcel: 7 }));
        for text in ["tờ 12", "12 345", "", "thửa", "tổ 5 Quyết Tâm", "thua dat"] {
            assert_eq!(read_parcel(text), None, "{text}");
        }
    }
}
