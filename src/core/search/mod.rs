//! Finding things by what people type: names with or without their accents, codes, values,
//! coordinates in any usual form.
//!
//! Owns the folding of texts, how well a text answers a query, the index over a layer's attributes,
//! and the reading of coordinates. Must not know what is open or where results are shown.

mod coordinate;
mod fold;
mod grade;
mod lexer;
mod parcel;
mod spoken;
mod table_index;

pub use coordinate::{First, Position, TypedPlace, read_coordinate};
pub use fold::{fold, is_accented, marked_ranges};
pub use grade::{Query, quality};
pub use parcel::{ParcelQuery, read_parcel};
pub use spoken::written_out;
pub use table_index::{
    Asked, ColumnUse, NumberMatch, TableIndex, ValueMatch, find_number, find_parcel,
};
