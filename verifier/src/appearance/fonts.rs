//! Fonts of looks: how wide their characters are, and how far their glyphs reach.

use std::collections::HashMap;

use kyso_pdf::{Dictionary, Name, Object, PdfError, Resolved, View};
use kyso_pki::sha256;
use kyso_stamp_images::{FontReach, OutOfTime};

use super::content::Budget;
use super::font_work::FontWork;

/// A font whose characters programs place alike, as far as is known. Lengths are in em.
#[derive(Debug)]
pub(super) struct Font {
    reach: FontReach,
    widths: Widths,
    /// Whether it is a common font that is not embedded, so that programs use their own.
    is_common: bool,
}

/// The widths of characters, in em.
#[derive(Debug)]
enum Widths {
    /// From the first code on (ISO 32000-2, 9.6.2.1); without them those of a common font.
    Simple { first: i64, widths: Vec<f64> },
    /// The widths of the listed codes of two bytes, and of all others (9.7.4.3).
    Wide {
        known: HashMap<i64, f64>,
        other: f64,
    },
}

impl Font {
    /// `None` for a font that programs may show differently, or whose glyphs are not known.
    pub(super) fn read(
        view: &View<'_, '_>,
        font: &Dictionary,
        budget: &mut Budget,
    ) -> Result<Option<Self>, PdfError> {
        budget.take_font()?;
        let kind = view.get(font, "Subtype")?;
        match kind.as_name().map(Name::as_bytes) {
            Some(b"Type0") => Self::composite(view, font, budget),
            Some(b"TrueType" | b"Type1") => Self::simple(view, font, budget),
            _ => Ok(None),
        }
    }

    fn simple(
        view: &View<'_, '_>,
        font: &Dictionary,
        budget: &mut Budget,
    ) -> Result<Option<Self>, PdfError> {
        let first = view
            .get(font, "FirstChar")?
            .as_integer()
            .unwrap_or_default();
        let widths = view.get(font, "Widths")?;
        let widths = numbers(view, widths.as_array().unwrap_or_default())?;
        let Some(widths) = widths else {
            return Ok(None);
        };
        let widths = Widths::Simple { first, widths };
        let descriptor = view.get(font, "FontDescriptor")?;
        let descriptor = descriptor.as_dictionary();
        let embedded = match descriptor {
            Some(descriptor) => program_reach(view, descriptor, budget)?,
            None => Embedded::None,
        };
        Ok(match embedded {
            Embedded::Known(reach) => Some(Self {
                reach,
                widths,
                is_common: false,
            }),
            Embedded::None if is_everywhere(view, font)? => Some(Self {
                reach: FontReach::COMMON,
                widths,
                is_common: true,
            }),
            _ => None,
        })
    }

    /// A font with codes of two bytes, written from left to right.
    fn composite(
        view: &View<'_, '_>,
        font: &Dictionary,
        budget: &mut Budget,
    ) -> Result<Option<Self>, PdfError> {
        let encoding = view.get(font, "Encoding")?;
        let descendants = view.get(font, "DescendantFonts")?;
        let is_plain = encoding.as_name().is_some_and(|name| *name == "Identity-H");
        let (true, [below]) = (is_plain, descendants.as_array().unwrap_or_default()) else {
            return Ok(None);
        };
        let below = view.resolve(below)?;
        let Some(below) = below.as_dictionary() else {
            return Ok(None);
        };
        let descriptor = view.get(below, "FontDescriptor")?;
        let Some(descriptor) = descriptor.as_dictionary() else {
            return Ok(None);
        };
        let Embedded::Known(reach) = program_reach(view, descriptor, budget)? else {
            return Ok(None);
        };
        let widths = wide(view, below)?;
        Ok(widths.map(|widths| Self {
            reach,
            widths,
            is_common: false,
        }))
    }

    /// Whether the widths are those of all programs, and not greater ones.
    pub(super) fn is_exact(&self) -> bool {
        match &self.widths {
            Widths::Simple { widths, .. } => !widths.is_empty(),
            Widths::Wide { .. } => true,
        }
    }

    /// The codes of a string.
    pub(super) fn codes(&self, text: &[u8]) -> Option<Vec<i64>> {
        match self.widths {
            Widths::Simple { .. } => Some(text.iter().copied().map(i64::from).collect()),
            Widths::Wide { .. } if text.len().is_multiple_of(2) => {
                let codes = text.chunks_exact(2);
                let code =
                    |pair: &[u8]| Some(i64::from(*pair.first()?) << 8 | i64::from(*pair.get(1)?));
                codes.map(code).collect()
            }
            Widths::Wide { .. } => None,
        }
    }

