//! The keys by which programs look up what they show, and the other keys that they look up.

/// The keys that Poppler looks up in the catalog when it opens a file, besides the page tree, the
/// form and the layers. Names, outlines, structure and the like are looked up when a reader asks
/// for them.
pub(super) const OF_CATALOG: [&str; 4] = ["OutputIntents", "URI", "Version", "ViewerPreferences"];

/// The keys that it looks up in a page, besides those of the drawing.
pub(super) const OF_PAGE: [&[u8]; 8] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"SeparationInfo",
    b"BoxColorInfo",
    b"TrimBox",
    b"ArtBox",
    b"BleedBox",
];

/// The keys of pages, annotations and fields that decide how they are drawn.
pub(super) const DRAWING: [&[u8]; 35] = [
    b"Contents",
    b"Resources",
    b"Group",
    b"AP",
    b"MK",
    b"OC",
    b"Type",
    b"Subtype",
    b"Count",
    b"MediaBox",
    b"CropBox",
    b"Rotate",
    b"UserUnit",
    b"Rect",
    b"F",
    b"AS",
    b"Border",
    b"BS",
    b"BE",
    b"C",
    b"IC",
    b"QuadPoints",
    b"InkList",
    b"L",
    b"LE",
    b"Vertices",
    b"RD",
    b"DA",
    b"DS",
    b"Q",
    b"FT",
    b"Ff",
    b"V",
    b"Opt",
    b"MaxLen",
];
