//! The active content of a document (I4).

/// Content that can act or change what is shown (I4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ActiveKind {
    /// An XFA form.
    Xfa,
    /// A script.
    JavaScript,
    /// An action that starts a program.
    Launch,
    /// An object that cannot be read, and whose bytes or place do not rule out a script or program.
    Unreadable,
    /// An action that hides or shows annotations.
    Hide,
    /// An action that switches layers.
    LayerSwitch,
    /// Layers that depend on print, export, magnification or reader.
    OptionalContent,
    /// An annotation that is seen on one of screen and paper only, or that toggles.
    ScreenAndPrint,
    /// An annotation that looks different below the pointer.
    Rollover,
    /// A stream whose data, or a drawing whose content, is in another file.
    ExternalStream,
    /// Form fields that each program draws as it likes.
    NeedAppearances,
    /// An annotation in whose area a film or a model is played.
    Multimedia,
    /// A field that shows something else than it holds, or that programs draw themselves.
    FieldLook,
    /// An annotation that programs draw differently: without a look, without bounds, or of a kind whose look not all draw.
    AnnotationLook,
    /// Content whose layers programs take for seen or for hidden.
    LayerMembership,
    /// A graphics state that some programs obey and others do not.
    GraphicsState,
    /// A picture or drawing with entries that programs read differently.
    DrawnObject,
    /// A colour space that programs compute differently.
    ColourSpace,
    /// A font that each program replaces by another, glyph by glyph.
    Font,
    /// A page, or a node of the tree of pages, that programs read differently.
    PageEntries,
    /// An object that refers to another generation, or to what is a reference itself, where that shows; an element that
    /// its object stream names twice.
    Lookup,
}

impl ActiveKind {
    /// The name that the PDF standard uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xfa => "XFA",
            Self::JavaScript => "JavaScript",
            Self::Launch => "Launch",
            Self::Unreadable => "unreadable object",
            Self::Hide => "Hide",
            Self::LayerSwitch => "SetOCGState",
            Self::OptionalContent => "OCProperties",
            Self::ScreenAndPrint => "annotation flags",
            Self::Rollover => "AP /R, /D",
            Self::ExternalStream => "stream /F",
            Self::NeedAppearances => "NeedAppearances",
            Self::Multimedia => "multimedia annotation",
            Self::FieldLook => "field AP, V",
            Self::AnnotationLook => "annotation AP",
            Self::LayerMembership => "OCMD",
            Self::GraphicsState => "ExtGState",
            Self::DrawnObject => "XObject",
            Self::ColourSpace => "ColorSpace",
            Self::Font => "Font",
            Self::PageEntries => "Page",
            Self::Lookup => "reference",
        }
    }
}