    /// The width of a character in em.
    pub(super) fn width(&self, code: i64) -> Option<f64> {
        match &self.widths {
            Widths::Simple { first, widths } => {
                let index = usize::try_from(code.checked_sub(*first)?).ok();
                let written = index.and_then(|index| widths.get(index)).copied();
                // Programs that have no width take that of the font, or none.
                written.or_else(|| (self.is_common && widths.is_empty()).then(|| usual_width(code)))
            }
            Widths::Wide { known, other } => Some(known.get(&code).copied().unwrap_or(*other)),
        }
    }

    /// How far a character of this width reaches from its start on the baseline, in em.
    pub(super) fn reach(&self, code: i64, width: f64) -> FontReach {
        const OVERHANG: f64 = 0.1;
        match self.is_common {
            false => self.reach,
            true if is_of_numbers(code) => FontReach {
                right: FontReach::NUMBERS.right.max(width + OVERHANG),
                ..FontReach::NUMBERS
            },
            true => FontReach {
                right: self.reach.right.max(width + OVERHANG),
                ..self.reach
            },
        }
    }

    /// Whether word spacing applies: to the single byte 32 (ISO 32000-2, 9.3.3).
    pub(super) fn is_space(&self, code: i64) -> bool {
        matches!(self.widths, Widths::Simple { .. }) && code == 32
    }
}

/// The known facts about the program that a descriptor embeds.
enum Embedded {
    None,
    Unknown,
    Known(FontReach),
}

fn program_reach(
    view: &View<'_, '_>,
    descriptor: &Dictionary,
    budget: &mut Budget,
) -> Result<Embedded, PdfError> {
    let programs = programs(view, descriptor)?;
    let program = match programs.as_slice() {
        [] => return Ok(Embedded::None),
        [(_, program)] => program.as_stream(),
        _ => None,
    };
    let Some(program) = program else {
        return Ok(Embedded::Unknown);
    };
    let data = budget.program(view, program)?;
    let digest = sha256(&data);
    let FontWork { time, recall } = budget.font_work();
    let reaches = recall.cache(|memory| &memory.reaches);
    let known = reaches.find(&digest).filter(|(_, took)| time.take(*took));
    let before = time.left();
    let reach = match known {
        Some((reach, _)) => reach,
        None => match FontReach::of_program(data, time) {
            Ok(reach) => {
                reaches.keep(digest, (reach, before.saturating_sub(time.left())));
                reach
            }
            // Another time it may be known: nothing to keep.
            Err(OutOfTime) => None,
        },
    };
    Ok(reach.map_or(Embedded::Unknown, Embedded::Known))
}

/// The programs that a descriptor embeds, with their keys.
fn programs<'o>(
    view: &View<'_, '_>,
    descriptor: &'o Dictionary,
) -> Result<Vec<(&'static str, Resolved<'o>)>, PdfError> {
    let keys = PROGRAMS.into_iter().filter(|key| descriptor.contains(key));
    keys.map(|key| Ok((key, view.get(descriptor, key)?)))
        .collect()
}

/// The data of the one program that a descriptor embeds, where it is given as TrueType.
pub(super) fn true_type_program(
    view: &View<'_, '_>,
    descriptor: &Dictionary,
    budget: &mut Budget,
) -> Result<Option<Vec<u8>>, PdfError> {
    match programs(view, descriptor)?.as_slice() {
        [("FontFile2", program)] => {
            let program = program.as_stream();
            program
                .map(|program| budget.program(view, program))
                .transpose()
        }
        _ => Ok(None),
    }
}

