//! Kinds of resources.

/// A kind of resource that the copy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Font,
    XObject,
    Properties,
    State,
    Shading,
    /// Recognised, and never copied.
    Pattern,
}

impl Kind {
    /// In the order of `Writer::resources`.
    pub(super) const ALL: [Self; 6] = [
        Self::Font,
        Self::XObject,
        Self::Properties,
        Self::State,
        Self::Shading,
        Self::Pattern,
    ];

    /// Its dictionary among the resources.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Font => "Font",
            Self::XObject => "XObject",
            Self::Properties => "Properties",
            Self::State => "ExtGState",
            Self::Shading => "Shading",
            Self::Pattern => "Pattern",
        }
    }
}
