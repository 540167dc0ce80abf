//! The row of a feature: its attributes and its identifier.
//!
//! Owns what becomes of each value. Must not know how members are found, nor place anything.

use std::ops::Range;

use planmap_core::feature::Value;
use planmap_core::feature::long_integer::is_whole_number;
use planmap_core::{IssueKind, Severity};

use super::feature::{Members, Worker, member_of};
use super::mend;
use super::number::Number;
use super::scan::{Cursor, RawText, Syntax, TextDamage, decode};
use crate::read::ingest::OwnSystem;

/// An attribute's value, not yet copied out of the file.
#[derive(Debug, Clone)]
pub(super) enum Token {
    Null,
    Bool(bool),
    Number(f64),
    Text(RawText),
    /// Kept as JSON text: arrays, objects, whole numbers that no `f64` holds.
    Json(Range<usize>),
    /// As `Json`, with what was wrong in it put right.
    MendedJson(String),
}

impl Worker<'_> {
    /// Writes the row.
    pub(super) fn commit(&mut self, bytes: &[u8], members: &Members, start: usize) {
        self.chunk.index.push(self.chunk.elements);
        self.chunk.table.begin_row();
        let properties = std::mem::take(&mut self.properties);
        let mut damage = TextDamage::default();
        for (key, token) in &properties {
            let again = if !key.escaped && self.chunk.table.expects(&bytes[key.range.clone()]) {
                self.set(bytes, None, token, &mut damage)
            } else {
                let (name, wrong) = decode(bytes, key);
                note(&mut damage, wrong);
                self.set(bytes, Some(&name), token, &mut damage)
            };
            let at = key.range.start;
            if again {
                self.chunk.find(Severity::Warning, member_of("member-twice", bytes, key), at, true);
            }
            if matches!(token, Token::Number(n) if n.is_infinite()) {
                self.chunk.find(Severity::Note, member_of("value-too-large", bytes, key), at, true);
            }
        }
        self.properties = properties;
        if let Some((token, at)) = &members.id {
            self.identify(bytes, token, *at, &mut damage);
        }
        if let Some(at) = damage.encoding {
            self.chunk.find(Severity::Warning, IssueKind::new("text-encoding"), at, true);
        }
        if let Some(at) = damage.surrogate {
            self.chunk.find(Severity::Warning, IssueKind::new("text-surrogate"), at, true);
        }
        let own = self.own_system(bytes, members);
        self.placer.place(&mut self.chunk, &mut self.scratch.shape, start.into(), &own);
    }

    /// Writes the member `id` into the row: as the attribute of this name, or beside one that says
    /// something else.
    fn identify(&mut self, bytes: &[u8], token: &Token, at: usize, damage: &mut TextDamage) {
        let is_number =
            |range: &Range<usize>| matches!(bytes.get(range.start), Some(b'-' | b'0'..=b'9'));
        match token {
            // Some writers put null where there is none.
            Token::Null => return,
            Token::Text(_) | Token::Number(_) => {}
            Token::Json(range) if is_number(range) => {}
            Token::Bool(_) | Token::Json(_) | Token::MendedJson(_) => {
                return self.chunk.find(Severity::Error, IssueKind::new("id-wrong"), at, true);
            }
        }
        self.chunk.identified += 1;
        let named = |(key, _): &&(RawText, Token)| &bytes[key.range.clone()] == b"id";
        // The last one counts, as everywhere.
        let own = self.properties.iter().rev().find(named);
        let name = match own {
            None => "id",
            Some((_, own)) if same(bytes, own, token) => return,
            // Both are kept: other entries may refer to either.
            Some(_) => "@id",
        };
        self.set(bytes, Some(name), token, damage);
    }

    /// Sets an attribute, by name or in the column that the table expects. Says whether the row
    /// had it already.
    fn set(
        &mut self,
        bytes: &[u8],
        name: Option<&str>,
        token: &Token,
        damage: &mut TextDamage,
    ) -> bool {
        let table = &mut self.chunk.table;
        let mut put = |value| match name {
            Some(name) => table.set_told(name, value),
            None => table.set_expected(value),
        };
        match token {
            // Named even if empty, so that the column exists.
            Token::Null => put(Value::Null),
            Token::Bool(b) => put(Value::Bool(*b)),
            // NaN and what is too large for a number stand for none.
            Token::Number(n) if !n.is_finite() => put(Value::Null),
            Token::Number(n) => put(Value::Number(*n)),
            Token::Text(raw) => {
                let (text, wrong) = decode(bytes, raw);
                note(damage, wrong);
                put(Value::Text(&text))
            }
            Token::Json(range) => {
                let raw = &bytes[range.clone()];
                if let Err(wrong) = std::str::from_utf8(raw) {
                    damage.encoding.get_or_insert(range.start + wrong.valid_up_to());
                }
                let text = String::from_utf8_lossy(raw);
                put(if is_whole_number(&text) {
                    Value::LongInteger(&text)
                } else {
                    Value::Json(&text)
                })
            }
            Token::MendedJson(text) => put(Value::Json(text)),
        }
    }

    /// The system that an element's numbers are in, where it names one of its own or stands in a
    /// collection that does.
    fn own_system(&mut self, bytes: &[u8], members: &Members) -> OwnSystem {
        if self.scratch.shape.parts.is_empty() || !self.plan.follows_own {
            return OwnSystem::OfFile;
        }
        // The innermost counts.
        let named = self.scratch.crs.as_ref().or(members.crs.as_ref());
        let own = self.systems.of(bytes, named, self.plan);
        if let Some(range) = named {
            let place = self.chunk.in_file(range.start);
            self.chunk.own_systems.note(&own.name, place);
            if let Some(issue) = own.issue {
                self.chunk.find(Severity::Error, issue, range.start, true);
            }
        }
        own.system
    }
}

fn note(damage: &mut TextDamage, more: TextDamage) {
    damage.encoding = damage.encoding.or(more.encoding);
    damage.surrogate = damage.surrogate.or(more.surrogate);
}

fn same(bytes: &[u8], a: &Token, b: &Token) -> bool {
    match (a, b) {
        (Token::Text(a), Token::Text(b)) => decode(bytes, a).0 == decode(bytes, b).0,
        (Token::Number(a), Token::Number(b)) => a.to_bits() == b.to_bits(),
        (Token::Json(a), Token::Json(b)) => bytes[a.clone()] == bytes[b.clone()],
        _ => false,
    }
}

/// Takes a value as a token.
pub(super) fn token(c: &mut Cursor<'_>) -> Result<Token, Syntax> {
    c.ws();
    Ok(match c.peek() {
        Some(b'"') => Token::Text(c.text()?),
        Some(b'-' | b'+' | b'.' | b'0'..=b'9') => {
            let start = c.at;
            let Number { value, exact } = c.number()?;
            // A whole number that an `f64` would round is kept as it stands.
            if exact || !value.is_finite() {
                Token::Number(value)
            } else {
                Token::Json(start..c.at)
            }
        }
        Some(b) if b.is_ascii_alphabetic() => c.word()?.map_or(Token::Null, Token::Bool),
        _ if c.lacks_value() => Token::Null,
        _ => {
            let mended = c.mended.len();
            let range = c.skip()?;
            let wrong = c.mended.get(mended..).unwrap_or_default();
            if wrong.is_empty() {
                return Ok(Token::Json(range));
            }
            let places: Vec<Syntax> = wrong
                .iter()
                .map(|wrong| Syntax { at: wrong.at - range.start, fault: wrong.fault })
                .collect();
            Token::MendedJson(mend::as_json(&c.bytes[range], &places))
        }
    })
}
