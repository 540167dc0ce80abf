//! The small parts that every panel is made of.
//!
//! Owns how a row, a chip, a button or a head looks and what a screen reader hears of it. Must not
//! know the session: what is shown comes in as texts, what was done goes out as responses.

mod bar;
mod button;
mod hatch;
mod number;
mod row;
mod text;

pub use bar::{at_right, choice, option, option_value, taken_at_right};
pub use button::{
    as_in_panel, icon_button, icon_toggle, pressable, primary_button, quiet_button, segment,
};
pub use hatch::paint_hatch;
pub use number::number_drag;
pub use row::{
    Lead, Row, card, floating, hairline, inside, key_value, paint_diamond, section_head,
};
pub use text::{chip, icon_text, label, muted, paint_icon, text_job, wrapped};