/// The widths of a CID font; nothing where a code has two, of which programs take either.
fn wide(view: &View<'_, '_>, font: &Dictionary) -> Result<Option<Widths>, PdfError> {
    const USUAL: f64 = 1000.0;
    const MOST: usize = 8192;
    let other = view.get(font, "DW")?.as_number().unwrap_or(USUAL);
    let written = view.get(font, "W")?;
    let mut written = written.as_array().unwrap_or_default().iter();
    let mut known = HashMap::new();
    while let Some(first) = written.next() {
        let first = view.resolve(first)?.as_integer();
        let next = written.next().map(|next| view.resolve(next)).transpose()?;
        let (Some(first), Some(next)) = (first, next) else {
            return Ok(None);
        };
        let widths = match (&*next, next.as_integer()) {
            (Object::Array(widths), _) => numbers(view, widths)?,
            (_, Some(last)) => {
                let width = written.next().cloned();
                let width = numbers(view, width.as_slice())?;
                let count = usize::try_from(last - first + 1).unwrap_or(MOST + 1);
                width
                    .and_then(|width| width.first().copied())
                    .filter(|_| count <= MOST)
                    .map(|width| vec![width; count])
            }
            _ => None,
        };
        let Some(widths) = widths.filter(|widths| known.len() + widths.len() <= MOST) else {
            return Ok(None);
        };
        for (code, width) in (first..).zip(widths) {
            if known.insert(code, width).is_some() {
                return Ok(None);
            }
        }
    }
    let other = numbers(view, &[Object::Real(other)])?;
    let other = other.and_then(|other| other.first().copied());
    Ok(other.map(|other| Widths::Wide { known, other }))
}

/// Widths, in em; nothing for what programs do not hold alike.
fn numbers(view: &View<'_, '_>, written: &[Object]) -> Result<Option<Vec<f64>>, PdfError> {
    const MOST: usize = 8192;
    const WIDEST: f64 = 4000.0;
    if written.len() > MOST {
        return Ok(None);
    }
    let mut numbers = Vec::with_capacity(written.len());
    for number in written {
        match view.resolve(number)?.as_number() {
            Some(number) if (0.0..=WIDEST).contains(&number) => numbers.push(number / 1000.0),
            _ => return Ok(None),
        }
    }
    Ok(Some(numbers))
}

/// Whether a font is one that every program has, or one much like it, and its codes mean there what they usually do.
fn is_everywhere(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    const FAMILIES: [&str; 4] = ["Helvetica", "Times", "Courier", "Arial"];
    const KINDS: [&str; 2] = ["Type1", "TrueType"];
    let is_one_of = |value: &Object, known: &[&str]| {
        let name = value.as_name();
        name.is_some_and(|name| known.iter().any(|known| *name == **known))
    };
    let descriptor = view.get(font, "FontDescriptor")?;
    let descriptor = descriptor.as_dictionary();
    let is_embedded =
        descriptor.is_some_and(|entries| PROGRAMS.iter().any(|key| entries.contains(key)));
    let name = view.get(font, "BaseFont")?;
    let name = name.as_name().map(Name::as_bytes).unwrap_or_default();
    let is_common = FAMILIES
        .iter()
        .any(|family| name.starts_with(family.as_bytes()));
    let kind = view.get(font, "Subtype")?;
    Ok(!is_embedded && is_common && is_one_of(&kind, &KINDS) && has_plain_encoding(view, font)?)
}

/// Whether the codes of a simple font mean what they do by rule.
pub(super) fn has_plain_encoding(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    const ENCODINGS: [&str; 3] = ["WinAnsiEncoding", "StandardEncoding", "MacRomanEncoding"];
    let encoding = view.get(font, "Encoding")?;
    let name = encoding.as_name();
    let is_known = name.is_some_and(|name| ENCODINGS.iter().any(|known| *name == **known));
    Ok(encoding.is_null() || is_known)
}

/// Whether there are fonts, and the byte 32 is a blank in all of them: those that every program has.
pub(super) fn have_blanks<'o>(
    view: &View<'_, '_>,
    fonts: impl Iterator<Item = &'o Object>,
) -> Result<bool, PdfError> {
    let mut has_any = false;
    for font in fonts {
        has_any = true;
        let font = view.resolve(font)?;
        let Some(font) = font.as_dictionary() else {
            return Ok(false);
        };
        if !is_everywhere(view, font)? {
            return Ok(false);
        }
    }
    Ok(has_any)
}

/// Where a descriptor embeds a program (ISO 32000-2, table 122).
const PROGRAMS: [&str; 3] = ["FontFile", "FontFile2", "FontFile3"];

/// As wide as a character of the common fonts at most.
fn usual_width(code: i64) -> f64 {
    match is_of_numbers(code) {
        true => 0.61,
        false => 1.02,
    }
}

/// Digits and the marks of numbers and dates.
fn is_of_numbers(code: i64) -> bool {
    u8::try_from(code).is_ok_and(|code| code.is_ascii_digit() || b" ./,-:".contains(&code))
}
