//! Other ways to say what was typed: abbreviations of plans and papers written out.

use super::fold::fold;

/// What people write short, folded, and what names have. Longer ones first.
const SHORT: [(&str, &str); 15] = [
    ("san bay", "cang hang khong"),
    ("qhpk", "quy hoach phan khu"),
    ("qhc", "quy hoach chung"),
    ("kdt", "khu do thi"),
    ("cvnt", "cong vien nghia trang"),
    ("ubnd", "uy ban nhan dan"),
    ("khu dt", "khu do thi"),
    ("qh", "quy hoach"),
    ("ql", "quoc lo"),
    ("pk", "phan khu"),
    ("tt", "thi tran"),
    ("tp", "thanh pho"),
    ("cv", "cong vien"),
    ("p", "phuong"),
    ("x", "xa"),
];

/// The folded text with abbreviations written out and figures apart from letters, where that makes
/// another text.
#[must_use]
pub fn written_out(text: &str) -> Option<String> {
    let folded = fold(text);
    // "ql6" is two words.
    let mut apart = String::with_capacity(folded.len() + 4);
    for (n, word) in folded.split(' ').enumerate() {
        if n > 0 {
            apart.push(' ');
        }
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        match word.split_at_checked(letters) {
            Some((head, tail))
                if letters > 0
                    && tail.bytes().all(|b| b.is_ascii_digit())
                    && !tail.is_empty()
                    && SHORT.iter().any(|(short, _)| *short == head) =>
            {
                apart.extend([head, " ", tail]);
            }
            _ => apart.push_str(word),
        }
    }
    let mut padded = format!(" {apart} ");
    for (short, long) in SHORT {
        padded = padded.replacen(&format!(" {short} "), &format!(" {long} "), 1);
    }
    let out = padded.trim().to_owned();
    (out != folded).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::written_out;

    #[test]
    fn abbreviations_are_written_out() {
        for (text, want) in [
            ("QL6", Some("quoc lo 6")),
            ("QL 6", Some("quoc lo 6")),
            ("sân bay Nà Sản", Some("cang hang khong na san")),
            ("P. Chiềng Cơi", Some("phuong chieng coi")),
            ("KĐT Chiềng Sinh", Some("khu do thi chieng sinh")),
            ("Hua La", None),
            ("", None),
        ] {
            assert_eq!(written_out(text).as_deref(), want, "{text}");
        }
    }
}
