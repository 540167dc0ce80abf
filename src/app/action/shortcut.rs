//! Keys with their modifiers, and where they work.

/// Where a shortcut works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere, also while a text is typed.
    Everywhere,
    /// Wherever no text is typed.
    NotTyping,
    /// While the map has the keyboard; the map takes the key itself.
    Map,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortcut {
    /// Ctrl, or the command key where there is one.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The key's name as the toolkit calls it: `P`, `F1`, `Home`, `ArrowLeft`.
    pub key: &'static str,
    /// Where it works.
    pub scope: Scope,
}

impl Shortcut {
    pub(super) const fn new(key: &'static str, scope: Scope) -> Self {
        Self { ctrl: false, shift: false, alt: false, key, scope }
    }

    pub(super) const fn map(key: &'static str) -> Self {
        Self::new(key, Scope::Map)
    }

    pub(super) const fn alone(key: &'static str) -> Self {
        Self::new(key, Scope::NotTyping)
    }

    pub(super) const fn everywhere(key: &'static str) -> Self {
        Self::new(key, Scope::Everywhere)
    }

    pub(super) const fn ctrl(key: &'static str) -> Self {
        Self { ctrl: true, ..Self::new(key, Scope::Everywhere) }
    }

    pub(super) const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    pub(super) const fn with_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    pub(super) const fn not_typing(self) -> Self {
        Self { scope: Scope::NotTyping, ..self }
    }

    /// As it is written in menus: `Ctrl Shift P`, `Alt ←`.
    #[must_use]
    pub fn text(&self) -> String {
        let key = match self.key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "Plus" => "+",
            "Equals" => "=",
            "Minus" => "−",
            "Slash" => "/",
            "Comma" => ",",
            "Escape" => "Esc",
            other => other,
        };
        let parts = [(self.ctrl, "Ctrl"), (self.shift, "Shift"), (self.alt, "Alt"), (true, key)];
        parts.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use crate::action::Action;

    #[test]
    fn shortcuts_read_as_in_menus() {
        assert_eq!(Action::Palette.shortcuts()[0].text(), "Ctrl Shift P");
        assert_eq!(Action::PreviousView.shortcuts()[0].text(), "Alt ←");
    }
}
